"""Tortoise's client of asyncpg, with a pool that nobody waits for without a limit. Tortoise loads it by its name."""

from typing import Any

import asyncpg
from tortoise.backends.asyncpg.client import AsyncpgDBClient

from models.connections import session

_USUAL: dict[str, Any] = {  # of asyncpg.create_pool, which makes no pool of another class
    "max_queries": 50_000,
    "max_inactive_connection_lifetime": 300.0,
    "setup": None,
    "record_class": asyncpg.Record,
}


class _Pool(asyncpg.Pool):
    async def _acquire(self, timeout: float | None) -> Any:  # noqa: ASYNC109 - the driver's own
        while True:
            connection = await super()._acquire(session.PATIENCE if timeout is None else timeout)
            if connection.is_at_rest():
                return connection
            connection.terminate()  # which gives its place back


class Client(AsyncpgDBClient):
    """What Tortoise asks PostgreSQL with."""

    connection_class = session.Session

    async def create_pool(self, **given: Any) -> asyncpg.Pool:
        async def own(connection: session.Session) -> None:
            connection.on_silence = self._expire_connections

        return await _Pool(None, **{**_USUAL, **given}, init=own)

    async def execute_many(self, query: str, values: list[Any]) -> None:
        """Again where the tables were changed since the statement was prepared, as the driver does for others."""
        try:
            await super().execute_many(query, values)
        except asyncpg.InvalidCachedStatementError:
            await super().execute_many(query, values)


client_class = Client
