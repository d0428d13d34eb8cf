"""The Redis Streams broker, mended where it loses or doubles messages.

A message is only a notification: the row in the database is the truth. So this broker may lose, but must never die, hoard
or leak. What taskiq-redis 1.2.4 does otherwise, and what is done here:

- it ends the worker when Redis is away for a moment: here it waits and tries again;
- after Redis came back empty the consumer group is gone: here it is made again, from the beginning of the stream;
- it fetches 100 messages at once, which then wait behind each other: here one;
- an acknowledged message stays in the stream for ever: here it is deleted.

While Redis is away or takes nothing, a worker asks the database instead (``instead``).
"""

import asyncio
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from typing import Any

import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError, ResponseError
from taskiq import AckableMessage, BrokerMessage
from taskiq_redis import RedisStreamBroker

from bot.queue.redis_pool import pool
from bot.queue.redis_trouble import STREAM, Trouble, ask, trouble
from bot.queue.redis_url import read

_BLOCK = 2000  # milliseconds one read waits
_LOOK = 10.0  # seconds; then a Redis that gives nothing is asked whether it takes anything
_LONGEST_PAUSE = 5.0  # seconds between two tries
_AWAY = (RedisError, OSError, TimeoutError)
_log = structlog.get_logger()


class StreamBroker(RedisStreamBroker):
    """At most one message fetched at a time, none kept after it was received."""

    connection_pool: Any  # taskiq's own blocks; Sentinel's is of another class

    def __init__(self, url: str) -> None:
        place = read(url)
        super().__init__(
            place.url,
            queue_name=STREAM,
            consumer_group_name=STREAM,
            consumer_id="0",
            xread_count=1,
            xread_block=_BLOCK,
        )
        self.instead: Callable[[], Awaitable[Sequence[BrokerMessage]]] = _nobody
        if place.sentinels:
            self.connection_pool = pool(url)

    async def startup(self) -> None:
        """Start even while Redis takes nothing: what waits meanwhile is notified of again later."""
        try:
            await super().startup()
        except _AWAY as error:
            tell("redis at the start", trouble(error))
            return
        async with Redis(connection_pool=self.connection_pool) as redis:
            if wrong := await ask(redis):
                tell("redis at the start", wrong)

    async def kick_many(self, messages: Sequence[BrokerMessage]) -> None:
        """Add all messages in one round trip."""
        async with (
            Redis(connection_pool=self.connection_pool) as redis,
            redis.pipeline(transaction=False) as pipe,
        ):
            for message in messages:
                pipe.xadd(self.queue_name, {b"data": message.message})
            await pipe.execute()

    async def undelivered(self) -> int:
        """How many messages no worker has fetched yet. Raise what Redis raises.

        What was fetched is deleted when it is acknowledged; until then it is pending. Redis 6.2 counts no lag itself.
        """
        async with (
            Redis(connection_pool=self.connection_pool) as redis,
            redis.pipeline(transaction=True) as pipe,
        ):
            pipe.xlen(self.queue_name)
            pipe.xpending(self.queue_name, self.consumer_group_name)
            length, pending = await pipe.execute(raise_on_error=False)
        if isinstance(length, RedisError):
            raise length
        if isinstance(pending, RedisError):
            if "NOGROUP" not in str(pending):
                raise pending
            return length  # nobody has fetched anything since Redis was emptied
        return max(0, length - pending["pending"])

    async def listen(self) -> AsyncGenerator[AckableMessage, None]:
        """Yield messages for ever, whatever Redis does; while it takes nothing, those that ``instead`` makes."""
        tries, looked = 0, time.monotonic()
        while True:
            try:
                fetched, wrong = await self._read(), None
                if not fetched and time.monotonic() - looked > _LOOK:
                    wrong, looked = await self._look(), time.monotonic()
            except _AWAY as error:
                fetched, wrong = [], trouble(error)
            for message_id, data in fetched:
                if data:
                    yield AckableMessage(data=data, ack=self._forget(message_id))
                else:  # somebody else wrote it
                    await self._forget(message_id)()
            tries = tries + 1 if wrong else 0
            if wrong:
                tell("no notifications", wrong, tries=tries)
                for message in await self.instead():
                    yield AckableMessage(data=message.message, ack=_nothing)
                await asyncio.sleep(min(0.4 * tries, _LONGEST_PAUSE))

    async def _look(self) -> Trouble | None:
        """A full Redis gives what it has, and takes nothing more: it looks as if nothing were to do."""
        async with Redis(connection_pool=self.connection_pool) as redis:
            return await ask(redis)

    async def _read(self) -> list[tuple[bytes, bytes]]:
        async with Redis(connection_pool=self.connection_pool) as redis:
            try:
                answer: Any = await redis.xreadgroup(
                    self.consumer_group_name,
                    self.consumer_name,
                    {self.queue_name: ">"},
                    block=_BLOCK,
                    count=1,
                )
            except ResponseError as error:
                if "NOGROUP" not in str(error):
                    raise
                await self._declare_consumer_group()
                return []
        streams = answer.items() if isinstance(answer, dict) else answer or []
        return [
            (message_id, fields.get(b"data", b""))
            for _, messages in streams
            for message_id, fields in _flat(messages)
        ]

    def _forget(self, message_id: bytes) -> Callable[[], Awaitable[None]]:
        async def forget() -> None:
            try:
                async with Redis(connection_pool=self.connection_pool) as redis, redis.pipeline() as pipe:
                    pipe.xack(self.queue_name, self.consumer_group_name, message_id)
                    pipe.xdel(self.queue_name, message_id)
                    await pipe.execute()
            except _AWAY as error:  # it is received again some day, and is then a no-op
                tell("notification not acknowledged", trouble(error))

        return forget


def tell(event: str, wrong: Trouble, **more: int) -> None:
    """A line of log that says what is wrong with Redis, and what to do."""
    _log.warning(event, redis=wrong.says, remedy=wrong.remedy, **more)


async def _nobody() -> Sequence[BrokerMessage]:
    return ()


async def _nothing() -> None:
    """There is nothing in Redis to be acknowledged."""


def _flat(messages: Any) -> list[tuple[bytes, dict[bytes, bytes]]]:
    """RESP3 wraps a stream's messages once more than RESP2."""
    return messages[0] if messages and isinstance(messages[0], list) else messages
