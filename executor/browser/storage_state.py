"""A session as it is kept (a storage state) and as a browser context wants it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from playwright.async_api import StorageState

from executor import sitemap

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


def keepable(state: Mapping[str, Any], site_url: str) -> dict[str, Any]:
    """What is worth keeping of a context's state: all cookies, and the storage of the site itself."""
    kept = _entries(state, "origins")
    origins = [origin for origin in kept if sitemap.belongs(str(origin.get("origin")), site_url)]
    return {"cookies": _entries(state, "cookies"), "origins": origins}


def _entries(state: Mapping[str, Any], key: str) -> list[dict[str, Any]]:
    entries = state.get(key)
    return [entry for entry in entries if isinstance(entry, dict)] if isinstance(entries, list) else []
