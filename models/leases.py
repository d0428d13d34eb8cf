"""A lease as its holder sees it: how long what was leased is certainly its own.

Only the holder knows when it renewed last. One that alone cannot reach the database must not go on for longer than the
others wait: they take what was leased when the lease is over.
"""

import asyncio
import time
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta

import structlog

from models.database import AWAY
from models.domain.errors import LeaseLost
from models.periodic import repeat

_LOOK = 1.0  # seconds between two looks at the time: timers stand still while the machine sleeps
_PATIENCE = 5.0  # seconds for the answer to ``confirm``
_AGAIN = 5  # times in each beat, as long as it cannot be renewed
_log = structlog.get_logger(__name__)
_asking: set[asyncio.Task[bool]] = set()  # keeps them alive until they end


def steady() -> float:
    """Seconds by a clock that nobody sets; where the system has one that also goes on while the machine sleeps, by that."""
    return time.clock_gettime(time.CLOCK_BOOTTIME) if hasattr(time, "CLOCK_BOOTTIME") else time.monotonic()


class Lease:
    """Ours until one beat before its end, counted from when its last renewal was asked for."""

    def __init__(
        self, renew: Callable[[], Awaitable[bool]], *, lasting: timedelta, beat: float, since: float
    ) -> None:
        """``renew`` asks the database, False: it is not ours; ``beat``: seconds; ``since``: when it was got, by ``steady``."""
        self.taken = False  # the database has said that it is not ours
        self._renew = renew
        self._beat = beat
        self._lasting = lasting.total_seconds() - beat
        self._since = since

    @property
    def left(self) -> float:
        """Seconds for which it is certainly ours; 0 or less: it may not be."""
        return 0.0 if self.taken else self._since + self._lasting - steady()

    def renewed(self, asked_at: float) -> None:
        """The database has renewed it; it was asked at this moment, by ``steady``."""
        self._since = max(self._since, asked_at)

    async def renew(self) -> bool:
        """Whether it is still ours, by the database. Raises AWAY."""
        asked_at = steady()
        if await self._renew():
            self.renewed(asked_at)
        else:
            self.taken = True
        return not self.taken

    async def confirm(self) -> None:
        """Raise LeaseLost unless it is certainly ours: by a fresh answer or, where none comes, by the time."""
        asking = asyncio.create_task(
            self.renew()
        )  # goes on by itself: cancelled, it could spoil the connection
        _asking.add(asking)
        asking.add_done_callback(_ended)
        await asyncio.wait({asking}, timeout=min(_PATIENCE, max(self.left, 0.0)))
        if self.left <= 0:
            raise LeaseLost

    @asynccontextmanager
    async def kept(self) -> AsyncGenerator[None]:
        """Renew it while the block runs. As soon as it may not be ours the block is cancelled, and LeaseLost raised."""
        work = asyncio.current_task()
        lost = False

        async def watch() -> None:
            nonlocal lost
            await self._keep()
            lost = True
            if work is not None:
                work.cancel()

        watching = asyncio.create_task(watch())
        try:
            yield
        except asyncio.CancelledError:
            if lost:
                if work is not None:
                    work.uncancel()
                raise LeaseLost from None
            raise
        finally:
            watching.cancel()

    async def _keep(self) -> None:
        """Return when it may not be ours any more, also while a renewal has no answer."""
        beats = repeat(
            self.renew,
            every=self._beat,
            again=self._beat / _AGAIN,
            limit=self._beat,
            failed="lease not renewed",
            expected=AWAY,
        )
        beating = asyncio.create_task(beats)
        try:
            while self.left > 0 and not beating.done():
                await asyncio.wait({beating}, timeout=min(self.left, _LOOK))
        finally:
            beating.cancel()


def _ended(asking: asyncio.Task[bool]) -> None:
    _asking.discard(asking)
    if not asking.cancelled() and (error := asking.exception()):
        _log.warning("lease not confirmed", error=type(error).__name__)
