"""A port is held by nobody: unfinished requests end, others do not notice them, and the log stays short."""

import asyncio
import errno
import logging
import resource
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest
from slack_bolt.async_app import AsyncApp
from structlog.testing import capture_logs

from bot import http
from bot.monitoring.readiness import Readiness
from bot.server.bounds import Bounds, public
from bot.server.port import Port
from bot.server.report import Report
from tests.bot.server.strangers import SECRET, Peer, delivery, head, signature

LONG = 60.0  # seconds no test lasts
QUICK = 0.05
PATIENT = Bounds(head=LONG, body=LONG, answer=LONG, idle=LONG)
Connect = Callable[..., Peer]


@asynccontextmanager
async def _listening(bounds: Bounds) -> AsyncIterator[Connect]:
    """Slack's port with these bounds; what connects to it is closed in the end."""
    bolt = AsyncApp(token="xoxb-test", signing_secret=SECRET, request_verification_enabled=False)
    app = http.web_app(bolt, SECRET, Readiness(redis_url=""))
    port: Port = await http.serve(app, host="127.0.0.1", port=0, bounds=bounds)
    peers: list[Peer] = []

    def connect(**options: int) -> Peer:
        peers.append(Peer(port.addresses[0][1], **options))
        return peers[-1]

    try:
        async with asyncio.timeout(20):
            yield connect
    finally:
        for peer in peers:
            peer.close()
        await port.cleanup()


async def _is_answered(peer: Peer) -> None:
    await peer.send(delivery("honest"))
    assert b"200 OK" in await peer.answers(b"honest")


@pytest.mark.parametrize(
    ("sent", "bounds"),
    [
        (b"", Bounds(head=QUICK)),
        (b"POST /slack/events HTTP/1.1\r\nHost: b", Bounds(head=QUICK)),
        (head("/slack/events", "Content-Length: 9", *signature(b"")) + b"half", Bounds(body=QUICK)),
        (delivery("one") + b"POST /sl", Bounds(idle=QUICK)),
        (
            head("/slack/events", "Transfer-Encoding: chunked", *signature(b"")) + b"4\r\nab",
            Bounds(body=QUICK),
        ),
    ],
    ids=["nothing", "half a head", "half a body", "half a second head", "half a chunk"],
)
async def test_a_request_that_does_not_end_is_ended(sent: bytes, bounds: Bounds) -> None:
    async with _listening(bounds) as connect:
        stranger = connect()
        await stranger.send(sent)

        await stranger.rest()


async def test_answers_that_are_not_read_end_the_connection() -> None:
    async with _listening(Bounds(answer=QUICK)) as connect:
        reader = connect(window=4096)
        sending = asyncio.create_task(reader.send(delivery("x" * 900_000) * 9))

        await reader.dropped()

        sending.cancel()
        await _is_answered(connect())


async def test_more_connections_than_there_is_room_for_push_out_the_oldest_and_never_one_of_slacks() -> None:
    async with _listening(Bounds(connections=4, head=LONG)) as connect:
        slack = connect()
        await _is_answered(slack)
        strangers = [connect() for _ in range(40)]

        await asyncio.gather(*(stranger.dropped() for stranger in strangers[:37]))

        await _is_answered(slack)
        await _is_answered(connect())


async def test_requests_sent_ahead_are_answered_in_their_order() -> None:
    async with _listening(PATIENT) as connect:
        slack = connect()
        await slack.send(b"".join(delivery(f"<{number}>") for number in range(50)))

        came = await slack.answers(b">", 50)

    assert [came.index(f"<{number}>".encode()) for number in range(50)] == sorted(
        came.index(f"<{number}>".encode()) for number in range(50)
    )


async def test_a_stranger_gets_one_answer_however_much_is_sent_ahead() -> None:
    async with _listening(PATIENT) as connect:
        stranger = connect()
        await stranger.send(head("/healthz", method="GET") * 50)

        assert (await stranger.rest()).count(b"HTTP/1.1") == 1


async def test_a_body_is_not_waited_for_without_a_signature_nor_when_it_is_too_large() -> None:
    async with _listening(PATIENT) as connect:
        unsigned, large = connect(), connect()
        await unsigned.send(head("/slack/events", "Content-Length: 1000"))
        await large.send(head("/slack/events", "Content-Length: 1048577", *signature(b"")))

        assert b" 401 " in await unsigned.answers(b"\r\n\r\n")
        assert b" 413 " in await large.answers(b"\r\n\r\n")


