"""Connections to the Redis that ``REDIS_URL`` names."""

from typing import Any

from redis.asyncio import BlockingConnectionPool, ConnectionPool, Redis
from redis.asyncio.connection import parse_url
from redis.asyncio.retry import Retry
from redis.asyncio.sentinel import Sentinel, SentinelConnectionPool
from redis.backoff import NoBackoff

from bot.queue.redis_url import read


def pool(url: str) -> ConnectionPool:
    """Connections to it; whoever needs one more than there may be waits."""
    place = read(url)
    if not place.sentinels:
        return BlockingConnectionPool.from_url(place.url)
    given: dict[str, Any] = dict(parse_url(place.url))
    is_tls = given.pop("connection_class", None) is not None
    del given["host"], given["port"]  # Sentinel says them
    own = {
        "username": place.to_sentinels.get("sentinel_username"),
        "password": place.to_sentinels.get("sentinel_password"),
    }
    tls = {name: value for name, value in given.items() if name.startswith("ssl_")} | {"ssl": True}
    sentinel = Sentinel(
        place.sentinels,
        # The next one is asked at once: it would try the first for seconds.
        sentinel_kwargs={**own, **(tls if is_tls else {}), "retry": Retry(NoBackoff(), 0)},
        **given,
        ssl=is_tls,
    )
    return sentinel.master_for(place.service, connection_pool_class=_NamedPool).connection_pool


class _NamedPool(SentinelConnectionPool):
    """Closes the connections to the Sentinels with its own."""

    sentinel_manager: Sentinel

    async def disconnect(self, inuse_connections: bool = True) -> None:  # noqa: FBT001 - as redis-py calls it
        await super().disconnect(inuse_connections)
        if inuse_connections:
            await self.sentinel_manager.aclose()


def client(url: str) -> Redis:
    """A client with connections of its own, which are closed with it."""
    return Redis.from_pool(pool(url))
