"""The labels of time buckets below a chart, in the reader's zone. Pure."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from models.domain.buckets import Buckets

_DAY, _WEEK = timedelta(days=1), timedelta(days=7)


def every(parts: Buckets) -> str:
    """How often.

    >>> from datetime import UTC
    >>> edges = (datetime(2026, 1, 1, tzinfo=UTC),)
    >>> [every(Buckets(edges=edges, step=timedelta(hours=hours))) for hours in (1, 2, 24, 72, 168)]
    ['each hour', 'every 2 hours', 'each day', 'every 3 days', 'each week']
    """
    number, unit = _counted(parts.step)
    return f"each {unit}" if number == 1 else f"every {number} {unit}s"


def axis(parts: Buckets) -> str:
    """The axis label that explains the bucket labels; empty where they need none."""
    number, unit = _counted(parts.step)
    if parts.step <= _DAY:
        return ""
    return f"{'a' if number == 1 else number} {unit}{'s' if number > 1 else ''} from this day on"


def axis_of_ends(parts: Buckets) -> str:
    """The axis label where buckets are labelled by their end; empty where none is needed."""
    return "at the end of this day" if parts.step >= _DAY else ""


def begins(parts: Buckets, *, zone: ZoneInfo) -> list[str]:
    """The labels of the buckets by their start."""
    return [_name(edge, parts, zone) for edge in parts.edges[:-1]]


def ends(parts: Buckets, *, zone: ZoneInfo, now: datetime) -> list[str]:
    """The labels of the buckets by their end, the hour or the last day; an unfinished bucket ends now."""
    back = timedelta() if parts.step < _DAY else timedelta(microseconds=1)
    return ["now" if edge > now else _name(edge - back, parts, zone) for edge in parts.edges[1:]]


def _name(at: datetime, parts: Buckets, zone: ZoneInfo) -> str:
    local = at.astimezone(zone)
    day = f"{local.day} {local:%b}"
    if parts.step < _DAY:
        within_a_day = parts.edges[-1] - parts.edges[0] <= timedelta(hours=26)
        return f"{local:%H:%M}" if within_a_day else f"{day} {local:%H:%M}"
    one_year = parts.edges[0].astimezone(zone).year == (parts.edges[-1] - _DAY).astimezone(zone).year
    return day if one_year else f"{day} {local.year}"


def _counted(step: timedelta) -> tuple[int, str]:
    for unit, size in (("week", _WEEK), ("day", _DAY)):
        if step % size == timedelta():
            return step // size, unit
    return step // timedelta(hours=1), "hour"
