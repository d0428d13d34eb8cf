"""The state of a list as a short string, so that it travels with the message: encode and decode are inverse. Pure."""

from datetime import UTC, datetime, timedelta

from handlers import words
from models.errors import BadFilter
from models.filters import PAGE_SIZES, Edge, Sheet

_FIELDS = 4
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def encode(sheet: Sheet) -> str:
    """``page;size;edge;filter words``."""
    return f"{sheet.page};{sheet.size};{_edge_words(sheet.edge)};{words.render(sheet.filter)}"


def decode(text: str) -> Sheet:
    """The list a string speaks of; one that cannot be read is the whole list, from the top."""
    parts = text.split(";", _FIELDS - 1)
    try:
        page, size, edge = int(parts[0]), int(parts[1]), _edge(parts[2])
        wanted = words.parse_filter(parts[3])
    except (ValueError, IndexError, OverflowError, BadFilter):
        return Sheet()
    size = size if size in PAGE_SIZES else Sheet().size
    return Sheet(filter=wanted, page=max(1, page), size=size, edge=edge)


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
    return Edge(after=text[0] == "a", created_at=created_at, task_id=int(task_id))
