"""Undo of a re-execution that was asked for while its tasks ran, once their attempts are over."""

from datetime import datetime, timedelta

import pytest

from handlers.batches import present_receipt
from models.batches import operations, plans
from models.domain.lifecycle import LoginStatus, Status
from models.domain.outcomes import AttemptOutcome, Claim
from models.secrets.sealing import Sealer
from models.tables.messages import Outbox
from models.tables.tasks import Attempt, Task
from models.tasks import claims, recovery
from tests.factories import claimed, waiting_tasks

LOST = claims.LEASE + timedelta(seconds=1)


async def asked_while_it_runs(sealer: Sealer, now: datetime, *, kind: str = "check") -> tuple[Claim, int]:
    """A task that executes, and the operation that wants it again afterwards."""
    (task_id,) = await waiting_tasks(1, sealer, kind=kind)
    held = await claimed(task_id)
    assert await claims.begin(held, now=now)
    plan = await plans.plan_ids("repeat", [task_id], by="U0BEN", channel="C0OPS", now=now)
    assert await operations.confirm(plan.id, by="U0BEN", now=now)
    assert (await operations.step(plan.id, now=now)).over
    return held, plan.id


async def undone(operation: int, now: datetime) -> str:
    assert await operations.undo(operation, by="U0ANA", now=now)
    assert (await operations.step(operation, now=now)).over
    progress = await operations.progress(operation)
    assert progress is not None
    return present_receipt.undone(progress)


@pytest.mark.parametrize("status", [Status.ENDED, Status.TIMED_OUT, Status.NO_PROXY, Status.UNKNOWN_ERROR])
async def test_a_task_that_waits_for_it_by_now_has_the_result_of_its_own_attempt(
    database: str, sealer: Sealer, now: datetime, status: Status
) -> None:
    held, operation = await asked_while_it_runs(sealer, now)
    ending = AttemptOutcome(status=status, login_status=LoginStatus.LOGGED_IN, result="own result")
    assert await claims.settle(held, ending, now=now)
    assert (await Task.get(id=held.task_id)).status is Status.WAITING

    assert await undone(operation, now) == "*Undone:* 1 task is what it was."

    task = await Task.get(id=held.task_id)
    assert (task.status, task.attempt, task.result) == (status, 1, "own result")
    assert await Attempt.filter(task_id=held.task_id).count() == 1


async def test_a_task_that_runs_for_it_by_now_goes_on_and_is_said_to(
    database: str, sealer: Sealer, now: datetime
) -> None:
    held, operation = await asked_while_it_runs(sealer, now)
    ending = AttemptOutcome(status=Status.ENDED, login_status=LoginStatus.LOGGED_IN, result="")
    assert await claims.settle(held, ending, now=now)
    await claimed(held.task_id)

    assert "1 task had gone on meanwhile" in await undone(operation, now)

    assert (await Task.get(id=held.task_id)).status is Status.STARTING


async def test_a_task_that_was_lost_meanwhile_runs_again_as_if_nobody_had_asked(
    database: str, sealer: Sealer, now: datetime
) -> None:
    held, operation = await asked_while_it_runs(sealer, now)
    assert await recovery.expired(now=now + LOST) == [held.task_id]

    assert await undone(operation, now) == "*Undone:* 1 task is what it was."

    task = await Task.get(id=held.task_id)
    assert (task.status, task.attempt, task.operation_user, task.operation_id) == (
        Status.WAITING,
        2,
        "U0ANA",
        None,
    )
    assert (await Attempt.get(task_id=held.task_id, number=2)).by == ""


async def test_a_task_that_was_lost_too_often_asks_for_a_person_once_the_request_is_taken_back(
    sqlite: str, sealer: Sealer, now: datetime
) -> None:
    held, operation = await asked_while_it_runs(sealer, now)
    await Attempt.filter(task_id=held.task_id).update(number=3)
    await Task.filter(id=held.task_id).update(attempt=3)
    for number in (1, 2):
        await Attempt.create(
            task_id=held.task_id, number=number, batch_id=1, by="", asked_at=now, cause="worker_lost",
            status=Status.UNKNOWN_ERROR,
        )  # fmt: skip
    assert await recovery.expired(now=now + LOST) == [held.task_id]
    assert not await Outbox.filter(kind="note").exists()

    await undone(operation, now)

    assert (await Task.get(id=held.task_id)).status is Status.UNKNOWN_ERROR
    assert await Outbox.filter(kind="note").count() == 1
