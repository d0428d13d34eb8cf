"""A proxy's address, and the limits it has to keep to be used. How one is read from text is ``grammar``'s. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import quote

from models.domain.addresses import canonical_host
from models.domain.text import is_keepable, is_one_line

PORTS_END = 65_536
LONGEST_HOST = 255  # characters
_LONGEST_USER = 255  # bytes: the table's column, and SOCKS5
_LONGEST_PASSWORD = {  # bytes
    "http": 4000,  # a token; with the rest in base64 still within the 8 kB that servers take as a head
    "https": 4000,
    "socks5": 255,  # its length is one byte
}
FORM = "proxy must be a URL such as http://user:password@host:8080 (http, https or socks5), or host:port:user:password"
TOO_LONG = f"the proxy's host and user name can have up to {LONGEST_HOST} characters, and no line breaks."
NO_HOST = (
    "the proxy's host is not a host name or IP address: each part has 1 to 63 letters, digits or hyphens."
)


@dataclass(frozen=True, kw_only=True)
class ProxyAddress:
    """One proxy. Its password never shows: neither in ``repr`` nor in ``label``."""

    scheme: str  # http, https, socks5
    host: str
    port: int
    username: str = field(default="", repr=False)
    password: str = field(default="", repr=False)

    @property
    def label(self) -> str:
        """``host:port``, what people and logs may see."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{host}:{self.port}"

    @property
    def url(self) -> str:
        """The address as a URL without its password, to be read again as the same.

        >>> ProxyAddress(scheme="socks5", host="::1", port=1080, username="a:b").url
        'socks5://a%3Ab@[::1]:1080'
        """
        return f"{self.scheme}://{quote(self.username, safe='')}{'@' if self.username else ''}{self.label}"


@dataclass(frozen=True, kw_only=True)
class ProxyTrouble:
    """One thing that is wrong, and what it stopped."""

    cause: str  # the attempt's code, such as ``proxy_unreachable``
    proxy: ProxyAddress | None  # without its password; none: the accounts have no proxy
    tasks: int
    accounts: int
    logins: tuple[str, ...]  # the first of them


def refusal(proxy: ProxyAddress) -> str:
    """Why nobody can connect to an address, or give it its user name and password; empty when it can be tried.

    The one set of limits: an import asks it of what comes in, a worker of what is stored.
    """
    return next(_objections(proxy), "")


def _objections(proxy: ProxyAddress) -> Iterator[str]:
    user, password = (text.encode(errors="replace") for text in (proxy.username, proxy.password))
    longest = _LONGEST_PASSWORD.get(proxy.scheme, 0)
    if not longest or not 0 < proxy.port < PORTS_END:
        yield f"{FORM}."
    if len(proxy.host) > LONGEST_HOST or not is_one_line(proxy.host + proxy.username):
        yield TOO_LONG
    if len(user) > _LONGEST_USER:
        yield f"the proxy's user name can have up to {_LONGEST_USER} bytes; this one has {len(user)}."
    if len(password) > longest:
        yield f"the proxy's password can have up to {longest} bytes with {proxy.scheme}; this one has {len(password)}."
    if not is_keepable(proxy.username + proxy.password) or (password and not user):
        yield "the proxy's user name and password must both be text; a password needs a user name."
    if ":" in proxy.username and proxy.scheme != "socks5":
        yield "the proxy's user name cannot have a colon with http."
    if not _is_host(proxy.host):
        yield NO_HOST


def _is_host(name: str) -> bool:
    try:
        canonical_host(name)
    except ValueError:
        return False
    return True
