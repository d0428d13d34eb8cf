"""A stretch of time cut into few equal parts, for a picture: hours, days or weeks of the reader's own clock. Pure."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

MOST = 14  # parts: Slack takes 20, but six bars side by side in each can no longer be distinguished
_HOURS = (1, 2, 4, 6)
_DAYS = (1, 2, 3, 7, 14, 28, 91, 182, 364)
_IN_HOURS = timedelta(hours=73)  # three days, one of which may have an hour more


@dataclass(frozen=True, kw_only=True)
class Buckets:
    """Parts of a stretch, oldest first: from each edge to before the next. The last may end later than the stretch."""

    edges: tuple[datetime, ...]  # UTC; one more than there are parts
    step: timedelta  # how long a part is, changes of the clock apart

    def __len__(self) -> int:
        return len(self.edges) - 1


def buckets(since: datetime, until: datetime, *, zone: ZoneInfo) -> Buckets:
    """At most ``MOST`` parts from a midnight on that hold all before ``until``, which is later."""
    return (_of_hours if until - since <= _IN_HOURS else _of_days)(since, until, zone)


def _of_hours(since: datetime, until: datetime, _zone: ZoneInfo) -> Buckets:
    hours = -(-(until - since) // timedelta(hours=1))
    step = timedelta(hours=next(n for n in _HOURS if -(-hours // n) <= MOST))
    count = -(-(until - since) // step)
    return Buckets(edges=tuple(since + n * step for n in range(count + 1)), step=step)


def _of_days(since: datetime, until: datetime, zone: ZoneInfo) -> Buckets:
    first, last = since.astimezone(zone).date(), (until - timedelta(microseconds=1)).astimezone(zone).date()
    days = (last - first).days + 1
    step = next((n for n in _DAYS if -(-days // n) <= MOST), _DAYS[-1] * -(-days // (_DAYS[-1] * MOST)))
    starts = [first + timedelta(days=n * step) for n in range(-(-days // step) + 1)]
    edges = tuple(datetime.combine(day, time(), zone).astimezone(UTC) for day in starts)
    return Buckets(edges=edges, step=timedelta(days=step))
