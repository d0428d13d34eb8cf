"""How fast a worker process gets through tasks that wait, and what it costs."""

import asyncio
import os
import subprocess
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.meter import MARK, Meter

ROOT = Path(__file__).parents[2]
_PATIENCE = 300.0  # seconds for all tasks
Counter = Callable[[], Awaitable[int]]
"""How many tasks are done."""


@dataclass(frozen=True, kw_only=True)
class Rate:
    """What one engine came to."""

    creating: float  # tasks a second
    performing: float  # tasks a second, between the first and the last tenth
    cpu: float  # milliseconds of the worker's processor time a task

    @property
    def a_core(self) -> float:
        return 1000 / self.cpu if self.cpu else 0.0


async def performed(done: Counter, tasks: int, meter: Meter) -> tuple[float, float]:
    """(tasks a second, CPU milliseconds a task) between the first and the last tenth of the tasks."""
    looks: list[tuple[float, int]] = []
    async with asyncio.timeout(_PATIENCE):
        while not looks or looks[-1][1] < tasks:
            looks.append((time.time(), await done()))
            await asyncio.sleep(0.2)
    inside = [look for look in looks if tasks * 0.1 <= look[1] <= tasks * 0.9] or looks
    (begun, first), (ended, last) = inside[0], inside[-1]
    number = max(1, last - first)
    return number / max(ended - begun, 0.001), meter.cpu(begun, ended) / number * 1000


@asynccontextmanager
async def worker(command: Sequence[str], environment: dict[str, str], mark: str) -> AsyncGenerator[None]:
    process = subprocess.Popen(
        command, cwd=ROOT, env={**os.environ, **environment, MARK: mark, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        yield
    finally:
        process.terminate()
        try:
            await asyncio.to_thread(process.wait, 15)
        except subprocess.TimeoutExpired:
            process.kill()
