"""Schedules once more, as plainly as they can be said: every due time of a year, by looking at each day and minute."""

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from models.domain.schedules.timing import Timing

ZONES = ("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "America/Santiago", "Asia/Kolkata")
BEGIN, END = datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)
_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, kw_only=True)
class PlainSchedule:
    """One random schedule: its timing, and all its due times between its start and its end."""

    timing: Timing
    zone: ZoneInfo
    starts: datetime
    ends: datetime
    dues: tuple[datetime, ...]
    grace: timedelta


def some(chance: random.Random) -> PlainSchedule:
    """A random one. The more often it comes due, the shorter it lasts."""
    zone = ZoneInfo(chance.choice(ZONES))
    timing, days, often = chance.choice((_daily, _weekly, _monthly, _often, _interval))(chance, zone)
    starts = BEGIN + timedelta(minutes=chance.randrange(300 * 1440))
    if chance.random() < 0.5:  # over one of the days on which clocks change
        change = chance.choice((date(2026, 3, 8), date(2026, 3, 29), date(2026, 4, 5), date(2026, 9, 6), date(2026, 10, 25), date(2026, 11, 1)))  # fmt: skip
        starts = datetime.combine(change, time(), UTC) - timedelta(minutes=chance.randrange(1440))
    ends = min(END, starts + chance.uniform(0.3, 1) * often)
    dues = sorted({due for due in days(starts, ends) if starts <= due <= ends})
    grace = timedelta(minutes=chance.choice((0, 15, 60, 360)))
    return PlainSchedule(timing=timing, zone=zone, starts=starts, ends=ends, dues=tuple(dues), grace=grace)


def _clock(chance: random.Random) -> tuple[str, list[tuple[int, int]]]:
    """Times of day that share their minutes or their hour: often those at which clocks change."""
    minutes = sorted(chance.sample((0, 5, 20, 30, 45, 59), chance.choice((1, 1, 2))))
    written = ",".join(map(str, minutes))
    if chance.random() < 0.2:
        written, minutes = "*/20", [0, 20, 40]
    hours = sorted(set(chance.sample((0, 1, 2, 2, 3, 6, 18, 23), chance.choice((1, 1, 2)))))
    return f"{written} {','.join(map(str, hours))}", [(hour, minute) for hour in hours for minute in minutes]


def _daily(chance: random.Random, zone: ZoneInfo):
    cron, times = _clock(chance)
    return Timing(cron=f"{cron} * * *"), _at(times, zone, lambda _: True), timedelta(days=60)


def _weekly(chance: random.Random, zone: ZoneInfo):
    cron, times = _clock(chance)
    days = sorted(chance.sample(range(7), chance.choice((1, 2, 5))))
    named = ",".join(str(day) for day in days)
    on = {(day - 1) % 7 for day in days}  # 0 is Sunday there, and Monday here
    return (
        Timing(cron=f"{cron} * * {named}"),
        _at(times, zone, lambda day: day.weekday() in on),
        timedelta(days=200),
    )


def _monthly(chance: random.Random, zone: ZoneInfo):
    cron, times = _clock(chance)
    days = sorted(chance.sample(range(1, 32), 2))
    return (
        Timing(cron=f"{cron} {','.join(map(str, days))} * *"),
        _at(times, zone, lambda day: day.day in days),
        timedelta(days=365),
    )


def _often(chance: random.Random, zone: ZoneInfo):
    step = chance.choice((10, 15, 20, 30))

    def dues(starts: datetime, ends: datetime) -> Iterator[datetime]:
        at = starts.replace(second=0, microsecond=0)
        while at <= ends:
            if at.astimezone(zone).minute % step == 0:
                yield at
            at += _MINUTE

    return Timing(cron=f"*/{step} * * * *"), dues, timedelta(days=2)


def _interval(chance: random.Random, _zone: ZoneInfo):
    minutes = chance.choice((45, 50, 300, 1000))

    def dues(starts: datetime, ends: datetime) -> Iterator[datetime]:
        at = starts
        while at <= ends:
            yield at
            at += minutes * _MINUTE

    return Timing(minutes=minutes), dues, timedelta(days=minutes / 20)


def _at(times: Iterable[tuple[int, int]], zone: ZoneInfo, is_day):
    def dues(starts: datetime, ends: datetime) -> Iterator[datetime]:
        day = starts.astimezone(zone).date() - timedelta(days=1)
        while day <= ends.astimezone(zone).date():
            if is_day(day):
                yield from (moment(day, hour, minute, zone) for hour, minute in times)
            day += timedelta(days=1)

    return dues


def moment(day: date, hour: int, minute: int, zone: ZoneInfo) -> datetime:
    """The first time that it is so late on this day; where it never is, the moment at which clocks pass over it."""
    local = datetime.combine(day, time(hour, minute))
    at = local.replace(tzinfo=zone).astimezone(UTC)
    if at.astimezone(zone).replace(tzinfo=None) == local:
        return at
    at = (local - timedelta(hours=3)).replace(tzinfo=zone).astimezone(UTC)
    before = at.astimezone(zone).utcoffset()
    while at.astimezone(zone).utcoffset() == before:
        at += _MINUTE
    return at
