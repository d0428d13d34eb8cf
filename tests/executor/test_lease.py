"""A worker that alone cannot reach the database, or stood still: it ends before another one may take its task."""

import asyncio
import time
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import pytest_asyncio

from bot.sandbox.site import Behaviour, Member, PracticeSite
from executor.browser.pool import BrowserPool
from executor.job import LetGo
from executor.run import WorkerContext, run_task
from models.domain.errors import LeaseLost
from models.domain.failpoints import Failpoint
from models.domain.lifecycle import Status
from models.leases import Lease, steady
from models.secrets.sealing import Sealer
from models.tables.tasks import Task
from models.tasks import claims, recovery
from tests.executor.conftest import until
from tests.factories import waiting_tasks
from tests.locks import unanswered

LEASE = timedelta(seconds=3)
pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.usefixtures("ready_pictures")]
ANN = Member(login="emea00", user_id="10000000", password="pw-0", name="Ann Lee")


@pytest_asyncio.fixture(loop_scope="session")
async def site() -> AsyncIterator[PracticeSite]:
    async with PracticeSite([ANN], posts=0) as server:
        yield server


@pytest.fixture
def context(no_browser: WorkerContext, site: PracticeSite, browsers: BrowserPool) -> WorkerContext:
    return replace(no_browser, browsers=browsers, site_url=site.url)


@pytest.fixture
def short_lease(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(claims, "LEASE", LEASE)
    monkeypatch.setattr("executor.run._BEAT", 0.5)


async def _executing(task_id: int) -> None:
    async with asyncio.timeout(20):
        while (await Task.get(id=task_id)).status is not Status.EXECUTING:  # noqa: ASYNC110 - a row has no event
            await asyncio.sleep(0.02)


@pytest.mark.usefixtures("short_lease")
async def test_a_worker_without_answers_ends_before_its_lease_and_makes_nothing(
    database_beside: str, context: WorkerContext, site: PracticeSite, sealer: Sealer
) -> None:
    (task_id,) = await waiting_tasks(1, sealer, kind="create_page")
    site.behave(Behaviour(kind="slow", path="/pages/create/review", value=4000))
    work = asyncio.create_task(run_task(task_id, context))
    await _executing(task_id)
    lease_until = (await Task.get(id=task_id)).lease_until
    assert lease_until

    async with unanswered(database_beside, "task"):
        with pytest.raises(LetGo):
            await asyncio.wait_for(work, 20)
        ended = datetime.now(UTC)

    assert ended < lease_until + timedelta(seconds=0.5)  # one more beat may have come
    await until(lambda: not any(browser._browser.contexts for browser in context.browsers.serving))
    assert site.books()["pages"] == []


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.usefixtures("short_lease", "database_beside")
async def test_a_worker_that_stood_still_just_before_the_step_that_stays_does_not_take_it(
    context: WorkerContext, site: PracticeSite, sealer: Sealer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stand_still(point: Failpoint) -> None:
        if point is Failpoint.COMMITTING:
            time.sleep(LEASE.total_seconds())

    monkeypatch.setattr("executor.visit.reached", stand_still)
    (task_id,) = await waiting_tasks(1, sealer, kind="create_page")

    with pytest.raises(LetGo):
        await run_task(task_id, context)

    assert site.books()["pages"] == []


@pytest.mark.usefixtures("database_beside")
async def test_the_database_is_asked_again_just_before_the_step_that_stays(
    context: WorkerContext, site: PracticeSite, sealer: Sealer
) -> None:
    (task_id,) = await waiting_tasks(1, sealer, kind="create_page")
    site.behave(Behaviour(kind="slow", path="/pages/create/review", value=1500))
    work = asyncio.create_task(run_task(task_id, context))
    await until(lambda: any(draft.category for draft in site.state.books.drafts.values()))

    await recovery.expired(now=datetime.now(UTC) + claims.LEASE + timedelta(seconds=1))

    assert await work
    assert site.books()["pages"] == []
    assert "Look at the account" in (await Task.get(id=task_id)).result


async def test_a_lease_ends_one_beat_early_whatever_the_database_does_and_goes_on_where_it_answers_again() -> (
    None
):
    answers: list[bool | OSError] = [True, OSError(), OSError(), True, OSError()]

    async def renew() -> bool:
        answer = answers.pop(0) if len(answers) > 1 else answers[0]
        if isinstance(answer, OSError):
            raise answer
        return answer

    began = steady()
    lease = Lease(renew, lasting=timedelta(seconds=1.2), beat=0.4, since=began)
    with pytest.raises(LeaseLost):
        async with lease.kept():
            await asyncio.Event().wait()

    assert len(answers) == 1
    assert 0.8 < steady() - began < 2.4
    assert not lease.taken


async def test_a_lease_that_somebody_else_has_is_over_at_once() -> None:
    async def renew() -> bool:
        return False

    lease = Lease(renew, lasting=timedelta(seconds=60), beat=15, since=steady())
    with pytest.raises(LeaseLost):
        async with lease.kept():
            await asyncio.Event().wait()

    assert lease.taken
    with pytest.raises(LeaseLost):
        await lease.confirm()


async def test_without_an_answer_a_lease_is_confirmed_by_the_time_alone() -> None:
    async def renew() -> bool:
        raise OSError

    await Lease(renew, lasting=timedelta(seconds=60), beat=15, since=steady()).confirm()
    with pytest.raises(LeaseLost):
        await Lease(renew, lasting=timedelta(seconds=60), beat=15, since=steady() - 45).confirm()
