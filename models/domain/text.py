"""Which characters and numbers can be kept: PostgreSQL takes no NUL, and nothing takes half a surrogate pair. Pure."""

import json
import re
import unicodedata
from typing import Any, NoReturn

MOST_ID = 2**31 - 1  # the largest id a column holds
SHORT, LONG = 100, 2000  # characters a column holds: names and codes; links and sentences
LONGEST_LOGIN = 255  # characters
_DEEPEST = (
    100  # levels of JSON: far more than anybody means, far fewer than what handles it later can go down
)
_STRING, _BRACKET = re.compile(r'"(?:[^"\\]|\\.)*"'), re.compile(r"[][{}]")
_BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0\u2800\ufe0e\ufe0f")
"""Characters that draw nothing, though Unicode calls them letters or marks."""
_UNKEEPABLE = re.compile("[\x00\ud800-\udfff]")


def keepable(text: str) -> str:
    """The text without what cannot be kept."""
    return _UNKEEPABLE.sub("", text)


def is_keepable(text: str) -> bool:
    """Whether a table, a file or a seal can hold it."""
    return not _UNKEEPABLE.search(text)


def folded(name: str) -> str:
    """A name as people read it: without case, width, accents' encoding, invisible characters and doubled spaces.

    >>> folded("Ｄａｉｌｙ\u200b  List")
    'daily list'
    """
    visible = "".join(
        " " if char.isspace() else char
        for char in unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
        if char.isspace() or not _is_invisible(char)
    )
    return " ".join(visible.split())


def _is_invisible(char: str) -> bool:
    return unicodedata.category(char) in {"Cf", "Cc", "Cn", "Co"} or char in _BLANK


def is_one_line(text: str) -> bool:
    """Whether it has no control characters: a name has one line."""
    return all(char >= " " for char in text)


def parsed_json(text: str) -> Any:
    """What JSON from outside says; raise ValueError for all that is none, or that nothing here could go on with.

    That is more than ``json`` raises as its own error: numbers of thousands of digits, NaN and Infinity, a thousand
    brackets in each other.

    >>> parsed_json('{"a": [1]}')
    {'a': [1]}
    >>> parsed_json("NaN")
    Traceback (most recent call last):
    ValueError: NaN is not JSON.
    """
    try:
        value = json.loads(text, parse_constant=_no_json)
    except RecursionError as error:
        raise ValueError("It is nested too deeply.") from error
    depth = 0
    for bracket in _BRACKET.finditer(_STRING.sub("", text)):
        depth += 1 if bracket[0] in "[{" else -1
        if depth > _DEEPEST:
            raise ValueError("It is nested too deeply.")
    return value


def _no_json(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is not JSON.")
