"""One operation on very many tasks: frozen, done step by step, taken back; how long it takes and how much it holds."""

import tempfile
import time
from collections.abc import AsyncGenerator, Awaitable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.table import Table
from tortoise.backends.base.executor import EXECUTOR_CACHE

from models.batches import operations, plans
from models.database import database, migrate
from models.domain.filters import EVERYTHING
from models.domain.lifecycle import Status
from models.domain.values.batches.plans import Kind
from models.tables.tasks import Task
from models.tasks import counts
from tests.benchmarks.surroundings import generator
from tests.long_command import say, told
from tests.postgres import PostgresServer

_BY, _CHANNEL, _ZONE = "U0ANA", "C0OPS", ZoneInfo("UTC")
Row = tuple[str, float, str]
T = TypeVar("T")
_KINDS: tuple[Kind, ...] = ("cancel", "repeat")


async def run(kind: str, tasks: int) -> None:
    """Fill a database with tasks that wait; cancel all, take it back, re-execute all; print the figures."""
    async with one_database(kind) as url:
        await migrate(url)
        EXECUTOR_CACHE.clear()
        say(f"{kind}: making {tasks:,} tasks")
        await generator.fill(url, tasks)
        async with database(url):
            await Task.all().update(status=Status.WAITING)
            before = megabytes("VmRSS")
            figures: list[Row] = []
            with told(lambda: _print(figures, kind, tasks, megabytes("VmHWM") - before)):
                for what in _KINDS:
                    say(f"{kind}: {what} of {tasks:,} tasks")
                    figures += await _operate(what, tasks)


def _print(figures: list[Row], kind: str, tasks: int, held: float) -> None:
    table = Table("what", "seconds", "came of it", title=f"{tasks:,} tasks at once, {kind}")
    for what, seconds, came in figures:
        table.add_row(what, f"{seconds:.1f}", came)
    table.add_row("memory held above the idle process, MB", f"{held:.0f}", "")
    Console().print(table)


async def _operate(kind: Kind, tasks: int) -> list[Row]:
    frozen, plan = await _timed(
        plans.plan_matching(kind, EVERYTHING, zone=_ZONE, by=_BY, channel=_CHANNEL, now=_now())
    )
    await operations.confirm(plan.id, by=_BY, now=_now())
    done, longest = await _timed(_to_its_end(plan.id))
    progress = await operations.progress(plan.id)
    came = f"{progress.done:,} done, {progress.skipped:,} skipped" if progress else ""
    rows: list[Row] = [
        (f"{kind}: frozen and counted", frozen, f"{plan.size:,} tasks"),
        (f"{kind}: done, {tasks / done:,.0f} a second", done, came),
        (f"{kind}: longest step", longest, ""),
    ]
    if kind == "cancel":  # and left cancelled for the re-execution
        await operations.undo(plan.id, by=_BY, now=_now())
        undone, _ = await _timed(_to_its_end(plan.id))
        back = await operations.progress(plan.id)
        rows.append((f"{kind}: taken back", undone, f"{back.undone:,} tasks" if back else ""))
        rows += await _again(tasks)
    return rows


async def _again(tasks: int) -> list[Row]:
    """Cancel what was taken back, with the counts folded meanwhile, as the scheduler does."""
    plan = await plans.plan_matching("cancel", EVERYTHING, zone=_ZONE, by=_BY, channel=_CHANNEL, now=_now())
    await operations.confirm(plan.id, by=_BY, now=_now())
    await _to_its_end(plan.id)
    folded, _ = await _timed(_fold())
    return [(f"counts of {3 * tasks:,} moves folded", folded, "")]


async def _to_its_end(operation: int) -> float:
    """Every step; return how long the longest took."""
    longest, over = 0.0, False
    while not over:
        seconds, step = await _timed(operations.step(operation, now=_now()))
        longest, over = max(longest, seconds), step.over
    return longest


async def _fold() -> None:
    while await counts.fold():
        """Until nothing is left."""


async def _timed(work: Awaitable[T]) -> tuple[float, T]:
    begun = time.perf_counter()
    result = await work
    return time.perf_counter() - begun, result


@asynccontextmanager
async def one_database(kind: str) -> AsyncGenerator[str]:
    if kind == "sqlite":
        with tempfile.TemporaryDirectory(prefix="bellhop-operation-") as folder:
            yield f"sqlite://{folder}/tasks.sqlite3"
        return
    server = PostgresServer()
    try:
        yield await server.new_database()
    finally:
        server.close()


def megabytes(what: str) -> float:
    """A figure of this process's memory, as Linux keeps it."""
    lines = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text("utf-8").splitlines())
    return int(lines[what].split()[0]) / 1024


def _now() -> datetime:
    return datetime.now(UTC)
