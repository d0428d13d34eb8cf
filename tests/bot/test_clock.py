"""Processes on machines whose clocks differ agree on the time: the database's."""

from datetime import UTC, datetime, timedelta, tzinfo

import pytest

from bot import clock
from bot.clock import Clock

HOUR = timedelta(hours=1)
NEAR = timedelta(seconds=30)


async def _agreed(monkeypatch: pytest.MonkeyPatch, ahead: timedelta | None) -> Clock:
    async def server_time() -> datetime | None:
        return None if ahead is None else datetime.now(UTC) + ahead

    monkeypatch.setattr(clock, "server_time", server_time)
    own = Clock()
    await own.agree()
    return own


@pytest.mark.parametrize("ahead", [HOUR, -HOUR])
async def test_a_clock_that_differs_goes_by_the_database(
    monkeypatch: pytest.MonkeyPatch, ahead: timedelta
) -> None:
    own = await _agreed(monkeypatch, ahead)

    assert abs(own.now() - datetime.now(UTC) - ahead) < NEAR


@pytest.mark.parametrize("ahead", [None, timedelta(seconds=0.5)])
async def test_a_slight_difference_and_a_file_without_a_clock_change_nothing(
    monkeypatch: pytest.MonkeyPatch, ahead: timedelta | None
) -> None:
    assert (await _agreed(monkeypatch, ahead)).behind == timedelta()


async def test_once_agreed_it_is_not_moved_by_who_sets_this_machines_clock(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Set(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:
            return datetime.now(tz) + 72 * HOUR

    own = await _agreed(monkeypatch, timedelta())
    monkeypatch.setattr(clock, "datetime", Set)

    assert abs(own.now() - datetime.now(UTC)) < NEAR


@pytest.mark.parametrize("answered_at", [0, 60])
async def test_who_stood_still_for_a_minute_while_it_asked_is_not_half_a_minute_off(
    monkeypatch: pytest.MonkeyPatch, answered_at: int
) -> None:
    """The server said its time at the beginning of that minute, or at its end."""
    asked = datetime.now(UTC)
    looks = iter([asked, asked + timedelta(seconds=60)])

    class StoodStill(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:
            return next(looks).astimezone(tz)

    async def server_time() -> datetime:
        return asked + timedelta(seconds=answered_at)

    monkeypatch.setattr(clock, "server_time", server_time)
    monkeypatch.setattr(clock, "datetime", StoodStill)
    own = Clock()

    await own.agree()

    assert own.behind == timedelta()
