"""How a proxy is written: one grammar for the import, the form and the command line. Pure.

::

    proxy  = scheme "://" [user [":" password] "@"] place ["/"]     percent codes, as in a URL
           | [type ":"] place [":" user ":" password]               every other form: each character is itself
           | user [":" password] "@" place
           | place "@" user ":" password
    place  = (name | IPv4 | "[" IPv6 "]") ":" port

A password may have any character. So a text can be read in several ways, as ``a.example:80@b.example:90``: each way is
tried, and what leaves two that may be meant is refused. What another reader would take for another host is, too.
"""

import re
from collections.abc import Iterator
from ipaddress import IPv6Address
from typing import NamedTuple, NoReturn
from urllib.parse import unquote

from models.domain.addresses import canonical_host
from models.domain.proxies.address import (
    FORM,
    LONGEST_HOST,
    NO_HOST,
    PORTS_END,
    TOO_LONG,
    ProxyAddress,
    refusal,
)
from models.domain.text import is_one_line

_SCHEMES = {
    "http": "http",
    "https": "https",
    "socks5": "socks5",
    "socks5h": "socks5",
}  # names are the proxy's to look up
_OTHERS = frozenset({"socks", "socks4", "socks4a"})
_LONGEST = 16_000  # characters: a password whose every byte is a percent code
_URL = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*)://(.*)")
_PLACE = re.compile(r"(?P<host>\[[^\[\]]*\]|[^:\[\]]*)(?::(?P<port>[^:]*))?")
_COLONS = re.compile(r"(?P<place>(?:\[[^\[\]]*\]|[^:\[\]]*):[0-9]+)(?::(?P<user>[^:]*):(?P<password>.*))?")
_LAST = re.compile(r".*:(?P<place>[^:@]+:[0-9]+)")
_START = re.compile(r"(\[[^\[\]]*\]|[^:]*)(:[^:]*)?")
_AFTER = re.compile(r"([0-9]+([:@].*)?)?")
_MOST_GROUPS = 9  # of an IPv6 address: eight, and an empty one before a ``::``
_PORT = re.compile(r"[0-9]{1,5}")
_ENDS = re.compile(r"[/?#\\]")  # where a URL's host is over, for whoever reads it
_NO_PORT = "it has no port"
_PATH = "it must end after its port"
_BLANK = "there is a space in its host or port"
_BRACKETS = "an IPv6 address needs brackets, as in [2001:db8::7]:1080"
_TWO_WAYS = "it can be read in two ways"
_TURNED = "user and password stand before the host: write user:password@host:port"
_SOCKS4 = (
    "the proxy's type is SOCKS4, which has no passwords and is not supported. Use the provider's SOCKS5 or HTTP "
    "address, such as socks5://user:password@host:1080."
)
_CODES = "a / ? or # before the @ must be written %2F, %3F or %23: it can be read in two ways"


class _Reading(NamedTuple):
    host: str
    port: int
    user: str
    password: str
    scheme: str = "http"

    @property
    def is_plain(self) -> bool:
        """Whether the host can be nothing but a host: an IP address, or a name with a dot."""
        return "." in self.host.strip(".") or ":" in self.host or self.host == "localhost"


def parse_proxy(text: str) -> ProxyAddress:
    """The proxy of any form; raise ValueError with a sentence that repeats nothing of it, and says what to write."""
    if len(text) > _LONGEST:
        raise ValueError(f"proxy can have up to {_LONGEST} characters; this one has {len(text)}.")
    text = text.strip()
    if not is_one_line(text):
        _refuse("it has a line break or another control character")
    url = _URL.fullmatch(text)
    reading = _url(_scheme(url[1]), url[2]) if url else _bare(text)
    address = ProxyAddress(
        scheme=reading.scheme,
        host=reading.host,
        port=reading.port,
        username=reading.user,
        password=reading.password,
    )
    if why := refusal(address):
        raise ValueError(why)
    return address


def _refuse(why: str) -> NoReturn:
    raise ValueError(f"{FORM}: {why}.")


def _scheme(word: str) -> str:
    word = word.lower()
    if word.startswith("socks4"):
        raise ValueError(_SOCKS4)
    if word not in _SCHEMES:
        _refuse("its type is none of these")
    return _SCHEMES[word]


def _url(scheme: str, rest: str) -> _Reading:
    rest = rest.removesuffix("/")
    credentials, _, place = rest.rpartition("@")
    host, port = _place(place)
    before, *after = _ENDS.split(credentials, maxsplit=1)
    if after and _could_be_place(before.rpartition("@")[2]):
        _refuse(_CODES)
    user, _, password = credentials.partition(":")
    return _Reading(host, port, _decoded(user), _decoded(password), scheme)


