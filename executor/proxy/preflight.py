"""Whether an account's proxy serves the site, asked before a browser is opened for it."""

import asyncio
from http import HTTPStatus
from typing import Literal
from urllib.parse import SplitResult, urlsplit

from executor.faults import ProxyFault
from executor.proxy.tunnel import authorization, check_status, connect_proxy, open_tunnel, read_status
from models.domain.proxies import ProxyAddress, refusal

Route = Literal["tunnel", "forward"]
"""How plain http goes through a proxy: in a tunnel, or request by request, as some proxies insist."""

_PLAIN = (
    " over TLS: if it is an HTTP proxy, write http:// before it"  # which waits for a line that never comes
)
_SITE_PORTS = {"http": 80, "https": 443}
_MAY_STILL_FORWARD = frozenset({"proxy_refused", "proxy_closed"})
_CANNOT_REACH = frozenset(
    {HTTPStatus.BAD_GATEWAY, HTTPStatus.SERVICE_UNAVAILABLE, HTTPStatus.GATEWAY_TIMEOUT}
)


def site_address(site_url: str) -> tuple[str, int]:
    """Host and port of a URL, the scheme's usual port when it names none."""
    parts = urlsplit(site_url)
    return parts.hostname or "", parts.port or _SITE_PORTS.get(parts.scheme, 443)


async def check_proxy(proxy: ProxyAddress, site_url: str, *, limit: float) -> Route:
    """Connect through ``proxy`` to the site; return the route that works or raise a final ProxyFault."""
    if why := refusal(proxy):
        raise ProxyFault(f"the stored address cannot be used: {why}", cause="proxy_unusable", retryable=False)
    try:
        async with asyncio.timeout(limit):
            return await _find_route(proxy, urlsplit(site_url))
    except ProxyFault as fault:
        fault.retryable = False  # a fresh browser would meet the same proxy
        raise
    except TimeoutError as error:
        sentence = (
            f"{proxy.label} does not answer within {limit:g} s{_PLAIN if proxy.scheme == 'https' else ''}."
        )
        raise ProxyFault(sentence, cause="proxy_timeout", retryable=False) from error


async def _find_route(proxy: ProxyAddress, site: SplitResult) -> Route:
    try:
        link = await open_tunnel(proxy, *site_address(site.geturl()))
    except ProxyFault as fault:
        may_forward = site.scheme == "http" and proxy.scheme != "socks5"
        if not may_forward or fault.cause not in _MAY_STILL_FORWARD:
            raise
        await _check_forwarding(proxy, site)
        return "forward"
    link.writer.close()
    return "tunnel"


async def _check_forwarding(proxy: ProxyAddress, site: SplitResult) -> None:
    link = await connect_proxy(proxy)
    try:
        lines = [f"HEAD {site.scheme}://{site.netloc}/ HTTP/1.1", f"Host: {site.netloc}", "Connection: close"]
        link.writer.write("\r\n".join([*lines, *authorization(proxy), "", ""]).encode("latin-1"))
        status = await read_status(proxy, link.reader)
    except (asyncio.IncompleteReadError, ConnectionError) as error:
        raise ProxyFault(f"{proxy.label} closed the connection.", cause="proxy_closed") from error
    finally:
        link.writer.close()
    if status in _CANNOT_REACH or status == HTTPStatus.PROXY_AUTHENTICATION_REQUIRED:
        check_status(proxy, status)
