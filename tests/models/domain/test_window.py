"""A filter's days are the reader's days, also on the days when clocks are changed."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from models.domain.filters import EVERYTHING, TaskFilter
from models.domain.window import window

_ZONES = [
    "UTC", "Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe",
    "America/Sao_Paulo", "Asia/Beirut", "America/Havana",  # clocks changed at midnight: a day may begin at one o'clock
    "Pacific/Apia",  # 30 December 2011 never was
]  # fmt: skip
_NOW = datetime(2026, 3, 29, 12, tzinfo=UTC)  # the day Berlin's clocks go forward

zones = st.sampled_from(_ZONES).map(ZoneInfo)
days = st.dates(date(2005, 1, 1), date(2030, 1, 1))
moments = st.datetimes(datetime(2005, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - bounds


def _shows(wanted: TaskFilter, at: datetime, *, zone: ZoneInfo, now: datetime = _NOW) -> bool:
    since, until = window(wanted, zone=zone, now=now)
    return (since is None or since <= at) and (until is None or at < until)


@given(zones, moments, days, days)
@example(
    ZoneInfo("Pacific/Apia"), datetime(2011, 12, 30, 10, tzinfo=UTC), date(2011, 12, 29), date(2011, 12, 30)
)
@example(
    ZoneInfo("America/Sao_Paulo"), datetime(2018, 11, 4, 3, tzinfo=UTC), date(2018, 11, 4), date(2018, 11, 4)
)
def test_a_moment_is_shown_when_its_local_day_lies_between(
    zone: ZoneInfo, at: datetime, one: date, other: date
) -> None:
    since, until = sorted((one, other))

    shown = _shows(TaskFilter(since=since, until=until), at, zone=zone)

    assert shown == (since <= at.astimezone(zone).date() <= until)


@given(
    zones,
    st.integers(0, 32 * 24 * 4),
    moments,
    st.sampled_from([("today", 0, 0), ("yesterday", 1, 1), ("1w", 6, 0), ("30d", 29, 0)]),
)
def test_a_span_counts_the_readers_days_back_from_today(
    zone: ZoneInfo, quarters: int, now: datetime, span: tuple[str, int, int]
) -> None:
    word, first, last = span
    at = now - timedelta(minutes=15 * quarters)
    today = now.astimezone(zone).date()

    shown = _shows(TaskFilter(span=word), at, zone=zone, now=now)

    assert shown == (
        today - timedelta(days=first) <= at.astimezone(zone).date() <= today - timedelta(days=last)
    )


@pytest.mark.parametrize(
    ("word", "first", "after"),
    [("today", 22, 23), ("yesterday", 21, 22), ("1w", 16, 23), ("30d", -7, 23)],  # -7: the 24th of October
)
def test_a_span_begins_and_ends_at_midnight(word: str, first: int, after: int) -> None:
    november = datetime(2026, 10, 31, tzinfo=UTC)

    seen = window(TaskFilter(span=word), zone=ZoneInfo("UTC"), now=november + timedelta(days=22, hours=14))

    assert seen == (november + timedelta(days=first), november + timedelta(days=after))


@given(zones, days)
def test_days_follow_each_other_without_gap_or_overlap(zone: ZoneInfo, day: date) -> None:
    after = day + timedelta(days=1)

    _, end = window(TaskFilter(since=day, until=day), zone=zone, now=_NOW)
    begin, _ = window(TaskFilter(since=after, until=after), zone=zone, now=_NOW)

    assert end == begin


@pytest.mark.parametrize(
    ("day", "hours"), [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (date(2026, 11, 1), 24)]
)
def test_a_day_may_have_23_or_25_hours(day: date, hours: int) -> None:
    since, until = window(TaskFilter(since=day, until=day), zone=ZoneInfo("Europe/Berlin"), now=_NOW)

    assert since is not None
    assert until is not None
    assert until - since == timedelta(hours=hours)


@given(zones, st.dates(), moments)
@example(ZoneInfo("Asia/Kathmandu"), date.min, _NOW)
@example(ZoneInfo("UTC"), date.max, _NOW)
def test_the_calendars_own_ends_are_no_error(zone: ZoneInfo, day: date, at: datetime) -> None:
    assume(day.year < 2000 or day.year > 2035)

    assert _shows(TaskFilter(since=day), at, zone=zone) == (day.year < 2000)
    assert _shows(TaskFilter(until=day), at, zone=zone) == (day.year > 2035)


def test_without_days_there_is_no_window() -> None:
    assert window(EVERYTHING, zone=ZoneInfo("UTC"), now=_NOW) == (None, None)
