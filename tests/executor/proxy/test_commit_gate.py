"""The gate: while it is closed nothing is sent again, and what the page sends beside the step passes."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress
from urllib.parse import urlsplit

import pytest

from executor import limits
from executor.proxy.forwarder import Forwarder
from executor.proxy.tunnel import Link
from tests.executor.proxy import servers


class Browser:
    """What the browser tells of its requests: whether all that may do something are answered."""

    def __init__(self) -> None:
        self.asked = asyncio.Event()
        self.answered = asyncio.Event()

    async def settled(self) -> None:
        self.asked.set()
        await self.answered.wait()


def ours() -> bool:
    return True


@asynccontextmanager
async def sent(forwarder: Forwarder, request: str) -> AsyncGenerator[Link]:
    """A connection to the forwarder on which a request was sent."""
    link = Link(*await asyncio.open_connection("127.0.0.1", urlsplit(forwarder.address).port))
    link.writer.write(request.encode())
    try:
        yield link
    finally:
        link.writer.close()


@asynccontextmanager
async def tunnel(forwarder: Forwarder, port: int) -> AsyncGenerator[Link]:
    async with sent(forwarder, f"CONNECT 127.0.0.1:{port} HTTP/1.1\r\n\r\n") as link:
        assert b" 200 " in await link.reader.readuntil(b"\r\n\r\n")
        yield link


@pytest.fixture
def browser() -> Browser:
    return Browser()


async def test_closing_the_gate_ends_what_is_open_to_the_site(browser: Browser) -> None:
    async with (
        servers.listening(servers.silent) as site,
        Forwarder(("127.0.0.1", site)) as forwarder,
        tunnel(forwarder, site) as before,
        forwarder.gated(ours, browser.settled),
        asyncio.timeout(5),
    ):
        assert await before.reader.read() == b""


async def test_a_post_without_an_answer_is_not_sent_again_through_the_gate(browser: Browser) -> None:
    arrived: list[bytes] = []

    async def site(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        arrived.append(await reader.readuntil(b"\r\n\r\n"))
        writer.transport.abort()

    async def post(forwarder: Forwarder, port: int) -> bytes:
        request = f"POST http://127.0.0.1:{port}/create HTTP/1.1\r\nContent-Length: 0\r\n\r\n"
        async with sent(forwarder, request) as link:
            return await link.reader.read()

    async with (
        servers.listening(site) as port,
        Forwarder(("127.0.0.1", port)) as forwarder,
        asyncio.timeout(5),
    ):
        async with forwarder.gated(ours, browser.settled):
            answers = [await post(forwarder, port) for _ in range(3)]
        once = len(arrived)
        await post(forwarder, port)

    assert once == 1
    assert [answer[:12] for answer in answers] == [b"", b"HTTP/1.1 502", b"HTTP/1.1 502"]
    assert len(arrived) == 2


async def test_others_pass_while_one_waits_for_its_answer(browser: Browser) -> None:
    async with (
        servers.listening(servers.silent) as site,
        Forwarder(("127.0.0.1", site)) as forwarder,
        forwarder.gated(ours, browser.settled),
        asyncio.timeout(5),
        tunnel(forwarder, site),
        tunnel(forwarder, site),
    ):
        assert forwarder.fault is None


async def test_the_end_of_a_tunnel_is_told_when_nothing_is_unanswered(browser: Browser) -> None:
    async def site(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1)
        writer.close()

    async with (
        servers.listening(site) as port,
        Forwarder(("127.0.0.1", port)) as forwarder,
        forwarder.gated(ours, browser.settled),
        asyncio.timeout(5),
        tunnel(forwarder, port) as link,
    ):
        link.writer.write(b"x")
        end = asyncio.create_task(link.reader.read())
        await browser.asked.wait()
        before = end.done()
        browser.answered.set()

        assert await end == b""
        assert not before
    assert forwarder.fault is None


async def test_where_the_answer_does_not_come_nothing_is_open_and_nothing_opens_until_the_gate_does(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "ANSWER_TOLD", 0.05)
    ended: list[str] = []

    async def site(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if await reader.read(6) == b"create":
            writer.close()

    async def watch(name: str, link: Link) -> None:
        await link.reader.read()
        ended.append(name)

    async with (
        servers.listening(site) as port,
        Forwarder(("127.0.0.1", port)) as forwarder,
        asyncio.timeout(5),
    ):
        connect = f"CONNECT 127.0.0.1:{port} HTTP/1.1\r\n\r\n"
        async with forwarder.gated(ours, browser.settled):
            async with tunnel(forwarder, port) as create, tunnel(forwarder, port) as idle:
                ends = [asyncio.create_task(watch(*of)) for of in (("create", create), ("idle", idle))]
                create.writer.write(b"create")
                await asyncio.gather(*ends)
            async with sent(forwarder, connect) as again:
                refused = await again.reader.read()
        async with tunnel(forwarder, port):
            pass

    assert ended == ["idle", "create"]
    assert refused.startswith(b"HTTP/1.1 502")


async def test_why_the_step_broke_outlives_the_gate(browser: Browser) -> None:
    async def site(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.transport.abort()

    async with servers.listening(site) as port, Forwarder(("127.0.0.1", port)) as forwarder:
        async with (
            forwarder.gated(ours, browser.settled),
            sent(forwarder, f"POST http://127.0.0.1:{port}/ HTTP/1.1\r\n\r\n") as link,
        ):
            await link.reader.read()

        assert forwarder.fault is not None
        assert (forwarder.fault.sentence, forwarder.fault.cause) == (
            "The connection to the site broke.",
            "connection_lost",
        )


async def test_nothing_is_sent_once_the_task_may_be_another_workers(browser: Browser) -> None:
    arrived: list[bytes] = []
    still_ours = True

    async def site(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        arrived.append(await reader.read())
        writer.close()

    async with (
        servers.listening(site) as port,
        Forwarder(("127.0.0.1", port)) as forwarder,
        asyncio.timeout(5),
    ):
        async with (
            forwarder.gated(lambda: still_ours, browser.settled),
            tunnel(forwarder, port) as link,
        ):
            still_ours = False
            link.writer.write(b"create")
            with suppress(ConnectionError):
                assert await link.reader.read() == b""
            async with sent(forwarder, f"CONNECT 127.0.0.1:{port} HTTP/1.1\r\n\r\n") as again:
                assert (await again.reader.read()).startswith(b"HTTP/1.1 502")
        fault = forwarder.fault

    assert arrived == [b""]
    assert fault is not None
    assert fault.cause == "lease_over"
