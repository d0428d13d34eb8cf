"""The state of a list as a short string, so that it travels with the message: encode and decode are inverse. Pure."""

from handlers import words
from models.errors import BadFilter
from models.filters import PAGE_SIZES, Sheet

_FIELDS = 3


def encode(sheet: Sheet) -> str:
    """``page;size;filter words``."""
    return f"{sheet.page};{sheet.size};{words.render(sheet.filter)}"


def decode(text: str) -> Sheet:
    """The list a string speaks of; one that cannot be read is the whole list, from the top."""
    parts = text.split(";", _FIELDS - 1)
    try:
        page, size, wanted = int(parts[0]), int(parts[1]), words.parse_filter(parts[2])
    except (ValueError, IndexError, BadFilter):
        return Sheet()
    return Sheet(filter=wanted, page=max(1, page), size=size if size in PAGE_SIZES else Sheet().size)
