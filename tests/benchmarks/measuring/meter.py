"""Processor time and memory of everything a variant starts, browsers that leave its process group included.

Processes are known by a variable in their environment, or by a parent that has it: a browser writes over its own.
Linux only.
"""

import asyncio
import os
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from statistics import median

MARK = "BELLHOP_METERED"
_EVERY = 0.5  # seconds between two looks; what a process used after the last look at it is lost
_TICKS = os.sysconf("SC_CLK_TCK")


class Meter:
    """Looks again and again while it is entered."""

    def __init__(self, mark: str) -> None:
        self._mark = f"{MARK}={mark}".encode()
        self._cpu: dict[int, float] = {}
        self._looks: list[tuple[float, float, float]] = []  # (moment, CPU seconds so far, MB now)
        self._task: asyncio.Task[None] | None = None

    async def __aenter__(self) -> "Meter":
        self._task = asyncio.create_task(self._look_again())
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._task:
            self._task.cancel()
            await asyncio.wait([self._task])

    def cpu(self, since: float, until: float) -> float:
        """CPU seconds used between two moments."""
        before = max((cpu for at, cpu, _ in self._looks if at <= since), default=0.0)
        return max((cpu for at, cpu, _ in self._looks if at <= until), default=0.0) - before

    def megabytes(self, since: float, until: float) -> float:
        """The most memory in use at once, each shared page counted once (PSS)."""
        return max((mb for at, _, mb in self._looks if since <= at <= until), default=0.0)

    def seen(self) -> set[int]:
        """The ids of all processes it ever saw."""
        return set(self._cpu)

    def typical_megabytes(self, since: float, until: float) -> float:
        """The median of the memory in use between two moments; 0 without a look."""
        return median([mb for at, _, mb in self._looks if since <= at <= until] or [0.0])

    async def _look_again(self) -> None:
        while True:
            await asyncio.to_thread(self._look)
            await asyncio.sleep(_EVERY)

    def _look(self) -> None:
        kilobytes = 0
        for pid in self._pids():
            with suppress(OSError, ValueError):
                self._cpu[pid] = _seconds(pid)
                kilobytes += _pss(pid)
        self._looks.append((time.time(), sum(self._cpu.values()), kilobytes / 1024))

    def _pids(self) -> set[int]:
        parents = dict(_parents())
        marked = {pid for pid in parents if self._is_marked(pid)}
        pids = set(marked)
        while more := {pid for pid, parent in parents.items() if parent in pids} - pids:
            pids |= more
        return pids | {pid for pid in self._cpu if pid in parents}  # also when its parent has died

    def _is_marked(self, pid: int) -> bool:
        try:
            return self._mark in Path(f"/proc/{pid}/environ").read_bytes()
        except OSError:
            return False


def _parents() -> Iterator[tuple[int, int]]:
    """Each process with its parent."""
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            yield int(folder.name), int(_stat(int(folder.name))[1])


def _stat(pid: int) -> list[str]:
    """The fields behind the name, which may hold anything."""
    return Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()


def _seconds(pid: int) -> float:
    fields = _stat(pid)
    return (int(fields[11]) + int(fields[12])) / _TICKS


def _pss(pid: int) -> int:
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text("utf-8").splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1])
    return 0
