"""The state of a list as a short string that its message carries: ``encode`` and ``decode`` are inverse. Pure."""

from datetime import UTC, datetime, timedelta

from handlers.words import filter_words
from models.domain.errors import BadFilter
from models.domain.filters import Edge, Layout, ListState

_FIELDS = 4
_LONGEST_BLOCK_ID, _LONGEST_NUMBER = 255, 10  # characters
_LONGEST_PAGE = 12  # characters
_CARDS = "c"  # after the rows per page; a table has no suffix
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def encode(state: ListState) -> str:
    """``page;size;edge;filter words``."""
    layout = _CARDS if state.layout is Layout.CARDS else ""
    return f"{state.page};{state.size}{layout};{_edge_words(state.edge)};{filter_words.render(state.filter)}"


def decode(text: str) -> ListState:
    """The list an encoded string stands for; an unreadable string is the unfiltered first page."""
    parts = text.split(";", _FIELDS - 1)
    try:
        page, size, edge = _number(parts[0]), _number(parts[1].removesuffix(_CARDS)), _edge(parts[2])
        wanted = filter_words.parse_filter(parts[3])
    except (ValueError, IndexError, OverflowError, BadFilter):
        return ListState()
    layout = Layout.CARDS if parts[1].endswith(_CARDS) else Layout.TABLE
    size = size if size in layout.sizes else ListState().size
    return ListState(filter=wanted, page=max(1, page), size=size, edge=edge, layout=layout)


def block_id(kind: str, nonce: str, number: int, state: str) -> str:
    """The id of a block that carries the list's state for its controls; empty if it is longer than Slack allows."""
    name = f"{kind}:{nonce}:{number}:{state}"
    return name if len(name) <= _LONGEST_BLOCK_ID else ""


def of_block(block: str) -> tuple[int, str]:
    """Return (the number, the encoded state) from a block's id; (0, "") where there are none."""
    _, _, number, state = (block.split(":", 3) + [""] * 4)[:4]
    return int(number) if number.isdecimal() and len(number) <= _LONGEST_NUMBER else 0, state


def _edge_words(edge: Edge | None) -> str:
    """``a`` (after) or ``b`` (before), microseconds since 1970, a dot, the Task ID."""
    if edge is None:
        return ""
    return f"{'a' if edge.after else 'b'}{(edge.created_at - _EPOCH) // timedelta(microseconds=1)}.{edge.task_id}"


def _edge(text: str) -> Edge | None:
    if not text:
        return None
    moment, _, task_id = text[1:].partition(".")
    created_at = _EPOCH + timedelta(microseconds=int(moment))
    if filter_words.task_id(task_id) is None:
        raise ValueError(text)
    return Edge(after=text[0] == "a", created_at=created_at, task_id=int(task_id))


def _number(text: str) -> int:
    """A number of limited length; raise ValueError for a longer one."""
    if len(text) > _LONGEST_PAGE:
        raise ValueError(text)
    return int(text)