UNFINISHED = head("/slack/events", "Content-Length: 99999", *signature(b""))


async def test_of_all_that_hold_too_much_together_the_oldest_unfinished_make_room_however_little_they_hold() -> (
    None
):
    async with _listening(Bounds(head=LONG, body=LONG, held_bytes=60_000)) as connect:
        small, large, newest = connect(), connect(), connect()
        for stranger, size in ((small, 5_000), (large, 40_000), (newest, 16_000)):
            await stranger.send(UNFINISHED + b"x" * size)
            await _is_answered(connect())  # what was sent before has come

        await small.dropped()
        await large.send(b"x" * 1_000)
        await newest.send(b"x" * 100)
        await _is_answered(connect())
        assert not large.is_dropped()
        assert not newest.is_dropped()


async def test_slow_bodies_of_strangers_never_cost_a_signed_request_be_it_the_largest() -> None:
    async with _listening(Bounds(head=LONG, body=LONG, held_bytes=120_000)) as connect:
        slack = connect()
        await _is_answered(slack)
        large = delivery("x" * 50_000 + "honest")
        await slack.send(large[:-10])
        for _ in range(3):
            strangers = [connect() for _ in range(12)]
            for stranger in strangers:
                await stranger.send(UNFINISHED + b"x" * 8_000)
            await asyncio.gather(*(stranger.dropped() for stranger in strangers[:3]))
            await _is_answered(connect())
            new = connect()
            await new.send(large)
            assert b"200 OK" in await new.answers(b"honest")

        await slack.send(large[-10:])

        assert b"200 OK" in await slack.answers(b"honest")


async def test_a_head_has_an_end() -> None:
    async with _listening(PATIENT) as connect:
        many, long = connect(), connect()
        await many.send(head("/healthz", *(f"X-{n}: x" for n in range(200)), method="GET"))
        await long.send(head("/healthz", f"X: {'x' * 20_000}", method="GET"))

        assert b" 400 " in await many.answers(b"\r\n\r\n")
        assert b" 400 " in await long.answers(b"\r\n\r\n")


async def test_whatever_strangers_do_is_one_line_of_log(caplog: pytest.LogCaptureFixture) -> None:
    with capture_logs() as lines, caplog.at_level(logging.DEBUG):
        async with _listening(Bounds(head=QUICK, connections=8)) as connect:
            strangers = [connect() for _ in range(40)]
            for stranger in strangers[32:36]:
                await stranger.send(b"\x16\x03\x01 no HTTP\r\n\r\n" * 2)
            breaking = connect()
            await breaking.send(head("/slack/events", "Content-Length: 9", *signature(b"")) + b"half")
            breaking.close()
            await asyncio.gather(*(stranger.rest() for stranger in strangers))
            await _is_answered(connect())
            during = [line["event"] for line in lines]

    assert during == ["requests dropped"]
    assert {"late_head", "too_many_connections", "not_http"} <= {reason for line in lines for reason in line}
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]


async def test_what_is_dropped_later_is_told_with_its_number_after_a_while() -> None:
    with capture_logs() as lines:
        report = Report(quiet=QUICK)
        for _ in range(9):
            report.note("late_head")
        async with asyncio.timeout(10):
            while len(lines) < 2:  # noqa: ASYNC110 - nothing but the line tells
                await asyncio.sleep(QUICK / 5)
        report.close()

    assert [line["late_head"] for line in lines] == [1, 8]


async def test_where_descriptors_end_accepting_pauses_and_goes_on() -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    with capture_logs() as lines:
        async with _listening(Bounds(retry=0.01)) as connect:
            peers = [connect() for _ in range(3)]
            try:
                resource.setrlimit(resource.RLIMIT_NOFILE, (3, hard))
                with pytest.raises(OSError, match=str(errno.EMFILE)):
                    connect()
                while not lines:  # noqa: ASYNC110 - nothing but the line tells
                    await asyncio.sleep(0)
            finally:
                resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
            for peer in peers:
                await _is_answered(peer)
            during = list(lines)

    assert [line["event"] for line in during] == ["requests dropped"]
    assert lines[0]["no_descriptor"] == 1


def test_a_port_leaves_half_of_the_descriptors_to_the_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    for soft, most in ((256, 128), (1024, 512), (resource.RLIM_INFINITY, 512)):
        monkeypatch.setattr(resource, "getrlimit", lambda _, soft=soft: (soft, soft))
        assert public().connections == most
