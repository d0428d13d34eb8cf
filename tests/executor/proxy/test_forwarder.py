"""The loopback forwarder: carries, knows why it cannot, and sends nothing twice while it is gated."""

import asyncio
from contextlib import suppress
from urllib.parse import urlsplit

import pytest

from executor import limits
from executor.proxy.forwarder import Forwarder
from models.domain.proxies import parse_proxy
from tests.executor.proxy import servers

HELLO = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"


async def ask(forwarder: Forwarder, request: str) -> bytes:
    """One request to the forwarder, as a browser would send it, and all that comes back."""
    reader, writer = await asyncio.open_connection("127.0.0.1", urlsplit(forwarder.address).port)
    writer.write(request.encode())
    answer = await reader.read()
    writer.close()
    return answer


@pytest.mark.parametrize("scheme", ["http", "socks5"])
async def test_plain_requests_go_through_the_proxy_with_its_password(scheme: str) -> None:
    seen: list[str] = []
    serve = servers.connect_proxy(seen, "u:p") if scheme == "http" else servers.socks_proxy(seen, ("u", "p"))
    async with servers.listening(servers.answering(HELLO)) as site, servers.listening(serve) as port:
        proxy = parse_proxy(f"{scheme}://u:p@127.0.0.1:{port}")
        async with Forwarder(("127.0.0.1", site), proxy) as forwarder:
            answer = await ask(forwarder, f"GET http://127.0.0.1:{site}/home HTTP/1.1\r\nHost: x\r\n\r\n")

    assert answer == HELLO
    assert seen[0].endswith(f"127.0.0.1:{site}")
    assert forwarder.fault is None
    assert forwarder.carried == len(b"GET /home HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n") + len(
        HELLO
    )


async def test_a_proxy_that_forwards_gets_the_whole_address_and_the_password() -> None:
    heads: list[bytes] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heads.append(await reader.readuntil(b"\r\n\r\n"))
        writer.write(HELLO)

    async with servers.listening(serve) as port:
        proxy = parse_proxy(f"http://u:p@127.0.0.1:{port}")
        async with Forwarder(("site.example", 80), proxy, "forward") as forwarder:
            await ask(
                forwarder, "GET http://site.example/a?b=c HTTP/1.1\r\nProxy-Connection: keep-alive\r\n\r\n"
            )

    assert heads[0].startswith(
        b"GET http://site.example/a?b=c HTTP/1.1\r\nProxy-Authorization: Basic dTpw\r\n"
    )
    assert b"keep-alive" not in heads[0]


async def test_the_reason_for_the_site_is_kept_and_those_for_others_are_not() -> None:
    port = await servers.free_port()
    async with Forwarder(("site.example", 443), parse_proxy(f"http://127.0.0.1:{port}")) as forwarder:
        refused = await ask(forwarder, "CONNECT ads.example:443 HTTP/1.1\r\n\r\n")
        after_others = forwarder.fault
        await ask(forwarder, "CONNECT site.example:443 HTTP/1.1\r\n\r\n")

    assert refused.startswith(b"HTTP/1.1 502")
    assert after_others is None
    assert forwarder.fault is not None
    assert forwarder.fault.cause == "proxy_unreachable"


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"GET http://site.example/ HTTP/1.1\r\nHo",
        b"GET / HTTP/1.1\r\nX: " + b"x" * 2 * limits.HEAD_BYTES,
    ],
    ids=["nothing", "half a head", "a head without end"],
)
async def test_a_head_that_does_not_end_is_ended(monkeypatch: pytest.MonkeyPatch, sent: bytes) -> None:
    monkeypatch.setattr(limits, "HEAD", 60.0 if len(sent) > limits.HEAD_BYTES else 0.05)
    answer = b""
    async with Forwarder(("site.example", 80)) as forwarder, asyncio.timeout(10):
        with suppress(ConnectionError):  # what was sent and not read is refused by a reset
            answer = await ask(forwarder, sent.decode())

    assert answer == b""


async def test_heads_that_come_a_byte_at_a_time_end_and_others_are_served_meanwhile(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(limits, "HEAD", 0.3)
    async with (
        servers.listening(servers.answering(HELLO)) as site,
        Forwarder(("127.0.0.1", site)) as forwarder,
        asyncio.timeout(10),
    ):
        reader, writer = await asyncio.open_connection("127.0.0.1", urlsplit(forwarder.address).port)

        async def drip() -> None:
            while True:
                writer.write(b"x")
                await asyncio.sleep(0.01)  # the stranger's pace

        dripping = asyncio.create_task(drip())
        answer = await ask(forwarder, f"GET http://127.0.0.1:{site}/ HTTP/1.1\r\n\r\n")
        with suppress(ConnectionError):
            assert await reader.read() == b""
        dripping.cancel()
        writer.close()

    assert answer == HELLO


async def test_of_too_many_the_oldest_without_a_head_makes_room_and_never_one_that_is_carried(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(limits, "CARRIED", 3)
    async with (
        servers.listening(servers.silent) as site,
        Forwarder(("127.0.0.1", site)) as forwarder,
        asyncio.timeout(10),
    ):
        port = urlsplit(forwarder.address).port
        carried, oldest, *others = [await asyncio.open_connection("127.0.0.1", port) for _ in range(3)]
        connect = f"CONNECT 127.0.0.1:{site} HTTP/1.1\r\n\r\n".encode()
        carried[1].write(connect)
        await carried[0].readuntil(b"\r\n\r\n")
        others.append(await asyncio.open_connection("127.0.0.1", port))

        assert await oldest[0].read() == b""
        for reader, writer in others:
            writer.write(connect)
            assert b" 200 " in await reader.readuntil(b"\r\n\r\n")
        refused = await asyncio.open_connection("127.0.0.1", port)
        assert await refused[0].read() == b""
        for _, writer in (carried, oldest, *others, refused):
            writer.close()
