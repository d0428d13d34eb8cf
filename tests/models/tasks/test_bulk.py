"""Cancelling and re-executing: what may be done is done once, the rest is reported as it is."""

import asyncio
from datetime import datetime
from itertools import pairwise

from models.domain.lifecycle import LoginStatus, Status
from models.domain.outcomes import AttemptOutcome, OperationResult, Skipped
from models.secrets.sealing import Sealer
from models.tables.tasks import Attempt, Event, Task
from models.tasks import bulk, claims
from tests.factories import claimed, waiting_tasks
from tests.models.states import brought_to, executing, history_of, status_of

_ENDED = AttemptOutcome(status=Status.ENDED, login_status=LoginStatus.LOGGED_IN, result="logged in")


async def test_only_waiting_tasks_are_cancelled_and_the_others_reported_as_they_are(
    database: str, sealer: Sealer, now: datetime
) -> None:
    ids = dict(zip(Status, await waiting_tasks(len(Status), sealer), strict=True))
    for status, task_id in ids.items():
        await brought_to(status, task_id)

    receipt = await bulk.cancel([*ids.values(), 9999], by="U0BEN", now=now)

    assert receipt.done == (ids[Status.WAITING],)
    statuses = {skipped.task_id: skipped.status for skipped in receipt.skipped}
    assert statuses == {
        task_id: status for status, task_id in ids.items() if status is not Status.WAITING
    } | {9999: None}
    assert receipt.skipped[-1] == Skipped(task_id=9999, status=None)
    assert all(skipped.since for skipped in receipt.skipped if skipped.status)


async def test_an_operation_on_nothing_does_nothing(database: str, now: datetime) -> None:
    nothing = OperationResult()

    assert await bulk.cancel([], by="U0ANA", now=now) == nothing
    assert await bulk.repeat([], by="U0ANA", batch_id=None, now=now) == nothing


async def test_a_second_cancel_does_nothing_twice(database: str, sealer: Sealer, now: datetime) -> None:
    ids = await waiting_tasks(6, sealer)

    receipts = await asyncio.gather(*(bulk.cancel(order, by="U0ANA", now=now) for order in (ids, ids[::-1])))

    assert sorted(sum((receipt.done for receipt in receipts), ())) == ids
    assert await Event.filter(move="cancel").count() == 6


async def test_re_executing_while_executing_runs_after_the_present_attempt(
    database: str, sealer: Sealer, now: datetime
) -> None:
    held = await executing(sealer)

    receipt = await bulk.repeat([held.task_id], by="U0BEN", batch_id=None, now=now)
    assert (receipt.done, receipt.later) == ((), (held.task_id,))
    assert await status_of(held.task_id) is Status.EXECUTING
    assert await claims.settle(held, _ENDED, now=now)

    task = await Task.get(id=held.task_id)
    assert (task.status, task.attempt, task.operation_user, task.again_by) == (Status.WAITING, 2, "U0BEN", "")
    assert [attempt.status for attempt in await Attempt.filter(task_id=task.id).order_by("number")] == [
        "ended",
        "waiting",
    ]


async def test_re_executing_is_kept_once_however_often_it_is_asked(
    sqlite: str, sealer: Sealer, now: datetime
) -> None:
    held = await executing(sealer)
    await bulk.repeat([held.task_id], by="U0BEN", batch_id=None, now=now)

    again = await bulk.repeat([held.task_id], by="U0ANA", batch_id=None, now=now)

    assert again.skipped[0].status is Status.EXECUTING
    assert (await Task.get(id=held.task_id)).again_by == "U0BEN"


async def test_a_request_to_run_again_ends_with_a_cancel(sqlite: str, sealer: Sealer, now: datetime) -> None:
    (task_id,) = await waiting_tasks(1, sealer)
    held = await claimed(task_id)
    await bulk.repeat([task_id], by="U0BEN", batch_id=None, now=now)
    await claims.give_back(held, now=now, cause="stopping")

    await bulk.cancel([task_id], by="U0ANA", now=now)

    assert (await Task.get(id=task_id)).again_by == ""


async def test_cancels_and_re_executions_at_once_leave_sound_histories(
    database: str, sealer: Sealer, now: datetime
) -> None:
    ids = await waiting_tasks(8, sealer)

    await asyncio.gather(
        *(bulk.cancel(ids, by="U0ANA", now=now) for _ in range(6)),
        *(bulk.repeat(ids[::-1], by="U0BEN", batch_id=None, now=now) for _ in range(6)),
    )

    for task_id in ids:
        moves = await history_of(task_id)
        assert all(before[2] == after[1] for before, after in pairwise(moves))
        assert moves[-1][2] == await status_of(task_id)


async def test_a_cancelled_caller_leaves_no_half_move(database: str, sealer: Sealer, now: datetime) -> None:
    (task_id,) = await waiting_tasks(1, sealer)
    begun = asyncio.Event()

    async def call() -> None:
        begun.set()
        await bulk.cancel([task_id], by="U0ANA", now=now)

    caller = asyncio.create_task(call())
    await begun.wait()
    caller.cancel()
    await asyncio.gather(caller, return_exceptions=True)

    other = await bulk.cancel([task_id], by="U0BEN", now=now)  # hangs if the transaction was left open
    assert len(other.done) + len(other.skipped) == 1
    assert await Event.filter(move="cancel").count() == 1
