"""A session as it is kept (a storage state) and as a browser context wants it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import urlsplit

import structlog
from playwright.async_api import BrowserContext, Error, StorageState

from executor import limits
from models.domain.addresses import within

log = structlog.get_logger(__name__)

# Local storage goes in by a script, since the browser's own way opens a page for every origin. Only what is missing
# is set, so that a later screen's own changes stand.
_RESTORE = """(kept => {
  try {
    for (const {name, value} of kept[location.origin] || [])
      if (localStorage.getItem(name) === null) localStorage.setItem(name, value);
  } catch (denied) { /* a frame without storage of its own */ }
})(%s)"""


@dataclass(frozen=True, kw_only=True)
class Loadable:
    """What a new context is given: the cookies, and a script that brings the local storage back."""

    state: StorageState | None = None
    script: str | None = None


def loadable(session: Mapping[str, Any] | None) -> Loadable:
    """Split a kept session. Cookies stay word for word: fields unknown here may matter to the browser."""
    if not session:
        return Loadable()
    cookies = [entry for entry in _entries(session, "cookies") if entry.get("name")]
    stores = {
        str(origin["origin"]): origin["localStorage"]
        for origin in _entries(session, "origins")
        if origin.get("origin") and origin.get("localStorage")
    }
    state = cast("StorageState", {"cookies": cookies, "origins": []})
    return Loadable(state=state, script=_RESTORE % json.dumps(stores) if stores else None)


async def add_cookies(context: BrowserContext, cookies: Sequence[Any]) -> int:
    """Give a context its cookies; return how many the browser refuses. A bad one costs itself alone.

    The browser refuses all of them together, so they are halved until the bad ones stand alone.
    """
    if not cookies:
        return 0
    try:
        await context.add_cookies(cookies)
    except Error as error:
        if error.name == "TargetClosedError":
            raise
        if len(cookies) == 1:
            return 1
        half = len(cookies) // 2
        return await add_cookies(context, cookies[:half]) + await add_cookies(context, cookies[half:])
    return 0


def keepable(state: Mapping[str, Any], site_url: str) -> dict[str, Any]:
    """What is worth keeping of a context's state: all cookies, and the storage of the site itself.

    A site may store any amount. Beyond ``limits.STATE_CHARS`` the largest storages are left out, and the cookies of
    other sites: a session is sealed, kept and loaded as a whole.
    """
    own = [entry for entry in _entries(state, "origins") if within(str(entry.get("origin")), site_url)]
    cookies = _entries(state, "cookies")
    if _size(cookies) > limits.STATE_CHARS:
        cookies = [cookie for cookie in cookies if _is_of(cookie, site_url)]
    return {"cookies": cookies, "origins": _within(own)}


def _within(origins: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The origins, without the largest ones that are too much together."""
    room, small = limits.STATE_CHARS, list[int]()
    for number in sorted(range(len(origins)), key=lambda number: _size(origins[number])):
        room -= _size(origins[number])
        if room < 0:
            log.warning("storage_left_out", characters=_size(origins[number]))
            break
        small.append(number)
    return [origins[number] for number in sorted(small)]


def _is_of(cookie: Mapping[str, Any], site_url: str) -> bool:
    """Whether the site gets a cookie: it is of the site's host, or of one above or below it."""
    domain, host = str(cookie.get("domain", "")).lstrip("."), urlsplit(site_url).hostname or ""
    return bool(domain) and (f".{host}".endswith(f".{domain}") or domain.endswith(f".{host}"))


def _size(part: Any) -> int:
    """How many characters it has; those of names and values alone."""
    if isinstance(part, str):
        return len(part)
    if isinstance(part, dict):
        return sum(map(_size, cast("dict[str, Any]", part).values()))
    return sum(map(_size, cast("list[Any]", part))) if isinstance(part, list) else 0


def _entries(state: Mapping[str, Any], key: str) -> list[dict[str, Any]]:
    entries = state.get(key)
    return [entry for entry in entries if isinstance(entry, dict)] if isinstance(entries, list) else []
