"""The one reader of sessions: any form people bring, as Playwright's storage state. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from models.domain.sessions import cookies as one_cookie
from models.domain.sessions.forms import brought
from models.domain.sessions.storage import origins

LONGEST_SESSION = 1_000_000  # characters; one with its cookies is tens of thousands
MOST_BYTES = 4 * LONGEST_SESSION  # of a session file, in any encoding
_MOST_COOKIES = 3000  # a browser itself keeps no more
_NAMED = 3  # remarks on single cookies; of the others there is the number


@dataclass(frozen=True, kw_only=True)
class Session:
    """A session that a browser takes, and what there is to say of it: sentences without a value."""

    state: dict[str, Any] = field(repr=False)  # Playwright's storage state
    remarks: tuple[str, ...] = ()


def read_session(text: str, *, site_url: str = "") -> Session:
    """Read a session of any form; raise ValueError with a sentence that repeats no value of it.

    ``site_url`` is the address of the site the accounts are of. When it is known, at least one cookie must be the
    site's; the pairs of a Cookie header are taken for the site's own. A bad cookie is left out, and said.
    """
    if len(text) > LONGEST_SESSION:
        raise ValueError(f"session can have up to {LONGEST_SESSION} characters; this one has {len(text)}.")
    given, site = brought(text), urlsplit(site_url).hostname or ""
    if len(given.cookies) > _MOST_COOKIES:
        raise ValueError(
            f"session can have up to {_MOST_COOKIES} cookies; this one has {len(given.cookies)}."
        )
    if given.is_header and not site:
        raise ValueError(
            "session is a Cookie header, which names no site. Set BELLHOP_SITE_URL, or use another form."
        )
    kept, remarks = _kept(given.cookies, given.url or site)
    if not kept:
        why = f" {_sentence(remarks[0])}" if remarks else ""
        raise ValueError(f"session has no cookies that a browser accepts, so it logs nobody in.{why}")
    own = sum(is_of(cookie, site) for cookie in kept) if site else len(kept)
    if not own:
        which = (
            f"none of its {len(kept)} cookies belongs" if len(kept) > 1 else "its one cookie does not belong"
        )
        raise ValueError(f"session is for another site: {which} to {site}.")
    stored, beside = origins(given.origins)
    others = (
        [f"{len(kept) - own} of its {len(kept)} cookies are for other sites than {site}"]
        if own < len(kept)
        else []
    )
    return Session(
        state={"cookies": kept, "origins": stored},
        remarks=tuple(map(_sentence, [*_few(remarks), *beside, *others])),
    )


def is_of(cookie: Mapping[str, Any], host: str) -> bool:
    """Whether a site gets a cookie: it is of the site's host, or of one above or below it."""
    domain = str(cookie.get("domain", "")).lstrip(".")
    return bool(domain) and (f".{host}".endswith(f".{domain}") or domain.endswith(f".{host}"))


def _kept(entries: Sequence[Any], host: str) -> tuple[list[dict[str, Any]], list[str]]:
    """The cookies that a browser takes, the last one of each name, domain and path; and remarks."""
    kept, remarks = dict[tuple[str, ...], dict[str, Any]](), list[str]()
    for entry in entries:
        try:
            cookie, remark = one_cookie.normalised(entry if isinstance(entry, Mapping) else {}, host)
        except ValueError as error:
            remarks.append(f"{error}; it is left out")
            continue
        kept[tuple(str(cookie.get(key)) for key in ("name", "domain", "path", "partitionKey"))] = cookie
        remarks += [remark] if remark else []
    return list(kept.values()), remarks


def _few(remarks: Sequence[str]) -> list[str]:
    more = len(remarks) - _NAMED
    return [*remarks[:_NAMED], *([f"{more} more cookies are changed or left out"] if more > 0 else [])]


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."
