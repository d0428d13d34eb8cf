"""When the clock was set, or nobody looked: how much older than it is everything may seem.

Between two sweeps a short time passes. Where more seems to have passed, either nobody swept (the scheduler or the whole
machine stood still), or the clock was set forward; nobody can tell which. So what is there may seem older than it is, by
as much as the gap. What comes after has its true age; and once more time than an age has passed since, everything that
seems to be of that age is.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from models.sql import rows
from models.tables.messages import Pace

_SWEPT, _SINCE, _BY = "clock:swept", "clock:set-at", "clock:set-by"  # keys of ``pace``
_LONGEST = timedelta(days=365)  # a gap before that is forgotten
_SLIGHT = 1.0  # seconds: clocks of several machines agree within this
_WRITE = "INSERT INTO pace (key, free_at) VALUES (:key, :at) ON CONFLICT (key) DO UPDATE SET free_at = :at RETURNING key"


@dataclass(frozen=True, kw_only=True)
class Doubt:
    """By how many seconds what is older than ``since`` (UNIX seconds) may seem older than it is."""

    since: float = 0.0
    by: float = 0.0

    def covers(self, age: timedelta, *, now: datetime) -> bool:
        """Whether something may seem to be older than ``age`` only because of the gap."""
        return now.timestamp() < self.since + min(self.by, age.total_seconds())

    def older_than(self, age: timedelta, *, now: datetime) -> datetime:
        """What is from before this moment is older than ``age`` for certain."""
        doubted = now.timestamp() < self.since + age.total_seconds()
        return now - age - timedelta(seconds=self.by if doubted else 0.0)


async def look(*, now: datetime, usual: timedelta) -> timedelta:
    """Compare the time with that of the last sweep; ``usual``: so much passes between two at most.

    Return by how much the clock was set, or for how long nobody swept: negative for backwards, zero for neither.
    """
    moments = await _moments()
    moment = now.timestamp()
    swept = moments.get(_SWEPT, moment)
    gap = moment - swept
    if -_SLIGHT <= gap <= usual.total_seconds():
        return timedelta()
    kept = moments.get(_BY, 0.0) if swept - moments.get(_SINCE, 0.0) < _LONGEST.total_seconds() else 0.0
    await _write(_SINCE, moment)
    await _write(_BY, max(0.0, kept + gap))
    return timedelta(seconds=gap)


async def swept(*, now: datetime) -> None:
    """A sweep is over."""
    await _write(_SWEPT, now.timestamp())


async def doubt() -> Doubt:
    """What is to be doubted at present."""
    return _doubt(await _moments())


async def may_seem_over(lease: timedelta, *, now: datetime) -> bool:
    """Whether a lease may seem to be over only because of a gap: one that is written down, or one since the last sweep."""
    moments = await _moments()
    unseen = now.timestamp() - moments.get(_SWEPT, now.timestamp())
    return unseen > lease.total_seconds() or _doubt(moments).covers(lease, now=now)


def _doubt(moments: dict[str, float]) -> Doubt:
    return Doubt(since=moments.get(_SINCE, 0.0), by=moments.get(_BY, 0.0))


async def _moments() -> dict[str, float]:
    kept = await Pace.filter(key__in=[_SWEPT, _SINCE, _BY])
    return {row.key: row.free_at for row in kept}


async def _write(key: str, at: float) -> None:
    await rows(_WRITE, key=key, at=at)
