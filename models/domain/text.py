"""Which characters and numbers can be kept: PostgreSQL takes no NUL, and nothing takes half a surrogate pair. Pure."""

import json
import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, NoReturn

MOST_ID = 2**31 - 1  # the largest id a column holds
SHORT, LONG = 100, 2000  # characters a column holds: names and codes; links and sentences
LONGEST_LOGIN = 255  # characters
LONGEST_KEY = 3 * LONGEST_LOGIN  # of a login's key: its letters may come apart into three
_DEEPEST = (
    100  # levels of JSON: far more than anybody means, far fewer than what handles it later can go down
)
_STRING, _BRACKET = re.compile(r'"(?:[^"\\]|\\.)*+"?'), re.compile(r"[][{}]")
_BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0\u2800\ufe0e\ufe0f")
"""Characters that draw nothing, though Unicode calls them letters or marks."""
_DRAWN = frozenset("\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd")
"""Characters that are drawn, though Unicode calls them formats."""
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


@lru_cache(maxsize=4096)
def draws_nothing(char: str) -> bool:
    """Whether a character is a format, a direction or a filler that nobody sees. A blank is seen."""
    return char in _BLANK or (unicodedata.category(char) == "Cf" and char not in _DRAWN)


@lru_cache(maxsize=4096)
def is_dash(char: str) -> bool:
    """Whether it is a hyphen, a dash or a minus sign of any kind."""
    return unicodedata.category(char) == "Pd" or char in "\u2212\u2043\u02d7"


@lru_cache(maxsize=4096)
def narrowed(char: str) -> str:
    """The ordinary form of a full-width or small character, as East Asian keyboards write them.

    >>> narrowed("：") + narrowed("４") + narrowed("é")
    ':4é'
    """
    how, _, code = unicodedata.decomposition(char).partition(" ")
    return chr(int(code, 16)) if how in {"<wide>", "<small>"} else char


def login_key(login: str) -> str:
    """What two spellings of one login have in common: no case, no width, no invisible characters.

    Letters fold one to one, by no language's rules and by no database's: SQLite folds ASCII alone, PostgreSQL by its
    locale, and a full case folding would make ``straße`` and ``strasse`` one account.

    >>> login_key("Ann1@Example.com\u200e"), login_key("STRAẞE") == login_key("straße"), login_key("strasse")
    ('ann1@example.com', True, 'strasse')
    """
    if login.isascii():
        return login.lower()
    seen = (narrowed(char) for char in unicodedata.normalize("NFC", login) if not draws_nothing(char))
    return "".join(map(_one_case, seen))


def _one_case(char: str) -> str:
    return next((one for one in (char.casefold(), char.lower()) if len(one) == 1), char)


def meant(name: str, known: Iterable[str]) -> str:
    """Which of these names was meant by a typed one: itself, else the only one that looks like it, else still itself.

    Case, width, dashes, and markup or quotes around it make no difference.

    >>> meant("“North–America”", ["north-america", "emea"]), meant("apac", ["emea"])
    ('north-america', 'apac')
    """
    names = list(known)
    alike = [one for one in names if _looks(one) == _looks(name)] if name not in names else []
    return alike[0] if len(alike) == 1 else name


def _looks(name: str) -> str:
    plain = "".join("-" if is_dash(char) else char for char in folded(name))
    return plain.strip(_AROUND) or plain


_AROUND = "*_~`'\"‘’‚‛“”„‟«»‹›"


def is_one_line(text: str) -> bool:
    """Whether it has no control characters: a name has one line."""
    return not text or min(text) >= " "


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
