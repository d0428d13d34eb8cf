"""A proxy's address, read from a URL, and what is wrong with one. Pure."""

from dataclasses import dataclass, field
from urllib.parse import SplitResult, unquote, urlsplit

from models.domain.text import is_one_line

_PORTS = {"http": 8080, "https": 443, "socks5": 1080}
_LONGEST_HOST = 255  # characters
_LONGEST_URL = 2000  # characters
_NO_PROXY = "proxy must be a URL such as http://user:password@host:8080 (http, https or socks5)."
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
    if parts.scheme not in _PORTS or not parts.hostname or not port:
        raise ValueError(_NO_PROXY)
    if parts.path.strip("/") or parts.query or parts.fragment:
        raise ValueError("the proxy's URL must end after its port.")
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    if len(parts.hostname) > _LONGEST_HOST or not is_one_line(parts.hostname + user):
        raise ValueError(
            f"the proxy's host and user name may have {_LONGEST_HOST} characters, and no line ends."
        )
    if max(len(user.encode()), len(password.encode())) > _LONGEST_CREDENTIAL:
        raise ValueError(f"the proxy's user name and password may have {_LONGEST_CREDENTIAL} bytes each.")
    return ProxyAddress(scheme=parts.scheme, host=parts.hostname, port=port, username=user, password=password)


def _split(url: str) -> tuple[SplitResult, int]:
    """The parts, and the port that is named or usual."""
    try:
        parts = urlsplit(url)
        return parts, _PORTS.get(parts.scheme, 0) if parts.port is None else parts.port
    except ValueError:
        raise ValueError(_NO_PROXY) from None  # the cause may quote the password
