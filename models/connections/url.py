"""The parts of a server's URL, read in one way. What two programs read in two ways is refused, with the remedy.

libpq, asyncpg, redis-py and ``urllib`` disagree about a raw ``@``, ``/``, ``?`` or ``#`` in a password: one of them
takes the rest of it for a host. No sentence here repeats anything of the URL but words that are known.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from ipaddress import ip_address
from urllib.parse import quote, unquote_to_bytes

from models.domain.errors import BadURL

SIGNS = (
    "In its user name, its password and its parameters write % as %25, @ as %40, / as %2F, ? as %3F, # as %23, "
    "& as %26 and a space as %20."
)
SECRET = frozenset({"password", "sslpassword", "ssl_password", "sentinel_password"})
"""Parameters whose values are shown to nobody."""
PORTS = range(1, 65536)

_HIDDEN = "***"
_LONE_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})|%00")
_HOST = re.compile(r"[\w.-]+")
_BRACKETS = re.compile(r"\[([^\]]*)\](?::(.*))?")
_MOST_DIGITS = 12


@dataclass(frozen=True, kw_only=True)
class ServerURL:
    """A URL taken apart, everything decoded."""

    scheme: str
    user: str = ""
    password: str = field(default="", repr=False)
    hosts: tuple[tuple[str, int | None], ...] = ()  # with their ports, as far as they are given
    path: str = ""  # without its first slash
    parameters: Mapping[str, str] = field(default_factory=dict[str, str], repr=False)

    def __str__(self) -> str:
        """As a URL, with ``***`` for each password."""
        user = quote(self.user, safe="") + (f":{_HIDDEN}" if self.password else "")
        hosts = ",".join(_written(host, port) for host, port in self.hosts)
        pairs = [
            f"{name}={_HIDDEN if name in SECRET else quote(value, safe='/,:')}"
            for name, value in self.parameters.items()
        ]
        start = f"{self.scheme}://{user}{'@' if user else ''}{hosts}"
        return (
            start + (f"/{quote(self.path)}" if self.path else "") + (f"?{'&'.join(pairs)}" if pairs else "")
        )

    @property
    def secrets(self) -> frozenset[str]:
        """The passwords in it, as they are and as they may have been written."""
        plain = {self.password, *(value for name, value in self.parameters.items() if name in SECRET)} - {""}
        return frozenset(plain | {quote(one, safe="") for one in plain})


def split(url: str) -> ServerURL:
    """Take a server's URL apart. Raise BadURL where it can be read in two ways."""
    if any(sign == " " or not sign.isprintable() for sign in url):
        raise BadURL(f"it has a space, a line break or an invisible character. {SIGNS}")
    scheme, _, rest = url.partition("://")
    head, _, query = rest.partition("?")
    authority, _, path = head.partition("/")
    user_part, has_user, hosts = authority.rpartition("@")
    if "#" in rest or "@" in user_part or "@" in path or ("@" in query and not has_user):
        raise BadURL(f"it can be read in two ways. {SIGNS}")
    user, _, password = user_part.partition(":")
    return ServerURL(
        scheme=scheme,
        user=_decoded(user),
        password=_decoded(password),
        hosts=tuple(host_and_port(one) for one in hosts.split(",")) if hosts else (),
        path=_decoded(path),
        parameters=parameters(query),
    )


def parameters(query: str) -> dict[str, str]:
    """What follows the ``?``. A ``+`` is a plus, as in libpq. Raise BadURL."""
    found: dict[str, str] = {}
    for pair in query.split("&") if query else ():
        name, is_pair, value = (_decoded(part) for part in pair.partition("="))
        if not name or not is_pair:
            raise BadURL(f"what follows its ? must be name=value, joined with &. {SIGNS}")
        if name in found:
            raise BadURL("one of its parameters is given twice.")
        found[name] = value
    return found


def only_known(given: Collection[str], known: Collection[str]) -> None:
    """Raise BadURL for a parameter that is none, by its place: its name may be a part of a password."""
    for place, name in enumerate(given, start=1):
        if name not in known:
            near = get_close_matches(name, known, n=1, cutoff=0.75)
            meant = f" Do you mean {near[0]}?" if near else f" It may have {', '.join(sorted(known))}."
            raise BadURL(f"parameter {place} after its ? is unknown.{meant}")


def one_of(name: str, value: str, choices: Collection[str]) -> str:
    """The value of a parameter that takes a few words only. Raise BadURL."""
    if value not in choices:
        raise BadURL(f"{name} must be {' or '.join(choices)}.")
    return value


def whole_number(name: str, value: str, allowed: range) -> int:
    """The value of a parameter that counts something. Raise BadURL."""
    if not _is_number(value, allowed):
        raise BadURL(f"{name} must be a whole number from {allowed.start} to {allowed.stop - 1}.")
    return int(value)


def host_and_port(written: str) -> tuple[str, int | None]:
    """One host, with its port if it has one; a path where it is a folder of a socket. Raise BadURL."""
    if match := _BRACKETS.fullmatch(written):
        return _address(match[1]), _port(match[2])
    if written.lower().startswith("%2f") or written.startswith("/"):
        folder, _, port = written.partition(":")
        return _decoded(folder), _port(port or None)
    host, _, port = written.partition(":")
    if ":" in port:
        raise BadURL(f"put an IPv6 address in [brackets]. {SIGNS}")
    try:
        is_name = bool(_HOST.fullmatch(host)) and bool(host.encode("idna"))
    except UnicodeError:
        is_name = False
    if not is_name:
        raise BadURL(f"its host name is not valid. {SIGNS}")
    return host, _port(port or None)


def _address(text: str) -> str:
    try:
        return str(ip_address(_decoded(text)))
    except ValueError:
        raise BadURL("what is in [brackets] is not an IPv6 address.") from None


def _port(text: str | None) -> int | None:
    if text is None:
        return None
    if not _is_number(text, PORTS):
        raise BadURL(f"its port must be a number from 1 to 65535. {SIGNS}")
    return int(text)


def _is_number(text: str, allowed: range) -> bool:
    """Python itself would also take the digits of other scripts, and thousands of them for minutes."""
    return text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS and int(text) in allowed


def _decoded(text: str) -> str:
    if _LONE_PERCENT.search(text):
        raise BadURL(f"a % in it is not part of a code such as %40. {SIGNS}")
    try:
        return unquote_to_bytes(text).decode()
    except UnicodeDecodeError:
        raise BadURL("what is percent-encoded in it must be UTF-8.") from None


def _written(host: str, port: int | None) -> str:
    name = quote(host, safe="") if host.startswith("/") else f"[{host}]" if ":" in host else host
    return name if port is None else f"{name}:{port}"
