"""The moments that a filter's days and times mean for a reader: their midnights are not everybody's. Pure."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from models.domain.filters import TaskFilter

Window = tuple[datetime | None, datetime | None]  # from the first moment, before the second
_UNITS = {"h": timedelta(hours=1), "m": timedelta(minutes=1)}


def window(wanted: TaskFilter, *, zone: ZoneInfo, now: datetime) -> Window:
    """The moments a filter's days and times mean for a reader in ``zone``: from the first, before the second."""
    today = now.astimezone(zone).date()
    spans: dict[str, tuple[date | None, date | None]] = {
        "": (wanted.since, wanted.until),
        "today": (today, today),
        "yesterday": (today - timedelta(days=1), today - timedelta(days=1)),
        "1w": (today - timedelta(days=6), today),
        "30d": (today - timedelta(days=29), today),
    }
    if wanted.span not in spans:
        return _recent(wanted.span, zone=zone, now=now), None
    first, last = spans[wanted.span]
    return (
        _moment(first, zone) if first else None,
        _moment(last, zone, days=1) if last else None,
    )


def _recent(span: str, *, zone: ZoneInfo, now: datetime) -> datetime:
    """So many hours or minutes ago; or when it was last this late in ``zone``."""
    if unit := _UNITS.get(span[-1]):
        return now - int(span[:-1]) * unit
    local = now.astimezone(zone)
    clock = time.fromisoformat(span)
    at = datetime.combine(local.date(), clock, zone).astimezone(UTC)
    return (
        at if at <= now else datetime.combine(local.date() - timedelta(days=1), clock, zone).astimezone(UTC)
    )


def _moment(day: date, zone: ZoneInfo, *, days: int = 0) -> datetime | None:
    """The beginning of a day, or of one some days later; a time is itself. None beyond the calendar's own ends."""
    try:
        local = day if isinstance(day, datetime) else datetime.combine(day + timedelta(days=days), time())
        return local.replace(tzinfo=zone).astimezone(UTC)
    except OverflowError:
        return None
