"""Steps that do not wait for each other's locks: each has its time, and what takes longer goes on by itself."""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

T = TypeVar("T")
LIMIT = 10.0  # seconds until the others go on
_MOST = 3  # steps that take longer, all together: the pool has five connections
_VITAL = frozenset({"lead", "clock", "leases", "swept", "notifications"})
"""Lost tasks hang on these: beside one that waits for a lock, another connection is tried."""


class TakesLonger(Exception):
    """The others go on without this step."""


class Steps:
    """The steps of one process's maintenance, by name; of one that still runs no second is begun."""

    def __init__(self, limit: float = LIMIT) -> None:
        self._limit = limit
        self._running: defaultdict[str, set[asyncio.Future[Any]]] = defaultdict(set)

    async def take(self, name: str, step: Callable[[], Awaitable[T]]) -> T:
        """Do it and return what it returns, or raise its error.

        Raise TakesLonger when its time is over, or at once while as many run as may; it goes on by itself.
        """
        if not self._may(name):
            raise TakesLonger
        working = asyncio.ensure_future(step())
        self._running[name].add(working)
        working.add_done_callback(lambda done: self._ended(name, done))
        try:
            done, _ = await asyncio.wait([working], timeout=self._limit)
        except asyncio.CancelledError:
            working.cancel()
            raise
        if not done:
            raise TakesLonger
        return working.result()

    def running(self) -> list["asyncio.Future[Any]"]:
        """What takes longer than the others waited."""
        return [step for steps in self._running.values() for step in steps]

    def end(self) -> None:
        """Cancel what still runs: this process stops."""
        for step in self.running():
            step.cancel()

    def _may(self, name: str) -> bool:
        if name in _VITAL:
            return len(self._running[name]) <= 1
        others = sum(len(steps) for step, steps in self._running.items() if step not in _VITAL)
        return not self._running[name] and others < _MOST

    def _ended(self, name: str, done: "asyncio.Future[Any]") -> None:
        self._running[name].discard(done)
        if not done.cancelled():
            done.exception()  # whoever waited was told; of one that took longer, that it did
