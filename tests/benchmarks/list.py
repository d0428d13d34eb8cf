"""The list of tasks, measured: every page, filter and count a click may ask for, on a small and on a big database."""

import random
import shutil
import tempfile
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from tortoise.backends.base.executor import EXECUTOR_CACHE

from models.database import database, migrate
from tests.benchmarks import cases, clicks
from tests.benchmarks.measuring import measure
from tests.benchmarks.measuring.measure import Timing
from tests.benchmarks.surroundings import generator
from tests.long_command import say, told
from tests.postgres import PostgresServer

_MANY = {"postgres": 10_000_000, "sqlite": 1_000_000}
_ROUNDS, _TIMES, _SECONDS = 3, 20, 3.0
_SETTINGS = {
    "shared_buffers": "3GB", "maintenance_work_mem": "1GB", "work_mem": "64MB", "random_page_cost": "1.1",
    "effective_cache_size": "12GB", "max_wal_size": "16GB", "wal_level": "minimal", "max_wal_senders": "0",
    "synchronous_commit": "off", "autovacuum": "off", "jit": "off",
}  # fmt: skip
"""As a machine of this size is set up; vacuum is done by hand, so that it does not run in the middle."""


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What to run. ``rows`` 0 is as many as fit the kind."""

    kind: str
    rows: int
    small: int
    clicks: bool

    @property
    def many(self) -> int:
        return self.rows or _MANY[self.kind]


async def run(wanted: Wanted) -> None:
    """Make both databases, measure, print, remove them."""
    async with _databases(wanted) as urls:
        sizes = (wanted.small, wanted.many)
        for url, size in zip(urls, sizes, strict=True):
            begun = time.perf_counter()
            await migrate(url)
            EXECUTOR_CACHE.clear()
            await generator.fill(url, size)
            say(f"{wanted.kind}: {size:,} tasks made in {time.perf_counter() - begun:.0f} s")
        timings: dict[str, tuple[Timing, Timing]] = {}
        with told(lambda: measure.compare(f"List on {wanted.kind}", sizes, timings)):
            await _pages(urls, sizes, timings)
        if wanted.clicks:
            measure.clicks(f"Clicks on {wanted.kind}, {wanted.many:,} tasks", await clicks.measured(urls[1]))


async def _pages(
    urls: tuple[str, str], sizes: tuple[int, int], timings: dict[str, tuple[Timing, Timing]]
) -> None:
    """Every case on both, in turns, so that a busy moment of the machine hits both."""
    for turn in range(_ROUNDS):
        for place, (url, size) in enumerate(zip(urls, sizes, strict=True)):
            say(f"turn {turn + 1} of {_ROUNDS}: pages of {size:,} tasks")
            async with database(url):
                work_by_name = await cases.cases(size, random.Random(turn))  # noqa: S311 - not a secret
                for name, work in work_by_name.items():
                    both = timings.setdefault(name, (Timing(), Timing()))
                    timing = await measure.timed(work, times=_TIMES, seconds=_SECONDS)
                    both[place].samples.extend(timing.samples)


@asynccontextmanager
async def _databases(wanted: Wanted) -> AsyncGenerator[tuple[str, str]]:
    """Two empty ones: the small and the big."""
    if wanted.kind == "sqlite":
        folder = Path(tempfile.mkdtemp(prefix="bellhop-benchmark-"))
        try:
            yield f"sqlite://{folder}/small.sqlite3", f"sqlite://{folder}/big.sqlite3"
        finally:
            shutil.rmtree(folder)
        return
    server = PostgresServer(_SETTINGS)
    try:
        yield await server.new_database(), await server.new_database()
    finally:
        server.close()