def _could_be_place(text: str) -> bool:
    """Whether it is a host beyond doubt, with or without a port."""
    try:
        host, port = _place(text if ":" in text.rpartition("]")[2] else f"{text}:1")
    except ValueError:
        return False
    return _Reading(host, port, "", "").is_plain


def _bare(text: str) -> _Reading:
    first, _, rest = text.partition(":")
    if first.lower() not in _SCHEMES.keys() | _OTHERS:
        return _untyped(text)
    scheme = _scheme(first)
    if (reading := next(_from_colons(rest), None)) and reading == _untyped(rest):
        return reading._replace(scheme=scheme)
    _refuse("write host:port or host:port:user:password after its type")


def _untyped(text: str) -> _Reading:
    if _has_bare_ipv6(text.rpartition("@")[2]) or _has_bare_ipv6(text):
        _refuse(_BRACKETS)
    colons, before, behind = (next(way(text), None) for way in (_from_colons, _host_first, _host_last))
    readings = {reading for reading in (colons, before, behind) if reading}
    if not readings:
        _say_why(text)
    if colons and colons.user and _may_be_turned(colons, text):
        _refuse(_TWO_WAYS)
    if len(readings) > 1:
        _refuse(_TWO_WAYS)
    return readings.pop()


def _may_be_turned(reading: _Reading, text: str) -> bool:
    """Whether ``host:port:user:password`` may be ``user:password:host:port``."""
    turned = _LAST.fullmatch(text)
    other = _try(turned["place"]) if turned else None
    return other is not None and (_Reading(*other, "", "").is_plain or not reading.is_plain)


def _from_colons(text: str) -> Iterator[_Reading]:
    if (match := _COLONS.fullmatch(text)) and (place := _try(match["place"])):
        yield _Reading(*place, match["user"] or "", match["password"] or "")


def _host_first(text: str) -> Iterator[_Reading]:
    place, _, credentials = text.partition("@")
    user, colon, password = credentials.partition(":")
    if colon and (found := _try(place)):
        yield _Reading(*found, user, password)


def _host_last(text: str) -> Iterator[_Reading]:
    credentials, at, place = text.rpartition("@")
    user, _, password = credentials.partition(":")
    if at and (found := _try(place)):
        yield _Reading(*found, user, password)


def _say_why(text: str) -> NoReturn:
    turned = _LAST.fullmatch(text)
    if turned and text.count(":") > 2 and _try(turned["place"]):  # noqa: PLR2004 - user:password:host:port
        _refuse(_TURNED)
    start = _START.match(text)
    _place(text.rpartition("@")[2] if "@" in text else start[0] if start else text)
    _refuse("its user or its password is missing")


def _try(text: str) -> tuple[str, int] | None:
    try:
        return _place(text)
    except ValueError:
        return None


def _place(text: str) -> tuple[str, int]:
    """Host and port; raise ValueError with what is wrong."""
    if _ENDS.search(text):
        _refuse(_PATH)
    if any(char.isspace() for char in text):
        _refuse(_BLANK)
    match = _PLACE.fullmatch(text)
    if match is None:
        _refuse(_BRACKETS if _has_bare_ipv6(text) else "only a port can follow its host")
    if not match["host"]:
        _refuse("it has no host")
    if not match["port"]:
        _refuse(_NO_PORT)
    if not _PORT.fullmatch(match["port"]) or not 0 < int(match["port"]) < PORTS_END:
        _refuse("its port must be a number from 1 to 65535")
    return _host(match["host"]), int(match["port"])


def _host(text: str) -> str:
    name = text.removeprefix("[").removesuffix("]")
    if len(name) > LONGEST_HOST:
        raise ValueError(TOO_LONG)
    try:
        return str(IPv6Address(canonical_host(name))) if text.startswith("[") else canonical_host(name)
    except ValueError:
        raise ValueError(NO_HOST) from None


def _has_bare_ipv6(text: str) -> bool:
    """Whether it begins with an IPv6 address without brackets, alone or before a port."""
    parts = text.split(":")
    return any(
        _is_ipv6(":".join(parts[:most])) and _AFTER.fullmatch(":".join(parts[most:]))
        for most in range(3, min(len(parts), _MOST_GROUPS) + 1)
    )


def _is_ipv6(text: str) -> bool:
    try:
        return bool(IPv6Address(text))
    except ValueError:
        return False


def _decoded(text: str) -> str:
    try:
        return unquote(text, errors="strict")
    except ValueError:
        raise ValueError("the proxy's user name and password must be UTF-8 in their percent codes.") from None
