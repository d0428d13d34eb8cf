"""A connection to a host through an account's proxy, with the exact reason when there is none."""

import asyncio
import ssl
from base64 import b64encode
from dataclasses import dataclass
from http import HTTPStatus

from executor.faults import ProxyFault, SiteFault
from executor.proxy import socks
from models.domain.proxies import ProxyAddress

_DIGITS = 3  # of a status


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
    except ssl.SSLError as error:
        raise ProxyFault(f"{proxy.label} does not speak TLS.", cause="proxy_wrong_kind") from error
    except OSError as error:
        raise ProxyFault(f"{proxy.label} cannot be reached.", cause="proxy_unreachable") from error


async def open_tunnel(proxy: ProxyAddress | None, host: str, port: int) -> Link:
    """A connection that carries bytes to ``host:port`` unchanged."""
    if proxy is None:
        return await connect_direct(host, port)
    link = await connect_proxy(proxy)
    try:
        await _ask(proxy, link, host, port)
    except BaseException:
        link.writer.close()
        raise
    return link


async def _ask(proxy: ProxyAddress, link: Link, host: str, port: int) -> None:
    try:
        if proxy.scheme == "socks5":
            await socks.connect(link.reader, link.writer, proxy, (host, port))
        else:
            await _connect(proxy, link, host, port)
    except (asyncio.IncompleteReadError, ConnectionError) as error:
        raise ProxyFault(f"{proxy.label} hung up.", cause="proxy_closed") from error
    except asyncio.LimitOverrunError as error:
        raise ProxyFault(f"{proxy.label} is not an HTTP proxy.", cause="proxy_wrong_kind") from error


async def _connect(proxy: ProxyAddress, link: Link, host: str, port: int) -> None:
    target = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    lines = [f"CONNECT {target} HTTP/1.1", f"Host: {target}", *authorization(proxy)]
    link.writer.write("\r\n".join([*lines, "", ""]).encode("latin-1"))
    await link.writer.drain()
    check_status(proxy, await read_status(proxy, link.reader))


def authorization(proxy: ProxyAddress) -> list[str]:
    """The header line that shows the proxy who asks, if it wants to know."""
    if not proxy.username:
        return []
    pair = f"{proxy.username}:{proxy.password}".encode()
    return [f"Proxy-Authorization: Basic {b64encode(pair).decode()}"]


async def read_status(proxy: ProxyAddress, reader: asyncio.StreamReader) -> int:
    """Read the head of a proxy's answer and return its status."""
    head = await reader.readuntil(b"\r\n\r\n")
    words = head.split(b"\r\n", 1)[0].split()
    match words:
        case [version, status, *_] if (
            version.startswith(b"HTTP/") and status.isdigit() and len(status) == _DIGITS
        ):
            return int(status)
        case _:
            raise ProxyFault(f"{proxy.label} is not an HTTP proxy.", cause="proxy_wrong_kind")


def check_status(proxy: ProxyAddress, status: int) -> None:
    """Raise what a proxy's status other than 2xx means."""
    if status == HTTPStatus.PROXY_AUTHENTICATION_REQUIRED:
        raise ProxyFault(f"{proxy.label} refuses the user name or password.", cause="proxy_auth")
    if not HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
        raise ProxyFault(f"{proxy.label} answers {status} for the site.", cause="proxy_refused")
