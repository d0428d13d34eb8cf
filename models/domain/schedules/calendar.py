"""When a schedule comes due: a timing in a time zone, between a start and an end. Pure.

A time of day that does not exist, since clocks went forward, comes due once: at the first moment after the gap. One that
exists twice, since clocks went back, comes due once: the first time. What repeats every hour or every few minutes goes on
by elapsed time, through both.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from cronsim import CronSim

from models.domain.schedules.timing import Timing

_JUST = timedelta(microseconds=1)


@dataclass(frozen=True, kw_only=True)
class Calendar:
    """``starts`` is the first moment at which it may come due, ``ends`` the last; all times are UTC."""

    timing: Timing
    zone: ZoneInfo
    starts: datetime
    ends: datetime | None = None

    def after(self, at: datetime) -> datetime | None:
        """The first due time later than ``at``; None when there is none any more."""
        at = max(at, self.starts - _JUST)
        due = (
            _interval_after(self.timing.minutes, self.starts, at)
            if self.timing.minutes
            else self._cron_after(at)
        )
        return None if due is None or (self.ends is not None and due > self.ends) else due

    def following(self, at: datetime) -> Iterator[datetime]:
        """All due times later than ``at``."""
        while (due := self.after(at)) is not None:
            yield due
            at = due

    def next_times(self, at: datetime, most: int = 3) -> tuple[datetime, ...]:
        """The next few due times."""
        return tuple(islice(self.following(at), most))

    def _cron_after(self, at: datetime) -> datetime | None:
        # By the clock, the hour that exists twice is gone through once: what is not later than ``at`` is passed over.
        dues = CronSim(_by_the_clock(self.timing.cron), at.astimezone(self.zone))
        return next((utc for due in dues if (utc := due.astimezone(UTC)) > at), None)


def _interval_after(minutes: int, starts: datetime, at: datetime) -> datetime:
    every = timedelta(minutes=minutes)
    return starts if at < starts else starts + ((at - starts) // every + 1) * every


def _by_the_clock(cron: str) -> str:
    """The expression without ``*`` at the beginning of minute and hour, unless it is for every hour.

    The library takes such a one for a repetition that goes by elapsed time.
    """
    minute, hour, *days = cron.split()
    if hour == "*":
        return cron
    return " ".join((minute.replace("*", "0-59"), hour.replace("*", "0-23"), *days))
