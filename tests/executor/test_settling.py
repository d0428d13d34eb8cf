"""Whatever breaks between a claim and the end: the task is settled, with its cause, and nobody claims it again and again."""

import inspect
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pkgutil import resolve_name
from typing import Any

import asyncpg
import pytest
from tortoise.exceptions import OperationalError

from executor import settling
from executor.browser.pool import BrowserPool
from executor.job import DatabaseAway, Job
from executor.outcomes import LOOK_FIRST, Done, Outcome
from executor.run import WorkerContext, run_task
from models.accounts import records
from models.database import is_outage
from models.domain.lifecycle import LoginStatus, Status
from models.domain.outcomes import AttemptOutcome, Evidence
from models.secrets.sealing import Sealer
from models.tables.accounts import Account
from models.tables.tasks import Attempt, StatusNote, Task
from models.tasks import claims
from tests.factories import claimed, waiting_tasks

pytestmark = pytest.mark.usefixtures("database")
Perform = Callable[..., Awaitable[Done]]
PICTURE = Evidence(data=b"jpeg", mime="image/jpeg", width=1, height=1, sha256="0" * 64)


def performing(*, committed: bool = True, session: object = None) -> Perform:
    """An attempt that begins and comes to a good end."""

    async def perform(job: Job, *, browsers: BrowserPool, begin: Callable[[], Awaitable[bool]]) -> Done:
        assert await begin()
        outcome = Outcome(status=Status.ENDED, login_status=LoginStatus.LOGGED_IN, result="Page Shop (ID 1)")
        return Done(outcome=outcome, picture=PICTURE, session=session)  # type: ignore[arg-type]

    return perform


def break_at(monkeypatch: pytest.MonkeyPatch, step: str, error: Exception) -> None:
    """Let a function raise, when it is called or, if it is a coroutine's, when that is awaited."""

    async def later(*_: object, **__: object) -> Any:
        raise error

    def at_once(*_: object, **__: object) -> Any:
        raise error

    monkeypatch.setattr(step, later if inspect.iscoroutinefunction(resolve_name(step)) else at_once)


STEPS = {
    "the clock of the wait": "models.monitoring.metrics.WAIT_SECONDS.labels",
    "reading the job": "executor.run.job_of",
    "reading the secrets": "models.accounts.records.credentials",
    "the first heartbeat's frame": "executor.run._heartbeat",
    "performing": "executor.run.perform",
    "an attempt outside of its tries": "executor.attempt.Attempt.run",
    "the begin": "models.tasks.claims.begin",
    "making the outcome": "executor.run.sealed",
    "sealing the session": "models.accounts.records.seal_session",
}


DONE = ("making the outcome", "sealing the session")
"""Steps after the work: what was done stays done."""


@pytest.mark.parametrize("step", STEPS)
async def test_an_error_at_any_step_settles_the_task_with_a_cause(
    step: str, no_browser: WorkerContext, sealer: Sealer, monkeypatch: pytest.MonkeyPatch
) -> None:
    (task_id,) = await waiting_tasks(1, sealer, kind="create_page")
    if step in (*DONE, "the begin"):
        monkeypatch.setattr("executor.run.perform", performing(session={"cookies": [], "origins": []}))
    break_at(monkeypatch, STEPS[step], RuntimeError("hunter2"))

    assert await run_task(task_id, no_browser)

    task, attempt = await Task.get(id=task_id), await Attempt.get(task_id=task_id)
    assert task.status is attempt.status is (Status.ENDED if step in DONE else Status.UNKNOWN_ERROR)
    assert task.result == (
        "Page Shop (ID 1)" if step in DONE else "An unexpected error occurred (RuntimeError)."
    )
    assert attempt.cause == ("not_kept" if step in DONE else "unforeseen")
    assert await StatusNote.filter(task_id=task_id).count() == 1


@pytest.mark.parametrize(("kind", "asks"), [("create_page", True), ("check", False)])
async def test_after_the_begin_only_what_may_be_repeated_is_not_left_to_a_person(
    kind: str,
    asks: bool,  # noqa: FBT001 - a table's column
    no_browser: WorkerContext,
    sealer: Sealer,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def perform(job: Job, *, browsers: BrowserPool, begin: Callable[[], Awaitable[bool]]) -> Done:
        await begin()
        raise RuntimeError

    (task_id,) = await waiting_tasks(1, sealer, kind=kind)
    monkeypatch.setattr("executor.run.perform", perform)

    await run_task(task_id, no_browser)

    task = await Task.get(id=task_id)
    assert task.status is Status.UNKNOWN_ERROR
    assert task.result.endswith(LOOK_FIRST) is asks


@pytest.mark.parametrize(
    "step", ["models.accounts.records.credentials", "models.tasks.claims.begin", "models.tasks.claims.settle"]
)
async def test_a_database_that_is_away_is_no_failure_of_the_task(
    step: str, no_browser: WorkerContext, sealer: Sealer, monkeypatch: pytest.MonkeyPatch
) -> None:
    (task_id,) = await waiting_tasks(1, sealer)
    monkeypatch.setattr("executor.run.perform", performing())
    break_at(monkeypatch, step, OperationalError(asyncpg.CannotConnectNowError("starting up")))

    with pytest.raises(DatabaseAway):
        await run_task(task_id, no_browser)

    assert (await Task.get(id=task_id)).status in {
        Status.STARTING,
        Status.EXECUTING,
    }  # its lease brings it back


def test_what_the_database_refuses_is_no_outage() -> None:
    assert is_outage(OperationalError(ConnectionRefusedError()))
    assert not is_outage(OperationalError(asyncpg.CharacterNotInRepertoireError("0x00")))
    assert not is_outage(KeyError())


@pytest.mark.parametrize(
    ("result", "evidence"),
    [
        ("the site said: a\0b", PICTURE),
        ("half a pair: \ud83d", PICTURE),
        ("x" * 5000, PICTURE),
        ("fine", "no picture"),
    ],
    ids=["NUL", "a surrogate", "too long", "a picture that is none"],
)
async def test_an_end_that_cannot_be_kept_is_kept_without_what_stands_in_the_way(
    result: str, evidence: Any, sealer: Sealer
) -> None:
    (task_id,) = await waiting_tasks(1, sealer)
    held = await claimed(task_id)
    assert await claims.begin(held, now=datetime.now(UTC))
    ending = AttemptOutcome(
        status=Status.ENDED, login_status=LoginStatus.LOGGED_IN, result=result, evidence=evidence
    )

    assert await settling.settle(held, ending, now=datetime.now(UTC))

    task = await Task.get(id=task_id)
    assert task.status in {Status.ENDED, Status.UNKNOWN_ERROR}
    assert task.result


async def test_what_the_site_says_is_made_fit_to_be_kept() -> None:
    assert settling.one_line("a\0b \ud83d  c\n", 300) == "ab c"


async def test_half_a_surrogate_pair_in_a_session_is_kept(
    no_browser: WorkerContext, sealer: Sealer, monkeypatch: pytest.MonkeyPatch
) -> None:
    (task_id,) = await waiting_tasks(1, sealer)
    cookies = [{"name": "a", "value": "\ud83d\0"}]
    monkeypatch.setattr("executor.run.perform", performing(session={"cookies": cookies, "origins": []}))

    await run_task(task_id, no_browser)

    kept = await records.credentials((await Account.get()).id, sealer=sealer)
    assert (await Attempt.get(task_id=task_id)).cause == ""
    assert kept.session is not None
    assert kept.session["cookies"] == cookies
