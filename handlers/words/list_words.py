"""The words that make a list: how it is drawn, and its filter. Pure."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from handlers.words import filter_words
from models.domain.errors import BadFilter
from models.domain.filters import PAGE_SIZES, Layout, ListState

_LAYOUT = ("cards", "table", "rows:", "page:")


def parse_list(typed: list[str], *, me: str, others: Sequence[str]) -> ListState:
    """The list these words make, or BadFilter; ``others`` are further words that an unknown one may be meant as."""
    sheet = ListState()
    rest: list[str] = []
    for word in typed:
        name, _, value = word.lower().partition(":")
        if shape := _SHAPES.get(name):
            sheet = shape(sheet, value)
        else:
            rest.append(word)
    return replace(sheet, filter=filter_words.parse_filter(" ".join(rest), me=me, others=[*others, *_LAYOUT]))


def _rows(sheet: ListState, value: str) -> ListState:
    if value not in map(str, PAGE_SIZES):
        raise BadFilter(f"`rows:{filter_words.shown(value)}`: a page has 10, 20, 50 or 100 rows.")
    return replace(sheet, size=int(value)).laid_out(sheet.layout)


def _page(sheet: ListState, value: str) -> ListState:
    number = filter_words.task_id(value)
    if not number:
        raise BadFilter(f"`page:{filter_words.shown(value)}` is no page: write its number, such as `page:3`.")
    return sheet.turned(number)


_SHAPES: dict[str, Callable[[ListState, str], ListState]] = {
    "cards": lambda sheet, _: sheet.laid_out(Layout.CARDS),
    "table": lambda sheet, _: sheet.laid_out(Layout.TABLE),
    "rows": _rows,
    "page": _page,
}
"""Words that say how a list is drawn, not what it holds."""
