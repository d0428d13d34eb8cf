"""The state of a list as a short string, so that it travels with the message: encode and decode are inverse. Pure."""

from datetime import UTC, datetime, timedelta

from handlers.words import filter_words
from models.domain.errors import BadFilter
from models.domain.filters import Edge, Layout, ListState

_FIELDS = 4
_LONGEST_BLOCK_ID, _LONGEST_NUMBER = 255, 10  # characters
_LONGEST_PAGE = 12  # characters
_CARDS = "c"  # behind the rows per page; a table has nothing there
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def encode(sheet: ListState) -> str:
    """``page;size;edge;filter words``."""
    layout = _CARDS if sheet.layout is Layout.CARDS else ""
    return f"{sheet.page};{sheet.size}{layout};{_edge_words(sheet.edge)};{filter_words.render(sheet.filter)}"


def decode(text: str) -> ListState:
    """The list a string speaks of; one that cannot be read is the whole list, from the top."""
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
    """The id of a block whose controls are too short to carry a list's state; empty if it is too long for an id."""
    made = f"{kind}:{nonce}:{number}:{state}"
    return made if len(made) <= _LONGEST_BLOCK_ID else ""


def of_block(block: str) -> tuple[int, str]:
    """The number and the state in a block's id; 0 and nothing where there are none."""
    _, _, number, state = (block.split(":", 3) + [""] * 4)[:4]
    return int(number) if number.isdecimal() and len(number) <= _LONGEST_NUMBER else 0, state


def _edge_words(edge: Edge | None) -> str:
    """``a`` (after) or ``b`` (before), microseconds since 1970, a point, the Task ID."""
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
    """A number that is no longer than the numbers of lists are."""
    if len(text) > _LONGEST_PAGE:
        raise ValueError(text)
    return int(text)
