"""Leases and heartbeats go on after an error of the database, at the next beat."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import asyncpg
import pytest
from tortoise import connections

from bot import clock
from bot.monitoring.heartbeat import heartbeat
from bot.outbox import relay as relays
from executor import run
from handlers.exports import lease
from models.leases import steady
from models.messages import outbox
from models.messages.outbox import MessageKind, Taken
from models.monitoring import processes
from models.secrets.sealing import Sealer
from models.sql import rows
from models.tasks import export_runs
from tests.bot.said import said
from tests.conftest import KEY
from tests.factories import claimed, waiting_tasks


@asynccontextmanager
async def table_away(table: str) -> AsyncIterator[None]:
    """Every statement on this table fails in the database while the block runs."""
    database = connections.get("default")
    await database.execute_script(f"ALTER TABLE {table} RENAME TO away")
    try:
        yield
    finally:
        await database.execute_script(f"ALTER TABLE away RENAME TO {table}")


@asynccontextmanager
async def _leases_of_messages() -> AsyncIterator[None]:
    await outbox.enqueue(MessageKind.NOTE, 1, now=clock.now())
    (row,) = await outbox.take([MessageKind.NOTE], now=clock.now(), most=1)
    async with relays._renewing_leases([Taken.of(row)]):
        yield


@asynccontextmanager
async def _heartbeat_of_a_process() -> AsyncIterator[None]:
    async with heartbeat("bot"):
        yield


@asynccontextmanager
async def _lease_of_an_export() -> AsyncIterator[None]:
    services: Any = SimpleNamespace(now=clock.now)
    async with lease.alone("U0ANA", services):
        yield


@asynccontextmanager
async def _heartbeat_of_an_attempt() -> AsyncIterator[None]:
    (task,) = await waiting_tasks(1, Sealer([KEY]))
    context: Any = SimpleNamespace(now=clock.now)
    held = run._lease(await claimed(task), context, since=steady())
    async with run._heartbeat(held):
        yield


LOOPS: dict[str, tuple[str, str, Callable[[], AbstractAsyncContextManager[None]]]] = {
    "outbox": ("lease_until", "leases not renewed", _leases_of_messages),
    "process": ("seen_at", "no heartbeat", _heartbeat_of_a_process),
    "export_run": ("lease_until", "lease not renewed", _lease_of_an_export),
    "task": ("lease_until", "lease not renewed", _heartbeat_of_an_attempt),
}
"""table: the column that is renewed, what the log says, and the loop."""


@pytest.fixture(params=[0.05])
def every(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> float:
    """Seconds between two renewals, and those that one may take."""
    seconds: float = request.param
    monkeypatch.setattr(outbox, "LEASE", timedelta(seconds=4 * seconds))
    monkeypatch.setattr(lease, "_RENEWED", export_runs.LEASE.total_seconds() / seconds)
    monkeypatch.setattr(processes, "BEAT", timedelta(seconds=seconds))
    monkeypatch.setattr(run, "_BEAT", seconds)
    return seconds


@pytest.mark.usefixtures("database", "every")
@pytest.mark.parametrize("table", LOOPS)
async def test_a_lease_is_renewed_again_after_an_error_of_the_database(table: str) -> None:
    column, says, begin = LOOPS[table]
    async with asyncio.timeout(20), begin():
        with said(says) as failed:
            async with table_away(table):
                await failed.wait()
        await _until_renewed(f"SELECT {column} FROM {table}", rows)


@pytest.mark.usefixtures("every")
@pytest.mark.parametrize("every", [0.5], indirect=True)
@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
@pytest.mark.parametrize("table", LOOPS)
async def test_a_lease_is_renewed_while_the_servers_processes_that_were_asked_stand_still(
    table: str, database: str
) -> None:
    column, says, begin = LOOPS[table]
    own = await asyncpg.connect(database)
    async with asyncio.timeout(30), begin():
        await _until_renewed(f"SELECT {column} FROM {table}", own.fetch)  # so that none is under way
        with said(says) as failed, stopped([row["pid"] for row in await own.fetch(_AT_REST)]):
            await failed.wait()
            await _until_renewed(f"SELECT {column} FROM {table}", own.fetch)
    await own.close()


async def _until_renewed(look: str, ask: Callable[[str], Awaitable[Any]]) -> None:
    before = await ask(look)
    while await ask(look) == before:  # noqa: ASYNC110 - a row has no event
        await asyncio.sleep(0.01)


_AT_REST = "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND state = 'idle'"
"""The server's processes that will be asked next, and hold no lock."""


@contextmanager
def stopped(pids: Sequence[int]) -> Iterator[None]:
    for pid in pids:
        os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for pid in pids:
            os.kill(pid, signal.SIGCONT)
