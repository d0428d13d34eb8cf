"""Whether a proxy serves the site."""

import asyncio
from contextlib import AsyncExitStack

import pytest

from executor.faults import ProxyFault
from executor.proxy.preflight import check_proxy
from executor.proxy.tunnel import open_tunnel
from models.domain.proxies import ProxyAddress, parse_proxy
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
            await check_proxy(
                proxy, "https://site.example", limit=5.0 if cause not in (None, "proxy_timeout") else 0.3
            )

    assert cause in (None, caught.value.cause)
    assert not caught.value.retryable
    assert proxy.label in caught.value.sentence


@pytest.mark.parametrize("serve", [servers.connect_proxy([]), servers.hanging_up, BAD["speaks no tls"][0]])
async def test_an_http_proxy_given_as_https_is_told_with_what_to_write(serve: servers.Serve) -> None:
    async with servers.listening(serve) as port:
        proxy = parse_proxy(f"https://u:p@127.0.0.1:{port}")
        with pytest.raises(ProxyFault, match="TLS: if it is an HTTP proxy, write http://"):
            await check_proxy(proxy, "https://site.example", limit=0.3)


@pytest.mark.parametrize("scheme", ["http", "socks5"])
@pytest.mark.parametrize("password", ["", "pä:ss@ß/#", "日本" * 42])
async def test_any_user_name_and_password_arrive_in_utf_8(scheme: str, password: str) -> None:
    seen: list[str] = []
    user = "Zoë"
    serve = {
        "http": servers.connect_proxy(seen, f"{user}:{password}"),
        "socks5": servers.socks_proxy(seen, (user, password)),
    }[scheme]
    async with servers.listening(servers.silent) as site, servers.listening(serve) as port:
        proxy = ProxyAddress(scheme=scheme, host="127.0.0.1", port=port, username=user, password=password)

        assert await check_proxy(proxy, f"https://127.0.0.1:{site}", limit=5) == "tunnel"


async def test_an_answer_that_comes_in_pieces_leaves_nothing_of_it_in_the_tunnel() -> None:
    pieces: asyncio.Queue[bytes] = asyncio.Queue()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        while piece := await pieces.get():
            writer.write(piece)
            await writer.drain()

    async with servers.listening(serve) as port:
        tunnel = asyncio.create_task(
            open_tunnel(parse_proxy(f"http://127.0.0.1:{port}"), "site.example", 443)
        )
        for piece in (b"HTTP/1.1 2", b"06 Fine\r\nVia: x", b"\r\n\r\nhello", b""):
            pieces.put_nowait(piece)
        link = await tunnel
        assert await link.reader.read() == b"hello"
        link.writer.close()


STRANGE_SOCKS = {
    "an address that is no text": (b"\x05\x00\x05\x00\x00\x03\x01\xff\x00\x50", "proxy_wrong_kind"),
    "a kind of address there is not": (b"\x05\x00\x05\x00\x00\x09", "proxy_wrong_kind"),
    "a code there is not": (b"\x05\x00\x05\x5b\x00", "proxy_refused"),
    "no way to log in that was offered": (b"\x05\x01", "proxy_auth"),
    "an end in the middle": (b"\x05\x00\x05\x00\x00\x01\x7f", "proxy_closed"),
}


@pytest.mark.parametrize("kind", STRANGE_SOCKS)
async def test_a_strange_answer_of_a_socks_proxy_is_told_with_its_cause(kind: str) -> None:
    answer, cause = STRANGE_SOCKS[kind]
    async with servers.listening(servers.answering(answer)) as port:
        with pytest.raises(ProxyFault) as caught:
            await check_proxy(parse_proxy(f"socks5://127.0.0.1:{port}"), "https://site.example", limit=5)

    assert caught.value.cause == cause


async def test_the_check_ends_at_its_limit() -> None:
    async with servers.listening(servers.silent) as port:
        proxy = parse_proxy(f"http://127.0.0.1:{port}")
        async with asyncio.timeout(1):
            with pytest.raises(ProxyFault, match=r"within 0\.1 s"):
                await check_proxy(proxy, "https://site.example", limit=0.1)
