"""A database that gives no answer: somebody else has the lock that every write needs."""

import sqlite3
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, closing

import asyncpg


@asynccontextmanager
async def unanswered(url: str, table: str) -> AsyncGenerator[None]:
    """While the block runs, no write to this table ends."""
    if url.startswith("sqlite://"):
        with closing(sqlite3.connect(url.removeprefix("sqlite://"), isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            yield
        return
    other = await asyncpg.connect(url)
    try:
        async with other.transaction():
            await other.execute(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE")
            yield
    finally:
        await other.close()
