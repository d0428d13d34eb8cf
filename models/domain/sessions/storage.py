"""The storage beside the cookies: what of it can be brought back, and what is left out. Pure."""

from collections.abc import Mapping, Sequence
from typing import Any

from models.domain.addresses import origin as origin_of
from models.domain.text import keepable


def origins(given: Sequence[Any]) -> tuple[list[dict[str, Any]], list[str]]:
    """The origins with their local storage, and what is left out of them."""
    kept, remarks = list[dict[str, Any]](), dict[str, None]()
    for entry in given:
        where = origin_of(str(entry.get("origin"))) if isinstance(entry, Mapping) else None
        if where is None:
            remarks["local storage without a web address is left out"] = None
            continue
        for kind, called in (("indexedDB", "IndexedDB"), ("sessionStorage", "session storage")):
            if entry.get(kind):
                remarks[f"{called} of {where} is left out: a browser cannot restore it"] = None
        kept.append({"origin": str(where), "localStorage": _items(entry.get("localStorage"))})
    return kept, list(remarks)


def _items(given: object) -> list[dict[str, str]]:
    """The items, from Playwright's list of names and values, or from an object."""
    if isinstance(given, Mapping):
        given = [{"name": name, "value": value} for name, value in given.items()]
    entries = [one for one in given if isinstance(one, Mapping)] if isinstance(given, list) else []
    return [
        {"name": keepable(str(one["name"])), "value": keepable(str(one["value"]))}
        for one in entries
        if one.get("name") and isinstance(one.get("value"), (str, int, float))
    ]
