"""Where no key of one-time codes is stored, a person is asked for the code while the browser waits at its screen."""

import asyncio
import time
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest
import pytest_asyncio

from bot.sandbox.site import Member, PracticeSite
from bot.sandbox.slack import LocalSlack, Person
from bot.settings import Settings
from executor import limits
from executor.browser.pool import BrowserPool
from executor.run import WorkerContext, run_task
from models.accounts.code_requests import CodeRequest
from models.accounts.holds import Hold
from models.accounts.records import save_accounts
from models.batches import create
from models.domain.lifecycle import LoginStatus, Status
from models.domain.one_time_codes import OneTimeCodes
from models.domain.values.accounts import AccountRecord, CodeState
from models.domain.values.batches.requests import BatchRequest
from models.secrets.sealing import Sealer
from models.tables.accounts import Account
from models.tables.tasks import Attempt, Task
from tests.conftest import connected
from tests.executor.conftest import TOTP

# Everything runs in the loop of the browsers: no driver and no browser is started for one test.
pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.usefixtures("bot")]

KIM = Member(login="kim", user_id="100010001000101", password="right", name="Kim", totp=TOTP)
_ASKS = "asks for a one-time code"
_WITHIN = 5.0  # seconds, from the code's screen to the question


def _code() -> str:
    codes = OneTimeCodes(secret=TOTP)
    return codes.code(codes.window(time.time()))


@pytest_asyncio.fixture(loop_scope="session")
async def slack() -> AsyncIterator[LocalSlack]:
    async with LocalSlack() as server:
        yield server


@pytest_asyncio.fixture(loop_scope="session")
async def bot(config: Settings, slack: LocalSlack) -> AsyncIterator[None]:
    async with connected(config, slack):
        yield


@pytest_asyncio.fixture(loop_scope="session")
async def ana(slack: LocalSlack) -> AsyncIterator[Person]:
    async with Person(slack.url, "U0ANA") as person:
        yield person


@pytest_asyncio.fixture(loop_scope="session")
async def site() -> AsyncIterator[PracticeSite]:
    async with PracticeSite([KIM], posts=0) as server:
        yield server


@pytest.fixture
def context(site: PracticeSite, sealer: Sealer, browsers: BrowserPool) -> WorkerContext:
    async def notify(_: object) -> None:
        """Nobody else works here."""

    return WorkerContext(
        browsers=browsers, sealer=sealer, site_url=site.url, worker="worker", notify=notify, now=lambda: datetime.now(UTC)
    )  # fmt: skip


@pytest_asyncio.fixture(loop_scope="session")
async def task_id(sealer: Sealer) -> int:
    """A check of Kim's account, which has a password and no key of codes."""
    await save_accounts(
        [AccountRecord(login="kim", group="g", password="right", owner="U0ANA")], sealer=sealer
    )
    account = await Account.get()
    request = BatchRequest(type="check", account_ids=(account.id,), by="U0BEN", channel="C0OPS")
    _, ids = await create.create(request, now=datetime.now(UTC))
    return ids[0]


async def _type(ana: Person, code: str, *, after: str = _ASKS) -> None:
    asked = await ana.wait_for_message(after, channel="D0ANA", seconds=30)
    await ana.click(asked, "One-time code…")
    form = await ana.wait_for_view("One-time code")
    await ana.fill(form, {"Code": code})
    assert await ana.submit(form) is None


async def test_the_owner_is_asked_at_once_types_the_code_and_the_task_is_done(
    context: WorkerContext, ana: Person, task_id: int, slack: LocalSlack, site: PracticeSite
) -> None:
    async with asyncio.TaskGroup() as group:
        group.create_task(run_task(task_id, context))
        asked = await ana.wait_for_message(_ASKS, channel="D0ANA", seconds=30)
        request = await CodeRequest.get()
        assert float(asked["ts"]) - request.asked_at.timestamp() < _WITHIN
        assert (request.until - request.asked_at).total_seconds() == limits.CODE_WAIT  # a check's limit is 60
        typed = _code()
        await _type(ana, f"{typed[:3]} {typed[3:]}")

    done = await ana.wait_for_message("The site took the code", channel="D0ANA")
    assert done["ts"] == asked["ts"]
    assert (await Task.get(id=task_id)).result == "logged in"
    request = await CodeRequest.get()
    assert (request.state, request.code) == (CodeState.TAKEN, None)
    assert typed not in str(slack.books())
    assert not await Hold.exists()


async def test_a_wrong_code_is_told_and_a_second_one_may_be_typed(
    context: WorkerContext, ana: Person, task_id: int, site: PracticeSite
) -> None:
    async with asyncio.TaskGroup() as group:
        group.create_task(run_task(task_id, context))
        await _type(ana, "0000000")
        await _type(ana, _code(), after="The site refused that code.")

    assert (await Task.get(id=task_id)).result == "logged in"
    books = site.books()["accounts"][0]
    assert (books["codes_ok"], books["codes_failed"]) == (1, 1)


async def test_after_two_wrong_codes_the_account_is_on_hold(
    context: WorkerContext, ana: Person, task_id: int, site: PracticeSite
) -> None:
    async with asyncio.TaskGroup() as group:
        group.create_task(run_task(task_id, context))
        await _type(ana, "0000000")
        await _type(ana, "1111111", after="The site refused that code.")

    await ana.wait_for_message("The site refused the codes", channel="D0ANA")
    assert (await Attempt.get(task_id=task_id)).cause == "wrong_code"
    assert site.books()["accounts"][0]["codes_failed"] == limits.CODES_BY_HAND
    assert await Hold.filter(released_at=None).exists()


async def test_without_a_code_in_time_it_ends_as_the_checkpoint_that_it_is(
    context: WorkerContext, ana: Person, task_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "CODE_WAIT", 1.0)
    monkeypatch.setattr(limits, "CODE_WORTH", 0.5)

    await run_task(task_id, context)

    await ana.wait_for_message("is on hold", channel="D0ANA")
    task, attempt, request = await Task.get(), await Attempt.get(), await CodeRequest.get()
    assert (task.status, task.login_status, attempt.cause) == (
        Status.ENDED,
        LoginStatus.CHECKPOINT,
        "code_wanted",
    )
    assert "nobody typed one in time" in task.result
    assert (request.state, request.code) == (CodeState.LATE, None)


async def test_no_more_wait_than_there_are_places_and_nobody_is_asked_for_the_others(
    context: WorkerContext, task_id: int
) -> None:
    await run_task(task_id, replace(context, code_places=asyncio.Semaphore(0)))

    assert (await Attempt.get()).cause == "code_wanted"
    assert not await CodeRequest.exists()


async def test_a_worker_that_stops_while_it_waits_leaves_no_question_open(
    context: WorkerContext, ana: Person, task_id: int
) -> None:
    running = asyncio.create_task(run_task(task_id, context))
    asked = await ana.wait_for_message(_ASKS, channel="D0ANA", seconds=30)

    running.cancel()
    await asyncio.wait([running])

    left = await ana.wait_for_message("does not wait for a code", channel="D0ANA")
    assert left["ts"] == asked["ts"]
    assert (await CodeRequest.get()).state is not CodeState.OPEN
