"""The time limit of an attempt: a wait for a person is added to it, and is bounded."""

import asyncio

import pytest

from executor.progress import TimeLimit

_LONG = 60.0


async def test_work_ends_when_the_limit_is_over() -> None:
    limit = TimeLimit(0.01)
    with pytest.raises(TimeoutError):
        async with limit.kept():
            await asyncio.Event().wait()

    assert limit.left() == 0.0


async def test_a_wait_takes_nothing_from_the_time_of_the_work(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1000.0
    monkeypatch.setattr(asyncio.get_running_loop(), "time", lambda: now)
    limit = TimeLimit(60)
    async with limit.kept():
        now += 20
        with limit.waits(180):
            now += 100
        now += 20

        assert (limit.left(), limit.waited) == (20, 100)


async def test_a_wait_that_goes_on_for_ever_is_ended() -> None:
    limit = TimeLimit(0.01)
    with pytest.raises(TimeoutError):
        await _wait_for_ever(limit)

    assert limit.waited == 0.02


async def test_the_limit_goes_on_after_a_wait_and_in_the_next_try() -> None:
    limit = TimeLimit(0.05)
    async with limit.kept():
        with limit.waits(_LONG):
            await asyncio.sleep(0)
    with pytest.raises(TimeoutError):
        async with limit.kept():
            await asyncio.Event().wait()


async def _wait_for_ever(limit: TimeLimit) -> None:
    async with limit.kept():
        with limit.waits(0.02):
            await asyncio.Event().wait()
