"""A proxy's address, read from a URL, and what is wrong with one. Pure."""

from dataclasses import dataclass, field, replace
from urllib.parse import SplitResult, unquote, urlsplit

from models.domain.addresses import canonical_host
from models.domain.text import is_keepable, is_one_line

_PORTS_END = 65_536
_PORTS = {"http": 8080, "https": 443, "socks5": 1080}
_LONGEST_HOST = 255  # characters
_LONGEST_URL = 2000  # characters
_NO_PROXY = "proxy must be a URL such as http://user:password@host:8080 (http, https or socks5)."
_NO_HOST = "the proxy's host is no host name: each part has 1 to 63 letters, digits or hyphens."
_LONGEST_CREDENTIAL = 255  # bytes: what SOCKS5 can carry


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
        return f"{self.host}:{self.port}"


@dataclass(frozen=True, kw_only=True)
class ProxyTrouble:
    """One thing that is wrong, and what it stopped."""

    cause: str  # the attempt's code, such as ``proxy_unreachable``
    proxy: ProxyAddress | None  # without its password; none: the accounts have no proxy
    tasks: int
    accounts: int
    logins: tuple[str, ...]  # the first of them


def parse_proxy(url: str) -> ProxyAddress:
    """Read ``scheme://[user:password@]host[:port]``; raise ValueError with a sentence that repeats nothing of it."""
    if len(url) > _LONGEST_URL:  # no host and credentials that are allowed need so many
        raise ValueError(f"proxy may have {_LONGEST_URL} characters; this has {len(url)}.")
    parts, port = _split(url.strip())
    if not is_one_line(url.strip()):  # of which urlsplit drops the line ends
        raise ValueError(_NO_PROXY)
    if parts.scheme not in _PORTS or not parts.hostname or not port:
        raise ValueError(_NO_PROXY)
    if parts.path.strip("/") or parts.query or parts.fragment:
        raise ValueError("the proxy's URL must end after its port.")
    user, password = _decoded(parts.username), _decoded(parts.password)
    address = ProxyAddress(
        scheme=parts.scheme, host=parts.hostname, port=port, username=user, password=password
    )
    if why := refusal(address):
        raise ValueError(why)
    return replace(address, host=canonical_host(address.host))


def refusal(proxy: ProxyAddress) -> str:
    """Why nobody can connect to an address, or give it its user name and password; empty when it can be tried.

    The one set of limits: an import asks it of what comes in, a worker of what is stored.
    """
    user, password = (text.encode(errors="replace") for text in (proxy.username, proxy.password))
    if proxy.scheme not in _PORTS or not 0 < proxy.port < _PORTS_END:
        return _NO_PROXY
    if len(proxy.host) > _LONGEST_HOST or not is_one_line(proxy.host + proxy.username):
        return f"the proxy's host and user name may have {_LONGEST_HOST} characters, and no line ends."
    if max(len(user), len(password)) > _LONGEST_CREDENTIAL:
        return f"the proxy's user name and password may have {_LONGEST_CREDENTIAL} bytes each."
    if not is_keepable(proxy.username + proxy.password) or (password and not user):
        return "the proxy's user name and password must both be text; a password needs a user name."
    if ":" in proxy.username and proxy.scheme != "socks5":
        return "the proxy's user name may have no colon: http ends it there."
    return "" if _is_host(proxy.host) else _NO_HOST


def _split(url: str) -> tuple[SplitResult, int]:
    """The parts, and the port that is named or usual."""
    try:
        parts = urlsplit(url)
        return parts, _PORTS.get(parts.scheme, 0) if parts.port is None else parts.port
    except ValueError:
        raise ValueError(_NO_PROXY) from None  # the cause may quote the password


def _is_host(name: str) -> bool:
    try:
        canonical_host(name)
    except ValueError:
        return False
    return True


def _decoded(text: str | None) -> str:
    try:
        return unquote(text or "", errors="strict")
    except ValueError:
        raise ValueError("the proxy's user name and password must be UTF-8 in their percent codes.") from None
