"""Processes that stand still for longer than every lease and go on as if nothing had been: ours, and those they use."""

import asyncio
import os
import signal
import subprocess
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

import asyncpg

from models.domain.failpoints import Failpoint
from tests.chaos.cluster import Cluster, Fault

_BEYOND = 8.0  # seconds; longer than every lease here, and a sweep
_NO_ANSWER = 25.0  # seconds; longer than the bot waits for Slack
_WAITS = 40.0  # seconds until a process must have reached the point it stands still at
_OURS = ("bot", "worker", "scheduler")
_BROWSER = "browser"  # Chromium's first process says of no type


def stands_still_at(point: Failpoint) -> Fault:
    """Whichever process delivers a message stands still in the middle of that; another one has it meanwhile."""

    async def inject(cluster: Cluster) -> None:
        cluster.stop_at(point)
        await cluster.ask("check", "create_page")
        try:
            await cluster.until_stopped(_WAITS)
            await asyncio.sleep(_BEYOND)
        finally:
            for name in ("bot", "worker"):
                cluster.signal(name, signal.SIGCONT)

    return inject


def stand_still(*names: str) -> Fault:
    """These processes stand still while tasks are under way."""

    async def inject(cluster: Cluster) -> None:
        await cluster.ask("check", "create_page")
        await asyncio.sleep(1.5)
        pids = [pid for name in names for pid in (cluster.processes.family(name)[0], *_below(cluster, name))]
        await _freeze(pids, _BEYOND)

    return inject


async def all_stand_still(cluster: Cluster) -> None:
    """As when the machine is suspended: every process of ours, its browsers, and a part of them in a delivery."""
    await stand_still(*_OURS)(cluster)


async def leading_scheduler_stands_still(cluster: Cluster) -> None:
    """Another one leads meanwhile, and brings back what a worker lost; then there are two."""
    cluster.processes.start("second scheduler")
    cluster.kill_at(Failpoint.CLAIMED)
    try:
        await cluster.ask("check", "create_page")
        await cluster.until_dead(_WAITS)
        await _freeze(cluster.processes.family("scheduler"), _BEYOND)
    finally:
        await cluster.processes.end("second scheduler")


def browser_stands_still(kind: str) -> Fault:
    """Chromium's processes of one type stand still in the middle of tasks."""

    async def inject(cluster: Cluster) -> None:
        await cluster.ask("check", "create_page")
        async with asyncio.timeout(_WAITS):
            while not (pids := [pid for pid in _below(cluster, "worker") if _type(pid) == kind]):  # noqa: ASYNC110 - of another process
                await asyncio.sleep(0.05)
        await _freeze(pids, _BEYOND)

    return inject


async def server_process_stands_still(cluster: Cluster) -> None:
    """A process of PostgreSQL stands still with a transaction open: what it has locked, nobody gets."""
    await cluster.ask("check", "create_page")
    own = await asyncpg.connect(cluster.database)
    try:
        async with asyncio.timeout(_WAITS):
            while not (found := await own.fetch(_IN_TRANSACTION)):  # noqa: ASYNC110 - nor does a server tell
                await asyncio.sleep(0)
    finally:
        await own.close()
    await _freeze([row["pid"] for row in found], _BEYOND)


_IN_TRANSACTION = (
    "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() "
    "AND state LIKE '%in transaction' AND backend_xid IS NOT NULL LIMIT 1"
)


async def slack_stands_still(cluster: Cluster) -> None:
    """Slack takes connections and says nothing, for longer than the bot waits; so does the site, of the same process."""
    await cluster.ask("check", "create_page")
    await asyncio.sleep(1.5)
    waking = subprocess.Popen(["/bin/sh", "-c", f"sleep {_NO_ANSWER}; kill -CONT {os.getpid()}"])
    os.kill(os.getpid(), signal.SIGSTOP)
    waking.wait()


async def _freeze(pids: Iterable[int], seconds: float) -> None:
    stopped = list(dict.fromkeys(pids))
    for pid in stopped:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGSTOP)
    try:
        await asyncio.sleep(seconds)
    finally:
        for pid in stopped:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGCONT)


def _below(cluster: Cluster, name: str) -> list[int]:
    """The ids of all that a process has started, and those have."""
    found: list[int] = []
    left = [cluster.processes.family(name)[0]]
    while left:
        for children in Path(f"/proc/{left.pop()}/task").glob("*/children"):
            with suppress(OSError):  # it has ended meanwhile
                below = list(map(int, children.read_text().split()))
                found += below
                left += below
    return found


def _type(pid: int) -> str:
    """Chromium's type of a process; empty for another program. Renderers write their words with spaces between."""
    try:
        words = Path(f"/proc/{pid}/cmdline").read_text(errors="replace").replace("\0", " ").split()
    except OSError:  # it has ended meanwhile
        return ""
    if not words or not Path(words[0]).name.startswith(("chrom", "headless")):
        return ""
    return next((word.removeprefix("--type=") for word in words if word.startswith("--type=")), _BROWSER)
