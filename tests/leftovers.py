"""No process outlives a run: what is still there at its end is named, ended, and makes the run fail.

With workers (xdist) the run adopts its orphans: Linux makes them children of whoever asked for that, whatever session
and environment they have; so what descends from the run when its workers have ended was left behind. Without workers
the tests' own children must be left to the tests, and orphans are known by a mark in their environment.
"""

import ctypes
import os
import signal
import sys
import threading
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

MARK = "BELLHOP_TEST_RUN"
_PR_SET_CHILD_SUBREAPER = 36
_GRACE = 5.0  # seconds: who was asked to end may take a moment
_PROCESSES = Path("/proc")
_ENDED = (b"", b"Z", b"X")


@dataclass(frozen=True)
class Leftover:
    """A process that should have ended."""

    pid: int
    command: str

    def __str__(self) -> str:
        return f"{self.pid}: {self.command}"


def watch(config: pytest.Config, *, grace: float = _GRACE) -> None:
    """Look at the end of this run, if it is the whole run and not one of its workers."""
    if not hasattr(config, "workerinput"):
        os.environ[MARK] = uuid.uuid4().hex
        config.pluginmanager.register(
            _Watch(adopts=bool(config.getoption("numprocesses", 0)), grace=grace), "leftovers"
        )


@dataclass
class _Watch:
    """Pytest's part of it."""

    adopts: bool
    grace: float
    found: list[Leftover] = field(default_factory=list[Leftover])

    @pytest.hookimpl(wrapper=True)
    def pytest_sessionstart(self) -> Iterator[Any]:
        if self.adopts and sys.platform == "linux":
            ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
        answer = yield
        if self.adopts:
            threading.Thread(target=_bury, daemon=True).start()
        return answer

    @pytest.hookimpl(wrapper=True, trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> Iterator[Any]:
        answer = yield  # the workers end
        self.found = end_all(grace=self.grace)
        if self.found:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED
        return answer

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        if self.found:
            terminalreporter.section("processes that outlived the run", red=True, bold=True)
            for one in self.found:
                terminalreporter.line(str(one))


def end_all(*, grace: float) -> list[Leftover]:
    """Wait a moment for every process of this run to end; end those that do not, and return them."""
    deadline = time.monotonic() + grace
    found, before = list(_living()), [Leftover(0, "")]
    while (
        found or before
    ) and time.monotonic() < deadline:  # nothing twice: one that changes has no name just now
        time.sleep(0.05)
        found, before = list(_living()), found
    for one in found:
        try:
            os.kill(one.pid, signal.SIGKILL)
        except ProcessLookupError:
            continue
    return found


def _living() -> Iterator[Leftover]:
    """Descendants and marked ones, but for those that have ended and wait to be buried."""
    own = os.getpid()
    parents = {int(folder.name): _parent(folder) for folder in _PROCESSES.glob("[0-9]*")}
    mark = f"{MARK}={os.environ[MARK]}".encode()
    for pid in parents.keys() - {own}:
        folder = _PROCESSES / str(pid)
        is_ours = own in _ancestors(pid, parents) or mark in _read(folder / "environ")
        if is_ours and _state(folder) not in _ENDED:
            command = _read(folder / "cmdline").replace(b"\0", b" ").decode(errors="replace").strip()
            yield Leftover(pid, command)


def _ancestors(pid: int, parents: dict[int, int]) -> Iterator[int]:
    while pid := parents.get(pid, 0):
        yield pid


def _state(folder: Path) -> bytes:
    return b"".join(_stat(folder)[:1])


def _parent(folder: Path) -> int:
    told = _stat(folder)
    return int(told[1]) if told else 0


def _stat(folder: Path) -> list[bytes]:
    """What follows the name: state, parent, and so on."""
    return _read(folder / "stat").rpartition(b")")[2].split()


def _read(file: Path) -> bytes:
    """Nothing, where the process ended meanwhile or is somebody else's."""
    try:
        return file.read_bytes()
    except OSError:
        return b""


def _bury() -> None:
    """Take note of the end of each child, as the first process of a machine does: some tests wait until one is gone.

    Those that started a child here are the workers' gateways, and do not ask how it ended.
    """
    while True:
        try:
            os.waitpid(-1, 0)
        except ChildProcessError:
            return
