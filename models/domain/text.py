"""Which characters and numbers can be kept: PostgreSQL takes no NUL, and nothing takes half a surrogate pair. Pure."""

import re

MOST_ID = 2**31 - 1  # the largest id a column holds
SHORT, LONG = 100, 2000  # characters a column holds: names and codes; links and sentences
LONGEST_LOGIN = 255  # characters
_UNKEEPABLE = re.compile("[\x00\ud800-\udfff]")


def keepable(text: str) -> str:
    """The text without what cannot be kept."""
    return _UNKEEPABLE.sub("", text)


def is_keepable(text: str) -> bool:
    """Whether a table, a file or a seal can hold it."""
    return not _UNKEEPABLE.search(text)


def is_one_line(text: str) -> bool:
    """Whether it has no control characters: a name has one line."""
    return all(char >= " " for char in text)
