"""One line of a list of tasks, as it was read. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

ACCOUNT, TYPE = "account", "type"


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line. Its cells are as they were written, without what a spreadsheet did to them."""

    number: int  # as a spreadsheet counts it, from 1
    cells: Mapping[
        str, str
    ]  # by field: account, type, and the parameters' names; those that are empty are left out
    why: str = ""  # a sentence: why it cannot be read; empty: it can

    def stored(self) -> list[Any]:
        """As JSON keeps it."""
        return [self.number, dict(self.cells), self.why]

    @classmethod
    def restored(cls, stored: list[Any]) -> "Line":
        """As ``stored`` wrote it."""
        number, cells, why = stored
        return cls(number=number, cells=cells, why=why)


@dataclass(frozen=True, kw_only=True)
class TaskList:
    """A list of tasks, as it was read."""

    lines: tuple[Line, ...]
    columns: tuple[str, ...]  # the fields it has, in its order
    type: str = ""  # of lines that say none: a task type's id, or empty
    remarks: tuple[str, ...] = ()  # sentences on what was changed or left out
