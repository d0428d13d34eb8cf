"""Whether a proxy serves the site."""

import asyncio
from contextlib import AsyncExitStack

import pytest

from executor.faults import ProxyFault
from executor.proxy.preflight import check_proxy
from models.domain.proxies import parse_proxy
from tests.executor.proxy import servers

GOOD = {
    "http": (servers.connect_proxy([]), "http://127.0.0.1:{port}", "tunnel"),
    "http with password": (servers.connect_proxy([], "u:p"), "http://u:p@127.0.0.1:{port}", "tunnel"),
    "http without tunnels": (servers.forward_proxy([]), "http://127.0.0.1:{port}", "forward"),
    "socks5": (servers.socks_proxy([]), "socks5://127.0.0.1:{port}", "tunnel"),
    "socks5 with password": (servers.socks_proxy([], ("u", "p")), "socks5://u:p@127.0.0.1:{port}", "tunnel"),
}


@pytest.mark.parametrize("kind", GOOD)
async def test_a_good_proxy_passes(kind: str) -> None:
    serve, url, route = GOOD[kind]
    page = servers.answering(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
    async with servers.listening(page) as target, servers.listening(serve) as port:
        proxy = parse_proxy(url.format(port=port))

        assert await check_proxy(proxy, f"http://127.0.0.1:{target}/", limit=5) == route


BAD = {
    "nobody listens": (None, "http", "proxy_unreachable"),
    "wants a password": (servers.connect_proxy([], "u:p"), "http", "proxy_auth"),
    "refuses": (servers.answering(b"HTTP/1.1 403 Forbidden\r\n\r\n"), "http", None),
    "cannot reach the site": (
        servers.answering(b"HTTP/1.1 502 Bad Gateway\r\n\r\n"),
        "http",
        "proxy_refused",
    ),
    "is silent": (servers.silent, "http", "proxy_timeout"),
    "hangs up": (servers.hanging_up, "http", "proxy_closed"),
    "speaks no http": (servers.answering(b"220 mail.example.com ESMTP\r\n\r\n"), "http", "proxy_wrong_kind"),
    "says a number without end": (
        servers.answering(b"HTTP/1.1 " + b"2" * 5000 + b" OK\r\n\r\n"),
        "http",
        "proxy_wrong_kind",
    ),
    "speaks no tls": (servers.answering(b"HTTP/1.1 400 Bad Request\r\n\r\n"), "https", "proxy_wrong_kind"),
    "is socks": (servers.socks_proxy([]), "http", None),
    "socks wants a password": (servers.socks_proxy([], ("u", "p")), "socks5", "proxy_auth"),
    "is http": (servers.answering(b"HTTP/1.1 400 Bad Request\r\n\r\n"), "socks5", "proxy_wrong_kind"),
    "socks is silent": (servers.silent, "socks5", "proxy_timeout"),
}


@pytest.mark.parametrize("kind", BAD)
async def test_a_bad_proxy_is_told_with_its_cause(kind: str) -> None:
    serve, scheme, cause = BAD[kind]
    async with AsyncExitStack() as stack:
        port = (
            await stack.enter_async_context(servers.listening(serve)) if serve else await servers.free_port()
        )
        proxy = parse_proxy(f"{scheme}://127.0.0.1:{port}")
        with pytest.raises(ProxyFault) as caught:
            await check_proxy(proxy, "https://site.example", limit=0.3)

    assert cause in (None, caught.value.cause)
    assert not caught.value.retryable
    assert proxy.label in caught.value.sentence


async def test_the_check_ends_at_its_limit() -> None:
    async with servers.listening(servers.silent) as port:
        proxy = parse_proxy(f"http://127.0.0.1:{port}")
        async with asyncio.timeout(1):
            with pytest.raises(ProxyFault, match=r"within 0\.1 s"):
                await check_proxy(proxy, "https://site.example", limit=0.1)
