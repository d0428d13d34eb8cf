"""A lease as its holder sees it: how long what was leased is certainly its own.

Only the holder knows when it renewed last. One that alone cannot reach the database must not go on for longer than the
others wait: they take what was leased when the lease is over.
"""

import asyncio
import time
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TypeVar

import structlog

from models.database import AWAY
from models.domain.errors import LeaseLost, TooLate
from models.periodic import repeat
from models.sql import transaction, write_first

T = TypeVar("T")

_LOOK = 1.0  # seconds between two looks at the time: timers stand still while the machine sleeps
_PATIENCE = 5.0  # seconds for the answer to ``confirm``
_PRESENT = 10.0  # seconds for which a time is the present one: less than any rule that goes by it tells apart
_AGAIN = 5  # times in each beat, as long as it cannot be renewed
_log = structlog.get_logger(__name__)
_asking: set[asyncio.Task[bool]] = set()  # keeps them alive until they end


def steady() -> float:
    """Seconds by a clock that nobody sets; where the system has one that also goes on while the machine sleeps, by that."""
    return time.clock_gettime(time.CLOCK_BOOTTIME) if hasattr(time, "CLOCK_BOOTTIME") else time.monotonic()


@dataclass(frozen=True)
class Moment:
    """A time, and when it was taken.

    What is far ahead of the time was put off before the clock was set back: but not where the time is an old one, since
    this process, or its connection to the database, stood still meanwhile.
    """

    at: datetime
    taken_at: float = field(default_factory=lambda: steady())

    def later(self) -> datetime:
        """The time by now, by a clock that nobody sets meanwhile."""
        return self.at + timedelta(seconds=steady() - self.taken_at)

    async def while_present(self, body: Callable[[], Awaitable[T]]) -> T:
        """Do it in one transaction, which may have begun already. Raise TooLate, and take it back, when the time is over
        by its end.
        """

        async def whole() -> T:
            await write_first()
            outcome = await body()
            if steady() - self.taken_at > _PRESENT:
                raise TooLate
            return outcome

        return await transaction(whole)


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
