"""How fast a worker process gets through tasks that wait, and what it costs."""

import asyncio
import os
import signal
import subprocess
import tempfile
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.measuring.meter import MARK, Meter

ROOT = Path(__file__).parents[3]
_PATIENCE = 120.0  # seconds without one more task done: slow is a figure, stuck is an error
_LONGEST = 3600.0  # seconds for all tasks, however slow
_TAIL = 2000  # characters of what the worker wrote
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


@dataclass(frozen=True, kw_only=True)
class Worker:
    """A process at work, and the file it writes to."""

    process: "subprocess.Popen[bytes]"
    log: Path

    def stuck(self, why: str) -> RuntimeError:
        """An error that ends with the worker's own last words: without them nobody knows what to mend."""
        last_words = self.log.read_text("utf-8", "replace").strip()[-_TAIL:]
        return RuntimeError(f"{why}; the worker's last words:\n{last_words or '(none)'}")

    def check(self) -> None:
        """A worker that ended by itself does no more tasks: do not wait for them."""
        if self.process.poll() is not None:
            raise self.stuck(f"the worker ended with {self.process.returncode}")


async def performed(done: Counter, tasks: int, meter: Meter, at_work: Worker) -> tuple[float, float]:
    """(tasks a second, CPU milliseconds a task) between the first and the last tenth of the tasks."""
    looks = await _watch(done, tasks, at_work)
    inside = [look for look in looks if tasks * 0.1 <= look[1] <= tasks * 0.9] or looks
    (begun, first), (ended, last) = inside[0], inside[-1]
    number = max(1, last - first)
    return number / max(ended - begun, 0.001), meter.cpu(begun, ended) / number * 1000


async def _watch(done: Counter, tasks: int, at_work: Worker) -> list[tuple[float, int]]:
    """(moment, tasks done) again and again until all are done."""
    looks: list[tuple[float, int]] = []
    begun = moved = time.monotonic()
    while not looks or looks[-1][1] < tasks:
        at_work.check()
        number = await done()
        if not looks or number > looks[-1][1]:
            moved = time.monotonic()
        looks.append((time.time(), number))
        if time.monotonic() - moved > _PATIENCE or time.monotonic() - begun > _LONGEST:
            raise at_work.stuck(f"{number} of {tasks} tasks done, the last one not lately")
        await asyncio.sleep(0.2)
    return looks


@asynccontextmanager
async def worker(command: Sequence[str], environment: dict[str, str], mark: str) -> AsyncGenerator[Worker]:
    """A worker process in a group of its own, so that none of its children outlives it."""
    with tempfile.NamedTemporaryFile(prefix="bellhop-worker-") as log:
        process = subprocess.Popen(
            command, cwd=ROOT, env={**os.environ, **environment, MARK: mark, "PYTHONPATH": str(ROOT)},
            stdout=log, stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
        try:
            yield Worker(process=process, log=Path(log.name))
        finally:
            await asyncio.to_thread(_end, process)


def _end(process: "subprocess.Popen[bytes]") -> None:
    process.terminate()
    try:
        process.wait(15)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)  # not yet waited for, so the id is still its own
        process.wait()
