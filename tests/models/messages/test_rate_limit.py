"""The shared rate limiter: calls of one key are spaced, whoever makes them."""

import asyncio

import pytest

from models.messages import rate_limit

_NOW = 1_800_000_000.0


async def test_the_first_call_goes_at_once(database: str) -> None:
    assert await rate_limit.reserve("chat.update", interval=1.2, now=_NOW) == 0.0


async def test_many_at_once_get_a_moment_each(database: str) -> None:
    waits = await asyncio.gather(*(rate_limit.reserve("message:C1", interval=2, now=_NOW) for _ in range(20)))

    assert sorted(waits) == pytest.approx([2 * n for n in range(20)], abs=1e-3)


async def test_keys_do_not_wait_for_each_other(sqlite: str) -> None:
    await rate_limit.reserve("message:C1", interval=60, now=_NOW)

    assert await rate_limit.reserve("message:C2", interval=60, now=_NOW) == 0.0


async def test_what_was_not_used_is_not_saved_up(database: str) -> None:
    await rate_limit.reserve("k", interval=1, now=_NOW)

    waits = [await rate_limit.reserve("k", interval=1, now=_NOW + 100) for _ in range(3)]

    assert waits == pytest.approx([0, 1, 2], abs=1e-3)
