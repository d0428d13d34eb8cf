"""The gate on the way to the site while a step is taken that must not be taken twice."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from executor import limits
from executor.faults import SiteFault

Settled = Callable[[], Awaitable[None]]
"""Returns once the browser has its answer, or its failure, to each request that may do something."""

Connection = asyncio.Task[None]
"""One connection of the browser's, as the task that carries it."""
Cut = Callable[[Connection | None], Awaitable[None]]
"""Ends all connections of the site but that one."""


class CommitGate:
    """Keeps from the browser that a connection broke while the step may be on it; else it would send the step again.

    Chromium does so by itself where a connection that it has used, or opened ahead, ends before the answer. It does
    nothing where the connection stays as it is. So the end is told when no request is unanswered, or never: then no
    connection of the site is left, and none is made.

    Nothing is sent once the task may be somebody else's: this process may have stood still since the click.
    """

    def __init__(self, is_ours: Callable[[], bool], settled: Settled, cut: Cut) -> None:
        self.fault: SiteFault | None = None
        self._is_ours = is_ours
        self._settled = settled
        self._cut = cut
        self._over = asyncio.Event()

    def open(self) -> None:
        """Let everything pass again."""
        self._over.set()

    def check(self) -> None:
        """Raise SiteFault where nothing more may be sent to the site."""
        if self._over.is_set():
            return
        if self.fault is None and not self._is_ours():
            self.fault = SiteFault("The task may be another worker's now.", cause="lease_over")
        if self.fault:
            raise self.fault

    async def end(self, connection: Connection | None, *, unanswered: bool) -> None:
        """Return when the browser may see that a connection has ended; ``unanswered`` as far as one can see inside."""
        if self.fault or self._over.is_set():
            return
        is_settled = not unanswered and await self._is_settled()
        if (
            is_settled or self.fault
        ):  # meanwhile another one's end may have been first: that one ends this too
            return
        self.fault = SiteFault("The connection to the site broke.", cause="connection_lost")
        await self._cut(connection)  # before this one, or an idle one would take what was on it

    async def _is_settled(self) -> bool:
        ways = [asyncio.ensure_future(way) for way in (self._settled(), self._over.wait())]
        try:
            done, _ = await asyncio.wait(
                ways, timeout=limits.ANSWER_TOLD, return_when=asyncio.FIRST_COMPLETED
            )
        finally:
            await end_all(ways)
        return bool(done)


async def end_all(tasks: Sequence[asyncio.Future[Any]]) -> None:
    """Cancel tasks and wait until they have ended."""
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
