"""One cookie of any tool's export, as Playwright's storage state has it. Pure.

A ValueError's sentence names the cookie and the field, never a value.
"""

from collections.abc import Mapping
from typing import Any

from models.domain.addresses import canonical_host
from models.domain.sessions.moments import seconds
from models.domain.text import is_keepable, is_one_line

_LONGEST = 4096  # bytes of a name and its value together: a browser takes no more
_SHOWN = 50  # characters of a name that a sentence repeats
_SAME_SITE = {"strict": "Strict", "lax": "Lax", "none": "None", "no_restriction": "None"}
_YES = frozenset({"true", "1", "yes"})
_EXPIRY = ("expires", "expirationDate", "expiry", "expiration", "expires_utc")

Entry = Mapping[str, Any]


def shown(name: object) -> str:
    """A cookie's name as a sentence may have it."""
    return "".join(char for char in str(name)[:_SHOWN] if char.isprintable()) or "without a name"


def normalised(entry: Entry, host: str) -> tuple[dict[str, Any], str]:
    """The cookie, and a remark on what was changed of it; ``host`` is that of a cookie that names none.

    Raise ValueError with a sentence for one that no browser takes.
    """
    name, value = entry.get("name"), entry.get("value")
    if not isinstance(name, str) or not name:
        raise ValueError("a cookie has no name")
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        value = str(value)  # numbers that a tool wrote without quotes
    if not isinstance(value, str):
        raise ValueError(f"the cookie {shown(name)} has a value that is not text")
    _check_text(name, value)
    domain, is_secure = _domain(entry, name, host), _is_yes(entry.get("secure"))
    path = entry.get("path")
    same_site, remark = _same_site(entry.get("sameSite", entry.get("samesite")), name, secure=is_secure)
    cookie = {
        "name": name,
        "value": value,
        "domain": domain,
        "path": path if isinstance(path, str) and path.startswith("/") else "/",
        "expires": _expires(entry, name),
        "httpOnly": _is_yes(entry.get("httpOnly", entry.get("httponly"))),
        "secure": is_secure,
        "sameSite": same_site,
    }
    _check_prefix(cookie)
    return cookie | _partition(entry.get("partitionKey")), remark


def _check_text(name: str, value: str) -> None:
    if (
        not is_one_line(name + value)
        or not is_keepable(name + value)
        or set(name) & set("=; \x7f")
        or ";" in value
    ):
        raise ValueError(f"the cookie {shown(name)} has characters that a cookie cannot have")
    if len((name + value).encode()) > _LONGEST:
        raise ValueError(f"the cookie {shown(name)} is longer than {_LONGEST} bytes, which browsers refuse")


def _domain(entry: Entry, name: str, host: str) -> str:
    """Its domain; with a leading dot when hosts below get it too."""
    given = entry.get("domain") or entry.get("host") or entry.get("url") or host
    text = given.strip() if isinstance(given, str) else ""
    if "://" in text:
        text = text.partition("://")[2].partition("/")[0].rpartition("@")[2]
    text, is_wide = text.rstrip("/"), text.startswith(".")
    bare = text.lstrip(".")
    if not bare.startswith("["):
        bare = bare.partition(":")[0] if bare.count(":") == 1 else bare
    try:
        bare = canonical_host(bare.strip("[]"))
    except ValueError:
        raise ValueError(f"the cookie {shown(name)} has a domain that is not a host name") from None
    is_wide = is_wide or (entry.get("hostOnly") is False and not _is_address(bare))
    return f".{bare}" if is_wide and not _is_address(bare) else bare


def _is_address(host: str) -> bool:
    return ":" in host or host.replace(".", "").isdigit()


def _expires(entry: Entry, name: str) -> float:
    """Seconds since 1970; -1 for a cookie that ends with the browser."""
    if _is_yes(entry.get("session")):
        return -1
    given = next((entry[key] for key in _EXPIRY if entry.get(key) is not None), None)
    try:
        return seconds(given)
    except ValueError:
        raise ValueError(f"the cookie {shown(name)} has an expiry that is not a time") from None


def _same_site(given: object, name: str, *, secure: bool) -> tuple[str, str]:
    """What a browser takes where nothing is said is Lax."""
    word = _SAME_SITE.get(given.strip().lower() if isinstance(given, str) else "", "Lax")
    if word == "None" and not secure:
        return (
            "Lax",
            f"the cookie {shown(name)} has sameSite None without secure, which browsers refuse; Bellhop takes it as Lax",
        )
    return word, ""


def _partition(key: object) -> dict[str, Any]:
    """Playwright has its site as text, Chromium and extensions have an object."""
    if isinstance(key, str):
        return {"partitionKey": key} if key else {}
    if not isinstance(key, Mapping):
        return {}
    site = key.get("topLevelSite")
    if not isinstance(site, str) or not site:
        return {}
    crossed = {"_crHasCrossSiteAncestor": True} if key.get("hasCrossSiteAncestor") is True else {}
    return {"partitionKey": site} | crossed


def _check_prefix(cookie: Mapping[str, Any]) -> None:
    name = str(cookie["name"]).lower()
    is_host = name.startswith("__host-")
    if (is_host or name.startswith("__secure-")) and not cookie["secure"]:
        raise ValueError(f"the cookie {shown(cookie['name'])} must be secure because of its name, and is not")
    if is_host and (cookie["path"] != "/" or cookie["domain"].startswith(".")):
        raise ValueError(
            f"the cookie {shown(cookie['name'])} must have one host and the path / because of its name"
        )


def _is_yes(value: object) -> bool:
    return value is True or value == 1 or (isinstance(value, str) and value.strip().lower() in _YES)
