"""Who is seen to live, and who leads."""

import asyncio
from datetime import datetime, timedelta

from models.monitoring import processes

_WHILE = timedelta(seconds=25)


async def test_a_process_is_alive_until_it_ends_or_says_nothing_for_long(
    database: str, now: datetime
) -> None:
    for name in ("a", "b"):
        await processes.seen(name, "worker", "", now=now)
    await processes.seen("a", "worker", "busy", now=now + processes.BEAT)

    later = now + processes.ALIVE + timedelta(seconds=1)
    assert [(process.name, process.about) for process in await processes.alive(now=later)] == [("a", "busy")]
    await processes.ended("a")
    assert await processes.alive(now=later) == []


async def test_one_of_many_leads(database: str, now: datetime) -> None:
    asked = (processes.lead("upkeep", name, now=now, lasting=_WHILE) for name in "abcdef")

    assert sum(await asyncio.gather(*asked)) == 1


async def test_another_leads_once_the_leader_ended_or_is_silent(database: str, now: datetime) -> None:
    assert await processes.lead("upkeep", "a", now=now, lasting=_WHILE)
    assert await processes.lead("upkeep", "a", now=now + _WHILE / 2, lasting=_WHILE)
    assert not await processes.lead("upkeep", "b", now=now + _WHILE, lasting=_WHILE)
    assert await processes.lead("upkeep", "b", now=now + 2 * _WHILE, lasting=_WHILE)
    await processes.ended("b")
    assert await processes.lead("upkeep", "c", now=now + 2 * _WHILE, lasting=_WHILE)
