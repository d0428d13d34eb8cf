"""A real Redis that answers and takes nothing: each kind is named, nobody ends by it, and all goes on when it is over."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path

import pytest
from redis.asyncio import Redis
from structlog.testing import capture_logs

from bot.queue import redis_broker, redis_pool
from bot.queue.notifier import Notifier
from bot.queue.redis_broker import StreamBroker
from bot.queue.redis_trouble import NEEDS, ask
from bot.sandbox.redis import RedisServer, free_port
from bot.settings import Settings
from bot.worker import WorkerRuntime
from models.secrets.sealing import Sealer
from tests.conftest import start_redis
from tests.factories import waiting_tasks

Change = Callable[[Redis, Path], Awaitable[object]]


@pytest.fixture(scope="module")
def server() -> Iterator[RedisServer]:
    """One that may be spoilt."""
    running = start_redis()
    yield running
    running.close()


@pytest.fixture
async def redis(server: RedisServer) -> AsyncIterator[Redis]:
    async with Redis.from_url(server.url) as client:
        await client.flushall()
        yield client


@pytest.fixture
async def broker(server: RedisServer) -> AsyncIterator[StreamBroker]:
    made = StreamBroker(server.url)
    yield made
    await made.shutdown()


async def _become_replica(redis: Redis, _: Path) -> None:
    await redis.execute_command("REPLICAOF", "127.0.0.1", free_port())


async def _fill(redis: Redis, _: Path) -> None:
    await redis.config_set("maxmemory", 1)


async def _lose_the_folder(redis: Redis, folder: Path) -> None:
    (folder / "dumps").mkdir()
    await redis.config_set("dir", str(folder / "dumps"))
    await redis.config_set("save", "900 1")
    (folder / "dumps").rmdir()
    await _save(redis, "err")


async def _save(redis: Redis, ends: str) -> None:
    """It tells nobody when it has saved."""
    await redis.bgsave()
    while (await redis.info("persistence"))["rdb_last_bgsave_status"] != ends:  # noqa: ASYNC110
        await asyncio.sleep(0.01)


async def _be_primary(redis: Redis, _: Path) -> None:
    await redis.execute_command("REPLICAOF", "NO", "ONE")


async def _have_room(redis: Redis, _: Path) -> None:
    await redis.config_set("maxmemory", 0)


async def _have_a_folder(redis: Redis, folder: Path) -> None:
    await redis.config_set("dir", str(folder))
    await _save(redis, "ok")
    await redis.config_set("save", "")


@pytest.mark.parametrize(
    ("spoil", "mend", "says"),
    [
        (_become_replica, _be_primary, "accepts no writes: it is a replica"),
        (_fill, _have_room, "accepts no writes: its memory is full"),
        (_lose_the_folder, _have_a_folder, "accepts no writes: it cannot save its snapshot to disk (MISCONF)"),
    ],
)  # fmt: skip
async def test_what_takes_nothing_is_named_and_everything_goes_on_afterwards(
    redis: Redis, broker: StreamBroker, tmp_path: Path, spoil: Change, mend: Change, says: str
) -> None:
    await spoil(redis, tmp_path)
    wrong = await ask(redis)
    with capture_logs() as log:
        await broker.startup()
        await Notifier(broker).notify([4711])
    told = [(line["event"], line["redis"]) for line in log]
    await mend(redis, tmp_path)
    receiving = asyncio.ensure_future(anext(broker.listen()))
    await Notifier(broker).notify([4712])
    message = await asyncio.wait_for(receiving, 10)

    assert wrong
    assert wrong.says == says
    assert told == [("redis at the start", says), ("notification lost", says)]
    assert b"4712" in message.data
    assert await ask(redis) is None


async def test_a_worker_that_meets_it_in_the_middle_says_so_and_goes_on(
    redis: Redis, broker: StreamBroker, tmp_path: Path
) -> None:
    await broker.startup()
    listening = broker.listen()
    receiving = asyncio.ensure_future(anext(listening))
    told: list[str] = []
    with capture_logs() as log:
        await _become_replica(redis, tmp_path)
        while not told:
            await asyncio.sleep(0.01)
            told = [line["redis"] for line in log if line["event"] == "no notifications"]
    await _be_primary(redis, tmp_path)
    await Notifier(broker).notify([1])
    message = await asyncio.wait_for(receiving, 10)

    assert told[0] == "accepts no writes: it is a replica"
    assert b'"args":[1]' in message.data.replace(b" ", b"")


@pytest.mark.parametrize("change", [(_become_replica, _be_primary), (_fill, _have_room)])
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.usefixtures("database")
async def test_what_waits_reaches_the_workers_meanwhile(
    redis: Redis,
    broker: StreamBroker,
    sealer: Sealer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    change: tuple[Change, Change],
) -> None:
    spoil, mend = change
    monkeypatch.setattr(redis_broker, "_LOOK", 0.0)
    waiting = await waiting_tasks(3, sealer)
    WorkerRuntime(Settings.model_validate({"concurrency": 2}), broker)
    await broker.startup()
    await spoil(redis, tmp_path)
    listening = broker.listen()
    try:
        taken = [await asyncio.wait_for(anext(listening), 10) for _ in range(2)]
    finally:
        await mend(redis, tmp_path)
        await listening.aclose()

    assert [json.loads(message.data)["args"] for message in taken] == [[waiting[0]], [waiting[1]]]


@pytest.mark.parametrize(
    ("user", "says"),
    [
        ("poor:pw", "does not let its user do what the queue needs (NOPERM)"),
        ("rich:pw", None),
        ("poor:wrong", "refuses the user or the password"),
    ],
)
async def test_a_user_who_may_not_is_named(
    redis: Redis, server: RedisServer, user: str, says: str | None
) -> None:
    await redis.execute_command(*["ACL", "SETUSER", "poor", "on", ">pw", "~bellhop", "+ping", "+xreadgroup"])
    await redis.execute_command(*f"ACL SETUSER rich on >pw ~bellhop {NEEDS}".split())

    async with redis_pool.client(server.url.replace("redis://", f"redis://{user}@")) as theirs:
        wrong = await ask(theirs)

    assert (wrong and wrong.says) == says


async def test_asking_changes_nothing(redis: Redis, broker: StreamBroker) -> None:
    await ask(redis)
    assert await redis.keys() == []
    await broker.startup()
    await Notifier(broker).notify([7])
    await ask(redis)

    assert await redis.xlen("bellhop") == 1
    assert await redis.xinfo_consumers("bellhop", "bellhop") == []


async def test_another_programs_key_is_named(redis: Redis) -> None:
    await redis.set("bellhop", "theirs")

    wrong = await ask(redis)

    assert wrong
    assert wrong.says == "has another program's key bellhop"
