"""What is done again and again goes on after an exception, of whatever kind, at its next round."""

import ast
import asyncio
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from redis.asyncio import Redis
from redis.exceptions import ConnectionError as RedisAway
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError

from bot import scheduler, socket_mode
from bot.outbox import relay as relays
from bot.queue.redis_broker import StreamBroker
from bot.queue.redis_trouble import STREAM
from bot.sandbox.redis import RedisServer
from bot.sandbox.slack import LocalSlack
from bot.settings import Settings
from bot.slack.pacing import slack_client
from handlers.slack.users import People
from models.alerts.digests import Digest
from models.messages import outbox
from models.messages.outbox import MessageKind
from models.periodic import repeat
from models.tables.messages import Outbox
from models.tasks import export_runs
from tests.bot.said import said
from tests.executor.maintenance.sweeping import swept

_ROOT = Path(__file__).parents[2]


async def _fails(error: Exception) -> None:
    raise error


ERRORS = [
    OSError(),
    TimeoutError(),
    ValueError("Connection closed"),
    EOFError(),
    RedisAway(),
    aiohttp.ClientError(),
    SlackApiError("no", {}),
    KeyError("data"),
]


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
async def test_no_exception_ends_what_is_done_again_and_again(error: Exception) -> None:
    rounds = iter([_fails, _fails, None])

    async def step() -> bool:
        if fails := next(rounds):
            await fails(error)
        return False

    with said("it failed") as failed:
        await asyncio.wait_for(repeat(step, every=0, failed="it failed", expected=(OSError,)), 5)

    assert failed.is_set()
    assert list(rounds) == []


async def test_a_cancelled_one_ends() -> None:
    begun = asyncio.Event()

    async def step() -> None:
        begun.set()
        await asyncio.Event().wait()

    work = asyncio.create_task(repeat(step, every=0, failed="it failed"))
    await begun.wait()
    work.cancel()

    with pytest.raises(asyncio.CancelledError):
        await work


@pytest.mark.usefixtures("sqlite")
@pytest.mark.parametrize("error", [OSError(), ValueError("Connection closed")])
async def test_the_relay_goes_on(
    slack: LocalSlack, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    client = slack_client(Settings(slack_api_url=slack.api_url, slack_bot_token=slack.workspace.bot_token))
    relay = relays.OutboxRelay(client, People(client, admins=(), team=None))
    take, rounds, looked = outbox.take, iter([error] * 6), asyncio.Event()

    async def fails_first(*given: Any, **named: Any) -> Any:
        if fails := next(rounds, None):
            raise fails
        looked.set()
        return await take(*given, **named)

    monkeypatch.setattr(outbox, "take", fails_first)
    work = asyncio.create_task(relay.run())
    await asyncio.wait_for(looked.wait(), 10)
    relay.stop()
    await asyncio.wait_for(work, 10)


async def test_the_look_whether_the_timetable_stands_still_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scheduler, "SWEEP_EVERY", 0.01)
    watch, tries, swept = scheduler._Watch(), iter([OSError(), RuntimeError()]), asyncio.Event()

    async def sweep() -> None:
        if fails := next(tries, None):
            raise fails
        swept.set()

    watch.begin(sweep)
    await asyncio.wait_for(swept.wait(), 10)
    watch.end()


async def test_the_look_whether_slack_is_connected_goes_on(
    monkeypatch: pytest.MonkeyPatch, slack: LocalSlack
) -> None:
    monkeypatch.setattr(socket_mode, "LOOK", 0.01)
    client = slack_client(Settings(slack_api_url=slack.api_url, slack_bot_token=slack.workspace.bot_token))
    bolt = AsyncApp(client=client, request_verification_enabled=False)
    line = socket_mode.Line("xapp-1", bolt, client)
    looks, seen = iter([ValueError("no JSON"), OSError()]), asyncio.Event()

    async def is_connected() -> bool:
        if fails := next(looks, None):
            raise fails
        seen.set()
        return True

    monkeypatch.setattr(line._socket, "is_connected", is_connected)
    watching = asyncio.create_task(line.watch())
    await asyncio.wait_for(seen.wait(), 10)
    watching.cancel()
    await line.close()


async def test_somebody_elses_message_in_the_stream_does_not_end_the_listening(
    redis_server: RedisServer,
) -> None:
    broker = StreamBroker(redis_server.url)
    async with Redis.from_url(redis_server.url) as redis:
        await redis.delete(STREAM)
        await redis.xadd(STREAM, {"other": "words"})
        await redis.xadd(STREAM, {"data": "ours"})
        await broker.startup()

        message = await asyncio.wait_for(anext(broker.listen()), 10)

        assert message.data == b"ours"
        assert await redis.xlen(STREAM) == 1
        await redis.delete(STREAM)
    await broker.shutdown()


async def test_a_step_of_the_maintenance_that_fails_every_time_does_not_keep_the_others_from_theirs(
    sqlite: str, now: datetime
) -> None:
    await Digest.create(channel="C0OPS", at="00:00", zone="Mars/Olympus", by="U0ANA")
    await export_runs.begin("U0BEN", now=now - timedelta(hours=1))

    with said("maintenance failed") as failed:
        await swept(now)

    assert failed.is_set()
    assert await Outbox.filter(kind=MessageKind.EXPORT_LOST).count() == 1


OTHERS = {
    "models/periodic.py": "the one place",
    "bot/queue/redis_broker.py": "waits longer with every try; what Redis raises is caught",
    "bot/socket_mode.py": "asks for a ticket; the SDK connects again after whatever that raises",
    "executor/second_step.py": "one attempt waits for the next code; whatever it raises settles that attempt",
    "executor/walk/entry_list.py": "one attempt waits for the next part of a list; the same",
    "bot/server/port.py": "accepts connections; what sockets raise is caught",
}
"""Loops that wait by themselves, and why no exception ends them."""


def test_every_loop_that_waits_is_one_that_no_exception_ends() -> None:
    waiting = {
        str(path.relative_to(_ROOT))
        for room in ("bot", "handlers", "executor", "models")
        for path in (_ROOT / room).rglob("*.py")
        if not path.is_relative_to(_ROOT / "bot/sandbox") and not path.is_relative_to(_ROOT / "bot/demo")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.While) and any(map(_waits, ast.walk(node)))
    }

    assert waiting <= set(OTHERS)


def _waits(node: ast.AST) -> bool:
    return isinstance(node, ast.Attribute) and node.attr in {"sleep", "wait_for"}
