"""Notifications do not pile up: however long tasks wait, there is no more than one undelivered message for each."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta

import pytest
from redis.asyncio import Redis
from taskiq import AckableMessage

from bot.queue.memory_broker import InProcessBroker
from bot.queue.notifier import Notifier
from bot.queue.redis_broker import STREAM, StreamBroker
from bot.sandbox.redis import RedisServer
from models.secrets.sealing import Sealer
from models.tasks import claims
from tests.executor.maintenance.sweeping import swept
from tests.factories import waiting_tasks

_EACH = timedelta(seconds=31)  # after that a task may be notified of again
Broker = StreamBroker | InProcessBroker


@pytest.fixture(params=["stream", "memory"])
async def broker(request: pytest.FixtureRequest, redis_server: RedisServer) -> AsyncIterator[Broker]:
    made = StreamBroker(redis_server.url) if request.param == "stream" else InProcessBroker()
    async with Redis.from_url(redis_server.url) as redis:
        await redis.flushall()
    await made.startup()
    yield made
    await made.shutdown()


async def _swept(notifier: Notifier, times: int, since: datetime) -> datetime:
    for _ in range(times):
        since += _EACH
        await swept(since, notifier=notifier)
    return since


@pytest.mark.usefixtures("sqlite")
async def test_without_a_worker_sweeps_add_nothing_to_what_is_queued(
    broker: Broker, sealer: Sealer, now: datetime
) -> None:
    notifier = Notifier(broker)
    await notifier.notify(await waiting_tasks(9, sealer))

    now = await _swept(notifier, 4, now)
    assert await notifier.undelivered() == 9
    await waiting_tasks(300, sealer)  # of these nobody was notified: the program was killed
    await _swept(notifier, 4, now)

    assert await notifier.undelivered() == 203  # enough; then one each sweep, so that none waits for ever


@pytest.mark.parametrize("database_url", ["sqlite", "postgres"], indirect=True)
@pytest.mark.usefixtures("database")
async def test_lost_messages_are_sent_again_and_no_more_than_were_lost(
    sealer: Sealer, now: datetime, redis_server: RedisServer
) -> None:
    broker = StreamBroker(redis_server.url)
    notifier = Notifier(broker)
    ids = await waiting_tasks(6, sealer)
    async with Redis.from_url(redis_server.url) as redis:
        await redis.flushall()  # and the group is gone with it
        now = await _swept(notifier, 1, now)
        assert await notifier.undelivered() == 6

        listening = broker.listen()
        fetched = await anext(listening)
        held = await claims.claim(ids[0], worker="w", now=now)
        assert (await notifier.undelivered(), await redis.xlen(STREAM)) == (5, 6)  # one is pending
        assert isinstance(fetched, AckableMessage)
        await fetched.ack()
        await redis.xtrim(STREAM, maxlen=3, approximate=False)
        await _swept(notifier, 1, now)
        left = await notifier.undelivered()
        await listening.aclose()
    await broker.shutdown()

    assert held
    assert left == 5
