"""A map read from its file. What is wrong in it is one sentence with the file, the key and what would do."""

import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from executor.sitemap.controls import nearest
from executor.sitemap.site import SiteMap
from models.domain.errors import BadSiteMap

PRACTICE = Path(__file__).with_name("commons.toml")
"""The map of the practice site."""
_MOST = 1_000_000  # bytes; a map has some ten thousand


def read(path: Path = PRACTICE) -> SiteMap:
    """The map in a file. Raise BadSiteMap when it cannot be used."""
    try:
        with path.open("rb") as file:
            data = file.read(_MOST + 1)
    except OSError as error:
        raise BadSiteMap(f"{path}: it cannot be read: {error.strerror}.") from error
    if len(data) > _MOST:
        raise BadSiteMap(f"{path}: it is larger than {_MOST // 1_000_000} MB, which no map is.")
    return parse(data, path.name)


def parse(data: bytes, name: str) -> SiteMap:
    """The map in a file's bytes; ``name`` is what the file is called."""
    try:
        given = tomllib.loads(data.decode())
    except UnicodeDecodeError:
        raise BadSiteMap(f"{name}: it is not written in UTF-8; save it as UTF-8.") from None
    except tomllib.TOMLDecodeError as error:
        raise BadSiteMap(f"{name}: it is no TOML: {error}.") from None
    try:
        return SiteMap.model_validate(given)
    except ValidationError as error:
        raise BadSiteMap(f"{name}: {_said(error, given)}") from None


@cache
def practice() -> SiteMap:
    """The map of the practice site."""
    return read()


def _said(error: ValidationError, given: Any) -> str:
    """The first mistake, and how many more there are."""
    first, *others = error.errors(include_url=False)
    key = _key(first["loc"], given)
    more = f" ({len(others)} more after it)" if others else ""
    return f"{key}: {_why(first)}{more}" if key else f"{_why(first)}{more}"


def _why(mistake: Any) -> str:
    """In our words."""
    if mistake["type"] == "literal_error":
        known = [one.strip("'") for one in mistake["ctx"]["expected"].replace(" or ", ", ").split(", ")]
        return f"{mistake['input']!r} is not known; {nearest(str(mistake['input']), known)}"
    said: str = mistake["msg"]
    if mistake["type"] == "value_error":
        return said.removeprefix("Value error, ")
    return f"it {said.removeprefix('Input ')}, and it is {mistake['input']!r}."


def _key(place: Sequence[int | str], given: Any) -> str:
    """Where in the file: lines of a list are counted from 1; what stands alone where several may is not counted.

    >>> _key(("login_screens", 1, "press", 0, "role"), {"login_screens": [{}, {"press": {}}]})
    'login_screens[2].press.role'
    """
    key = ""
    for step in place:
        if isinstance(step, str):
            key += f".{step}"
            given = given.get(step) if isinstance(given, dict) else None
        elif isinstance(given, list):
            key += f"[{step + 1}]"
            given = given[step] if step < len(given) else None
    return key.removeprefix(".")
