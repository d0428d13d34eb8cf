"""A connection to a host through an account's proxy, with the exact reason when there is none.

What is said to the proxy is python-socks's. Here are the connection that it speaks over, which reads an HTTP proxy's
answer to its end (python-socks would leave a rest of it to the browser), and what each of its errors means.
"""

import asyncio
import ssl
from base64 import b64encode
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from python_socks import ProxyError, ProxyType
from python_socks.async_.asyncio.v2 import Proxy

from executor.faults import ProxyFault, SiteFault
from models.domain.proxies import ProxyAddress

_DIGITS = 3  # of a status
_OPEN = b"HTTP/1.1 200 OK\r\n\r\n"
_TLS_LOST = (ssl.SSLError, ConnectionResetError, ConnectionAbortedError)
_MEANS = (  # of python-socks's sentences about SOCKS5: its errors have no codes
    ("authentication failure", "refuses the user name or password.", "proxy_auth"),
    ("authentication method", "asks for a user name and password.", "proxy_auth"),
    ("Invalid reply code", "answered with an unknown code when asked for the site.", "proxy_refused"),
)


@dataclass(frozen=True)
class Link:
    """Two ends of one open connection."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter


async def connect_direct(host: str, port: int) -> Link:
    """Connect without a proxy."""
    try:
        return Link(*await asyncio.open_connection(host, port))
    except OSError as error:
        raise SiteFault(f"{host} cannot be reached.", cause="site_unreachable") from error


async def connect_proxy(proxy: ProxyAddress) -> Link:
    """Connect to the proxy itself."""
    context = ssl.create_default_context() if proxy.scheme == "https" else None
    try:
        return Link(*await asyncio.open_connection(proxy.host, proxy.port, ssl=context))
    except ssl.SSLCertVerificationError as error:
        raise ProxyFault(
            f"{proxy.label} has no valid certificate for its name.", cause="proxy_wrong_kind"
        ) from error
    except OSError as error:
        if context and isinstance(error, _TLS_LOST):
            raise ProxyFault(
                f"{proxy.label} does not use TLS: if it is an HTTP proxy, write http:// before it.",
                cause="proxy_wrong_kind",
            ) from error
        raise ProxyFault(f"{proxy.label} cannot be reached.", cause="proxy_unreachable") from error


async def open_tunnel(proxy: ProxyAddress | None, host: str, port: int) -> Link:
    """A connection that carries bytes to ``host:port`` unchanged."""
    if proxy is None:
        return await connect_direct(host, port)
    way = _Way(proxy)
    kind = ProxyType.SOCKS5 if proxy.scheme == "socks5" else ProxyType.HTTP
    user, password = (_Octets(proxy.username), _Octets(proxy.password)) if proxy.username else (None, None)
    through = Proxy(kind, proxy.host, proxy.port, user, password, rdns=True, forward=way)  # pyright: ignore[reportArgumentType] - the way has what is used of one
    try:
        await through.connect(host, port)
    except ProxyError as error:
        raise _fault(proxy, error) from error
    except UnicodeDecodeError as error:  # in where the proxy says it connects from
        raise _wrong_kind(proxy) from error
    except (asyncio.IncompleteReadError, ConnectionError) as error:
        raise ProxyFault(f"{proxy.label} closed the connection.", cause="proxy_closed") from error
    return way.link


class _Octets(str):
    """A user name or password as python-socks can send it: it takes ASCII and Latin-1, counts characters as bytes, and
    does not offer one that is empty. Here each character is a byte of the UTF-8."""

    __slots__ = ()

    def __new__(cls, text: str) -> "_Octets":
        return super().__new__(cls, text.encode().decode("latin-1"))

    def encode(self, encoding: str = "latin-1", errors: str = "strict") -> bytes:
        del encoding
        return super().encode("latin-1", errors)

    def __bool__(self) -> bool:
        return True


class _Way:
    """The connection to the proxy, as python-socks takes one that another proxy has made, and as its stream."""

    def __init__(self, proxy: ProxyAddress) -> None:
        self._proxy = proxy
        self.link: Link

    async def connect(self, **_: Any) -> "_Way":
        self.link = await connect_proxy(self._proxy)
        return self

    async def write(self, data: bytes) -> None:
        self.link.writer.write(data)
        await self.link.writer.drain()

    async def read(self) -> bytes:
        """The whole answer of an HTTP proxy. Every 2xx opens a tunnel; python-socks knows 200 alone."""
        check_status(self._proxy, await read_status(self._proxy, self.link.reader))
        return _OPEN

    async def read_exactly(self, count: int) -> bytes:
        return await self.link.reader.readexactly(count)

    async def close(self) -> None:
        self.link.writer.close()


def _fault(proxy: ProxyAddress, error: ProxyError) -> ProxyFault:
    """What a SOCKS5 proxy's no means."""
    if error.error_code:
        return ProxyFault(
            f"{proxy.label} answered {error.error_code:d} when asked for the site.", cause="proxy_refused"
        )
    for words, sentence, cause in _MEANS:
        if words in str(error):
            return ProxyFault(f"{proxy.label} {sentence}", cause=cause)
    return _wrong_kind(proxy)


def _wrong_kind(proxy: ProxyAddress) -> ProxyFault:
    kind = "a SOCKS5" if proxy.scheme == "socks5" else "an HTTP"
    return ProxyFault(f"{proxy.label} is not {kind} proxy.", cause="proxy_wrong_kind")


def authorization(proxy: ProxyAddress) -> list[str]:
    """The header line that shows the proxy who asks, if it wants to know."""
    if not proxy.username:
        return []
    pair = f"{proxy.username}:{proxy.password}".encode()
    return [f"Proxy-Authorization: Basic {b64encode(pair).decode()}"]


async def read_status(proxy: ProxyAddress, reader: asyncio.StreamReader) -> int:
    """Read the head of a proxy's answer and return its status."""
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except asyncio.LimitOverrunError as error:
        raise _wrong_kind(proxy) from error
    words = head.split(b"\r\n", 1)[0].split()
    match words:
        case [version, status, *_] if (
            version.startswith(b"HTTP/") and status.isdigit() and len(status) == _DIGITS
        ):
            return int(status)
        case _:
            raise _wrong_kind(proxy)


def check_status(proxy: ProxyAddress, status: int) -> None:
    """Raise what a proxy's status other than 2xx means."""
    if status == HTTPStatus.PROXY_AUTHENTICATION_REQUIRED:
        raise ProxyFault(f"{proxy.label} refuses the user name or password.", cause="proxy_auth")
    if not HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
        raise ProxyFault(f"{proxy.label} answered {status} when asked for the site.", cause="proxy_refused")
