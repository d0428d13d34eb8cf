"""Lists that are longer than a message may be: one page of them, and the buttons that turn it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from handlers.slack.blocks import Block, actions, button
from handlers.slack.ids import Do

T = TypeVar("T")
ROWS = 20  # of a page: a message has 50 blocks


@dataclass(frozen=True, kw_only=True)
class Paged:
    """Which page is shown, of how many."""

    page: int
    pages: int
    rows: int  # on all pages

    @property
    def words(self) -> str:
        """Empty where there is only one page."""
        return f"Page {self.page} of {self.pages}, {self.rows} in all." if self.pages > 1 else ""


def cut(rows: Sequence[T], page: int) -> tuple[Sequence[T], Paged]:
    """The rows of a page, numbered from 1, and which it is: the last one, where there are fewer.

    >>> cut(range(41), 9)
    (range(40, 41), Paged(page=3, pages=3, rows=41))
    """
    pages = max(1, -(-len(rows) // ROWS))
    page = min(max(1, page), pages)
    return rows[(page - 1) * ROWS : page * ROWS], Paged(page=page, pages=pages, rows=len(rows))


def turns(paged: Paged, back: Do, on: Do) -> list[Block]:
    """Previous and Next, where there are such pages; each button's value is the page it leads to."""
    buttons = [
        *([button("Previous", back, value=str(paged.page - 1))] if paged.page > 1 else []),
        *([button("Next", on, value=str(paged.page + 1))] if paged.page < paged.pages else []),
    ]
    return [actions(f"turn:{back}", *buttons)] if buttons else []
