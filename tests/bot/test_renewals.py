"""Leases and heartbeats go on after an error of the database, at the next beat."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

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
from models.monitoring.processes import Process
from models.secrets.sealing import Sealer
from models.tables.messages import Outbox
from models.tables.tasks import Task
from models.tasks import export_runs
from models.tasks.export_runs import ExportRun
from tests.bot.said import said
from tests.conftest import KEY
from tests.factories import claimed, waiting_tasks

SOON = timedelta(seconds=0.2)


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
async def _leases_of_messages() -> AsyncIterator[Callable[[], Awaitable[Any]]]:
    await outbox.enqueue(MessageKind.NOTE, 1, now=clock.now())
    (row,) = await outbox.take([MessageKind.NOTE], now=clock.now(), most=1)
    async with relays._renewing_leases([Taken.of(row)]):
        yield lambda: Outbox.get().values_list("lease_until", flat=True)


@asynccontextmanager
async def _heartbeat_of_a_process() -> AsyncIterator[Callable[[], Awaitable[Any]]]:
    async with heartbeat("bot"):
        yield lambda: Process.all().values_list("seen_at", flat=True)


@asynccontextmanager
async def _lease_of_an_export() -> AsyncIterator[Callable[[], Awaitable[Any]]]:
    services: Any = SimpleNamespace(now=clock.now)
    async with lease.alone("U0ANA", services):
        yield lambda: ExportRun.get().values_list("lease_until", flat=True)


@asynccontextmanager
async def _heartbeat_of_an_attempt() -> AsyncIterator[Callable[[], Awaitable[Any]]]:
    (task,) = await waiting_tasks(1, Sealer([KEY]))
    context: Any = SimpleNamespace(now=clock.now)
    held = run._lease(await claimed(task), context, since=steady())
    async with run._heartbeat(held):
        yield lambda: Task.get().values_list("lease_until", flat=True)


LOOPS: dict[str, tuple[str, str, Callable[[], AbstractAsyncContextManager[Any]]]] = {
    "messages": ("outbox", "leases not renewed", _leases_of_messages),
    "process": ("process", "no heartbeat", _heartbeat_of_a_process),
    "export": ("export_run", "lease not renewed", _lease_of_an_export),
    "attempt": ("task", "lease not renewed", _heartbeat_of_an_attempt),
}
"""table, what the log says, and the loop with a look at what it renews."""


@pytest.fixture
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbox, "LEASE", SOON)
    monkeypatch.setattr(lease, "_RENEWED", export_runs.LEASE / SOON * 4)
    monkeypatch.setattr(processes, "BEAT", SOON / 4)
    monkeypatch.setattr(run, "_BEAT", SOON.total_seconds() / 4)


@pytest.mark.usefixtures("database", "soon")
@pytest.mark.parametrize("loop", LOOPS)
async def test_a_lease_is_renewed_again_after_an_error_of_the_database(loop: str) -> None:
    table, says, begin = LOOPS[loop]
    async with asyncio.timeout(20), begin() as renewed:
        with said(says) as failed:
            async with table_away(table):
                await failed.wait()
        before = await renewed()
        while await renewed() == before:  # noqa: ASYNC110 - a row has no event
            await asyncio.sleep(0.01)
