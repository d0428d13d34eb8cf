"""A real Sentinel: notifications go to the Redis that it names."""

import asyncio
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.queue import redis_pool
from bot.queue.notifier import Notifier
from bot.queue.redis_broker import StreamBroker
from bot.queue.redis_trouble import ask
from bot.sandbox.redis import RedisServer, find_redis, free_port, wait_for_port


@pytest.fixture
def sentinel(redis_server: RedisServer, tmp_path: Path) -> Iterator[str]:
    """Its URL; it names the tests' Redis."""
    port, configuration = free_port(), tmp_path / "sentinel.conf"
    configuration.write_text(
        f"port {port}\nbind 127.0.0.1\nsentinel monitor mine 127.0.0.1 {redis_server.port} 1\n"
    )
    program = find_redis()
    assert program
    process = subprocess.Popen([program, configuration, "--sentinel"], stdout=subprocess.DEVNULL)
    wait_for_port(port, process, 10)
    yield f"redis+sentinel://127.0.0.1:{free_port()},127.0.0.1:{port}/mine"
    process.terminate()
    process.wait(10)


async def _heard(broker: StreamBroker, part: bytes) -> None:
    """Wait for a message; those of other tests may be in the same Redis."""
    async for message in broker.listen():
        if part in message.data:
            return


async def test_a_notification_arrives_at_the_redis_that_a_sentinel_names(sentinel: str) -> None:
    broker = StreamBroker(sentinel)
    await broker.startup()
    receiving = asyncio.ensure_future(_heard(broker, b"4711"))

    await Notifier(broker).notify([4711])
    await asyncio.wait_for(receiving, 10)
    await broker.shutdown()

    async with redis_pool.client(sentinel) as redis:
        assert await ask(redis) is None
    async with redis_pool.client(sentinel.replace("/mine", "/theirs")) as redis:
        wrong = await ask(redis)
    assert wrong
    assert wrong.says == "cannot be reached: its Sentinels name no primary"
