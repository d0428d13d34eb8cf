"""One click, one effect."""

import asyncio
from datetime import datetime

from models.messages import inbox


async def test_a_delivery_counts_once_however_often_it_comes(database: str, now: datetime) -> None:
    seen = await asyncio.gather(*(inbox.first_time("trigger:1", now=now) for _ in range(10)))

    assert sorted(seen) == [False] * 9 + [True]


async def test_another_click_counts_again(sqlite: str, now: datetime) -> None:
    assert await inbox.first_time("trigger:1", now=now)
    assert await inbox.first_time("trigger:2", now=now)
