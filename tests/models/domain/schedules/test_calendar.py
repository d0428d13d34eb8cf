"""When a schedule comes due where clocks go forward or back: what does not exist comes once, what exists twice once."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from models.domain.schedules.calendar import Calendar
from models.domain.schedules.timing import Timing

_FORWARD, _BACK = "2026-03-29T00:00", "2026-10-25T00:00"  # Berlin: 02:00 to 03:00, and 03:00 to 02:00
_TABLE = [
    ("30 2 * * *", _FORWARD, ["29 03:00+2", "30 02:30+2"]),
    ("0 2 * * *", _FORWARD, ["29 03:00+2", "30 02:00+2"]),
    ("0 2,3 * * *", _FORWARD, ["29 03:00+2", "30 02:00+2"]),
    ("*/20 2 * * *", _FORWARD, ["29 03:00+2", "30 02:00+2"]),
    ("0 */2 * * *", _FORWARD, ["29 03:00+2", "29 04:00+2"]),
    ("*/30 * * * *", "2026-03-29T01:10", ["29 01:30+1", "29 03:00+2", "29 03:30+2"]),
    ("30 2 * * *", _BACK, ["25 02:30+2", "26 02:30+1"]),
    ("*/30 2 * * *", _BACK, ["25 02:00+2", "25 02:30+2", "26 02:00+1"]),
    ("0 */2 * * *", "2026-10-25T00:30", ["25 02:00+2", "25 04:00+1"]),
    ("0 * * * *", "2026-10-25T01:30", ["25 02:00+2", "25 02:00+1", "25 03:00+1"]),
    ("*/30 * * * *", "2026-10-25T01:40", ["25 02:00+2", "25 02:30+2", "25 02:00+1", "25 02:30+1"]),
]  # fmt: skip


def _calendar(cron: str, zone: str = "Europe/Berlin", **more: datetime) -> Calendar:
    starts = more.pop("starts", datetime(2026, 1, 1, tzinfo=UTC))
    return Calendar(timing=Timing(cron=cron), zone=ZoneInfo(zone), starts=starts, **more)


def _written(at: datetime) -> str:
    local = at.astimezone(ZoneInfo("Europe/Berlin"))
    offset = local.utcoffset() or timedelta()
    return f"{local:%d %H:%M}+{offset // timedelta(hours=1)}"


@pytest.mark.parametrize(("cron", "since", "expected"), _TABLE)
def test_where_clocks_change(cron: str, since: str, expected: list[str]) -> None:
    at = datetime.fromisoformat(since).replace(tzinfo=ZoneInfo("Europe/Berlin")).astimezone(UTC)
    dues = _calendar(cron).next_times(at, 40)

    written = [_written(due) for due in dues]
    first = written.index(expected[0])
    assert written[first : first + len(expected)] == expected


def test_asked_in_the_hour_that_comes_a_second_time_it_goes_on_after_it() -> None:
    second = datetime(2026, 10, 25, 1, 40, tzinfo=UTC)  # 02:40, the second time

    assert _written(_calendar("50 2 * * *").next_times(second)[0]) == "26 02:50+1"


def test_an_interval_goes_by_elapsed_time_from_its_start() -> None:
    starts = datetime(2026, 3, 29, 0, 20, tzinfo=UTC)
    calendar = Calendar(timing=Timing(minutes=50), zone=ZoneInfo("Europe/Berlin"), starts=starts)

    assert calendar.next_times(starts - timedelta(days=1)) == tuple(
        starts + n * timedelta(minutes=50) for n in range(3)
    )


def test_a_start_and_an_end_bound_it_and_both_belong_to_it() -> None:
    starts, ends = (datetime(2026, 5, day, 4, tzinfo=UTC) for day in (1, 3))
    calendar = _calendar("0 6 * * *", starts=starts, ends=ends)

    assert calendar.next_times(datetime(2026, 1, 1, tzinfo=UTC), 9) == tuple(
        starts + timedelta(days=n) for n in range(3)
    )
    assert calendar.after(ends) is None
