"""Nothing makes a second page or business manager by itself: a person is warned of it first, or asked to look."""

from datetime import datetime, timedelta

import pytest

from models.batches import operations, plans
from models.domain.lifecycle import LoginStatus, Status
from models.domain.outcomes import AttemptOutcome, OperationResult
from models.domain.triage.decision import LOOKS
from models.domain.triage.outcome import Outcome
from models.secrets.sealing import Sealer
from models.tables.tasks import Task
from models.tasks import claims
from tests.factories import claimed, ended, waiting_tasks
from tests.models.states import executing

_MADE = AttemptOutcome(status=Status.ENDED, login_status=LoginStatus.LOGGED_IN, result="Page Shop (ID 1)")


async def _asked(task_id: int, now: datetime) -> int:
    return (await plans.plan_ids("repeat", [task_id], by="U0BEN", channel="C0OPS", now=now)).id


async def _confirmed(operation: int, now: datetime) -> OperationResult:
    assert await operations.confirm(operation, by="U0BEN", now=now)
    assert (await operations.step(operation, now=now)).over
    progress = await operations.progress(operation)
    assert progress is not None
    return progress.receipt


@pytest.mark.parametrize("look", LOOKS)
async def test_a_request_made_while_it_ran_ends_where_the_account_must_be_looked_at_first(
    database: str, sealer: Sealer, now: datetime, look: str
) -> None:
    held = await executing(sealer, kind="create_page")
    later = now + timedelta(seconds=1)
    assert (await _confirmed(await _asked(held.task_id, later), later)).later == (held.task_id,)

    broke = AttemptOutcome(
        status=Status.UNKNOWN_ERROR, login_status=LoginStatus.LOGGED_IN, result=f"So. {look}"
    )
    assert await claims.settle(held, broke, now=later)

    task = await Task.get(id=held.task_id)
    assert (task.status, task.outcome, task.result) == (Status.UNKNOWN_ERROR, Outcome.PERSON, f"So. {look}")
    assert (task.attempt, task.again_by, task.again_batch_id) == (1, "", None)


async def test_one_that_executes_is_warned_of_and_then_runs_again(
    database: str, sealer: Sealer, now: datetime
) -> None:
    held = await executing(sealer, kind="create_page")
    later = now + timedelta(seconds=1)

    plan = await plans.plan_ids("repeat", [held.task_id], by="U0BEN", channel="C0OPS", now=later)
    assert (plan.seconds, plan.second_ids) == (1, (held.task_id,))
    await _confirmed(plan.id, later)
    assert await claims.settle(held, _MADE, now=later)

    assert (await Task.get(id=held.task_id)).status is Status.WAITING


@pytest.mark.parametrize("kind", ["create_page", "check"])
async def test_what_was_made_after_the_question_is_left_alone_and_what_may_be_done_twice_is_not(
    database: str, sealer: Sealer, now: datetime, kind: str
) -> None:
    (task_id,) = await waiting_tasks(1, sealer, kind=kind)
    operation = await _asked(task_id, now)
    await ended(task_id, result=_MADE.result)

    receipt = await _confirmed(operation, now + timedelta(minutes=5))

    left = {skipped.task_id: skipped.status for skipped in receipt.skipped}
    assert left == ({task_id: Status.ENDED} if kind == "create_page" else {})


async def test_what_began_after_the_question_is_left_alone(
    database: str, sealer: Sealer, now: datetime
) -> None:
    (task_id,) = await waiting_tasks(1, sealer, kind="create_bm")
    operation = await _asked(task_id, now)
    await claimed(task_id)

    receipt = await _confirmed(operation, now + timedelta(minutes=5))

    assert (receipt.later, [skipped.status for skipped in receipt.skipped]) == ((), [Status.STARTING])
    assert (await Task.get(id=task_id)).again_by == ""
