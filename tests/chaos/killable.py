"""Makes a process killable, and impatient: imported before the program, by each of the chaos run's processes.

CHAOS_FILE names a file that may hold the name of one point. The first process that reaches it takes the file away
and dies, as ``kill -9`` does it. Or it holds ``statement 7``: who counts statements dies before the seventh from then on.
"""

import os
import signal
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import aiosqlite
import asyncpg

from executor.maintenance import sweep
from models.domain import failpoints
from models.messages import outbox
from models.monitoring import processes
from models.tasks import claims, export_runs, recovery

claims.LEASE = timedelta(seconds=4)
outbox.LEASE = timedelta(seconds=6)
export_runs.LEASE = timedelta(seconds=4)
recovery.NOTIFY_AGAIN = timedelta(seconds=2)
sweep._LEFT_BY_TIMETABLE = timedelta()
sweep.LEFT = timedelta(seconds=3)
processes.BEAT = timedelta(seconds=1)
SWEEP_EVERY = 1
LEAD = timedelta(seconds=3)

os.environ.pop("LD_PRELOAD", None)  # a shifted clock is for this process, not for its browsers
_file = Path(os.environ["CHAOS_FILE"])
_STATEMENTS: dict[Any, tuple[str, ...]] = {
    aiosqlite.Connection: ("_execute",),
    asyncpg.Connection: ("execute", "fetch", "fetchrow", "executemany"),
}
_seen: list[str] = []


def _die(point: failpoints.Failpoint) -> None:
    try:
        words = _file.read_text()
        if words not in {point, f"stop {point}"}:
            return
        _file.unlink()
    except FileNotFoundError:
        return
    os.kill(os.getpid(), signal.SIGKILL if words == point else signal.SIGSTOP)


def count_statements() -> None:
    """Die between two statements, commits among them, when the file asks for it."""
    for kind, methods in _STATEMENTS.items():
        for name in methods:
            setattr(kind, name, _counted(getattr(kind, name)))


def _counted(send: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
    async def counted(*arguments: Any, **named: Any) -> Any:
        _count()
        return await send(*arguments, **named)

    return counted


def _count() -> None:
    try:
        word, _, number = _file.read_text().partition(" ")
    except FileNotFoundError:
        _seen.clear()
        return
    if word != "statement":
        return
    _seen.append(word)
    if len(_seen) >= int(number):
        _file.unlink()
        os.kill(os.getpid(), signal.SIGKILL)


failpoints.listen(_die)
