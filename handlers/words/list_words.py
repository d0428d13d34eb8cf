"""Parses the words of a list: its layout and paging, and its filter. Pure."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from handlers.words import filter_words
from models.domain.errors import BadFilter
from models.domain.filters import PAGE_SIZES, Layout, ListState

_LAYOUT = ("cards", "table", "rows:", "page:")


def parse_list(typed: list[str], *, me: str, others: Sequence[str]) -> ListState:
    """The list for these words; raise BadFilter. ``others`` are further words to suggest for an unknown one."""
    state = ListState()
    rest: list[str] = []
    for word in typed:
        name, _, value = word.lower().partition(":")
        if shape := _SHAPES.get(name):
            state = shape(state, value)
        else:
            rest.append(word)
    return replace(state, filter=filter_words.parse_filter(" ".join(rest), me=me, others=[*others, *_LAYOUT]))


def names_shape(typed: Sequence[str]) -> bool:
    """Whether the words say how the list is drawn; else it is drawn as the person had the last one."""
    return any(word.lower().partition(":")[0] in _SHAPES.keys() - {"page"} for word in typed)


def _rows(state: ListState, value: str) -> ListState:
    if value not in map(str, PAGE_SIZES):
        raise BadFilter(f"`rows:{filter_words.shown(value)}`: a page has 10, 20, 50 or 100 rows.")
    return replace(state, size=int(value)).laid_out(state.layout)


def _page(state: ListState, value: str) -> ListState:
    number = filter_words.task_id(value)
    if not number:
        raise BadFilter(f"`page:{filter_words.shown(value)}` is no page: write its number, such as `page:3`.")
    return state.turned(number)


_SHAPES: dict[str, Callable[[ListState, str], ListState]] = {
    "cards": lambda state, _: state.laid_out(Layout.CARDS),
    "table": lambda state, _: state.laid_out(Layout.TABLE),
    "rows": _rows,
    "page": _page,
}
"""Words about how a list is drawn, not about which tasks it shows."""
