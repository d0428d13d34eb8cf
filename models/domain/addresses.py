"""Web addresses, read in one way wherever one is compared or opened. Pure.

What a browser would read in another way than this (a backslash, white space, a user before the host, a number that
stands for a host) is no address here, so that the two never disagree about where an address leads.
"""

import re
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address
from urllib.parse import SplitResult, unquote, urlsplit

import idna

LONGEST_HOST = 253  # characters of a host name; DNS has no longer ones
_PORTS = {"http": 80, "https": 443}
_AMBIGUOUS = re.compile(
    r"[\x00-\x20\x7f]|^[^?#]*\\"
)  # a backslash is a slash, but for a query and a fragment
_LABEL = re.compile(r"[a-z0-9_-]{1,63}")
_NUMBER = re.compile(
    r"[0-9]+|0x[0-9a-f]*"
)  # a last label by which a browser reads the whole host as an IPv4 address
_CODE = "[A-Za-z0-9_-]{1,200}"


@dataclass(frozen=True)
class Origin:
    """Scheme, host and port: what a browser keeps apart as one site."""

    scheme: str  # http, https
    host: str  # as ``canonical_host`` returns it
    port: int

    def __str__(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}" + ("" if self.port == _PORTS[self.scheme] else f":{self.port}")


def origin(url: str) -> Origin | None:
    """The origin of a whole http or https address; None when it is none, or can be read in two ways.

    >>> str(origin("HTTPS://Site.example:443/x")), origin("https://site.example@evil.example/")
    ('https://site.example', None)
    """
    try:
        parts = _split(url)
        port = _PORTS[parts.scheme] if parts.port is None else parts.port
        return Origin(parts.scheme, canonical_host(parts.hostname or ""), port) if port else None
    except (ValueError, KeyError):
        return None


def same_origin(url: str, other: str) -> bool:
    """Whether two addresses have the same scheme, host and port.

    >>> same_origin("https://site.example/a", "https://site.example:443"), same_origin("http://h:1/", "http://h:2/")
    (True, False)
    """
    first = origin(url)
    return first is not None and first == origin(other)


def within(url: str, site_url: str) -> bool:
    """Whether an address is of the site's host or one below it, at the same scheme and port. Nothing is opened by it."""
    there, here = origin(url), origin(site_url)
    if there is None or here is None or (there.scheme, there.port) != (here.scheme, here.port):
        return False
    return there.host == here.host or there.host.endswith(f".{here.host}")


def path_of_form(url: str, form: str) -> str | None:
    """The path of ``url``, decoded once, when it has exactly this form: ``{code}`` stands for letters, digits, - and _.

    None when it has another form. Query and fragment are left out.

    >>> path_of_form("https://h/invitations/AB12?from=mail", "/invitations/{code}")
    '/invitations/AB12'
    >>> path_of_form("https://h/invitations/%2e%2e/account/delete", "/invitations/{code}")
    """
    pattern = re.escape(form).replace(r"\{code\}", _CODE)
    try:
        path = unquote(_split(url).path, errors="strict").removesuffix("/")
    except ValueError:
        return None
    return path if re.fullmatch(pattern, path) else None


def canonical_host(name: str) -> str:
    """A host name or IP address as a browser compares it: lower case, in ASCII. Raise ValueError when it is none."""
    if ":" in name:
        if "%" in name:
            raise ValueError("an address with a zone is none of the network")
        return str(IPv6Address(name))
    if not name.isascii() and len(name) <= LONGEST_HOST:
        name = idna.encode(name, uts46=True).decode()
    name = name.lower()
    labels = name.removesuffix(".").split(".")
    if len(name) > LONGEST_HOST or not all(map(_LABEL.fullmatch, labels)):
        raise ValueError("not a host name")
    return str(IPv4Address(name)) if _NUMBER.fullmatch(labels[-1]) else name


def _split(url: str) -> SplitResult:
    """The parts; ValueError when they could be read in another way."""
    if _AMBIGUOUS.search(url):
        raise ValueError("it has characters that a browser drops or changes")
    parts = urlsplit(url)
    if "@" in parts.netloc:
        raise ValueError("it has a user before the host")
    return parts
