"""The moments that a filter's days mean for a reader: their midnights are not everybody's. Pure."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from models.domain.filters import TaskFilter

Window = tuple[datetime | None, datetime | None]  # from the first moment, before the second


def window(wanted: TaskFilter, *, zone: ZoneInfo, now: datetime) -> Window:
    """The moments a filter's days mean for a reader in ``zone``: from the first, before the second."""
    today = now.astimezone(zone).date()
    spans: dict[str, tuple[date | None, date | None]] = {
        "": (wanted.since, wanted.until),
        "today": (today, today),
        "yesterday": (today - timedelta(days=1), today - timedelta(days=1)),
        "1w": (today - timedelta(days=6), today),
        "30d": (today - timedelta(days=29), today),
    }
    first, last = spans[wanted.span]
    return (
        _midnight(first, zone) if first else None,
        _midnight(last, zone, days=1) if last else None,
    )


def _midnight(day: date, zone: ZoneInfo, *, days: int = 0) -> datetime | None:
    """The beginning of a day, or of one some days later; None beyond the calendar's own ends."""
    try:
        return datetime.combine(day + timedelta(days=days), time(), zone).astimezone(UTC)
    except OverflowError:
        return None
