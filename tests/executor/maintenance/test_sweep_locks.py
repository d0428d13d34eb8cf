"""A lock that somebody forgot in another session keeps no lost worker's task from being brought back."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

import asyncpg
import pytest

from executor.maintenance.steps import Steps, TakesLonger
from executor.maintenance.sweep import leads
from models.database import database
from models.domain.lifecycle import Status
from models.monitoring import processes
from models.secrets.sealing import Sealer
from models.tables.tasks import Task
from models.tasks import claims, clock_jumps
from tests.bot.said import said
from tests.executor.maintenance.sweeping import swept
from tests.factories import claimed, ended, waiting_tasks

_LOCKS = {
    "the counts": "SELECT * FROM tally FOR UPDATE",
    "live lists": "LOCK TABLE board",
    "alerts, digests and exports": "LOCK TABLE alert_episode, alert_rule, digest, export_run",
}
_TOLD = ("maintenance failed", "maintenance goes on without a step that takes longer")


@pytest.fixture(params=["?options=-c%20statement_timeout%3D200", ""])
async def url(request: pytest.FixtureRequest, postgres_url: str) -> AsyncIterator[str]:
    """A database that ends statements which wait, and one that does not."""
    async with database(postgres_url + request.param):
        yield postgres_url


@pytest.fixture
async def steps() -> AsyncIterator[Steps]:
    """Impatient ones; what hangs has gone on by the end, when the lock is released."""
    steps = Steps(limit=0.3)
    yield steps
    while hanging := steps.running():
        await asyncio.wait(hanging, timeout=10)


@asynccontextmanager
async def locked(url: str, statement: str) -> AsyncGenerator[None]:
    stray = await asyncpg.connect(url)
    try:
        async with stray.transaction():
            await stray.execute(statement)
            yield
    finally:
        await stray.close()


@pytest.mark.parametrize("lock", _LOCKS)
async def test_a_forgotten_lock_keeps_no_lost_task(
    lock: str, url: str, steps: Steps, sealer: Sealer, now: datetime
) -> None:
    over, lost = await waiting_tasks(2, sealer)
    await swept(now)
    await ended(over)
    await claims.begin(await claimed(lost), now=now)

    with said(*_TOLD) as told:
        async with locked(url, _LOCKS[lock]):
            for seconds in range(10, 71, 10):
                await swept(now + timedelta(seconds=seconds), steps=steps)
            task = await Task.get(id=lost)

    assert task.status is Status.WAITING
    assert told.is_set()
    assert (await clock_jumps.doubt()).by == 0


async def test_who_cannot_ask_whether_another_one_sweeps_does_so(
    url: str, steps: Steps, now: datetime
) -> None:
    async def lead() -> bool:
        return await processes.lead("upkeep", "second", now=now, lasting=timedelta(minutes=1))

    assert await processes.lead("upkeep", "first", now=now, lasting=timedelta(minutes=1))
    assert not await leads(steps, lead)

    async with locked(url, "LOCK TABLE lead"):
        assert await leads(steps, lead)


async def test_a_step_that_hangs_is_not_begun_again_and_three_keep_the_others_from_beginning() -> None:
    steps, begun = Steps(limit=0.01), 0

    async def hang() -> None:
        nonlocal begun
        begun += 1
        await asyncio.Event().wait()

    for name in ("counts", "counts", "alerts", "digests", "retention"):
        with pytest.raises(TakesLonger):
            await steps.take(name, hang)
    assert begun == 3

    assert await steps.take("leases", lambda: asyncio.sleep(0, result=7)) == 7
    steps.end()
    await asyncio.wait(steps.running())
    assert not steps.running()


async def test_the_error_of_a_step_is_the_callers() -> None:
    async def fail() -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await Steps().take("counts", fail)
