"""How the tasks of a batch stand: what was done, what failed and why, what waits for a person, how long its run took."""

from datetime import timedelta
from typing import Any

import pytest

from models.accounts import holds
from models.batches import approvals, create, operations, overview, plans, undo
from models.domain.lifecycle import LoginStatus, Status
from models.domain.triage.outcome import Outcome
from models.domain.values.batches.requests import BatchRequest
from models.domain.values.batches.standing import UNDO, BatchDetail, BatchOverview, FailedBy, HeldTask
from models.messages.outbox import MessageKind
from models.secrets.sealing import Sealer
from models.sql import rows, transaction
from models.tables.messages import Outbox
from models.tables.tasks import Attempt, Batch, Task
from models.tasks import bulk
from tests.factories import claimed, ended, some_accounts, waiting_tasks

pytestmark = pytest.mark.usefixtures("database")


async def batch(number: int = 1) -> BatchDetail:
    found = await create.get(number)
    assert found is not None
    return found


async def stands(number: int = 1) -> BatchOverview:
    return await overview.of(await batch(number))


async def met_checkpoint(task_id: int) -> None:
    await ended(task_id, login=LoginStatus.CHECKPOINT, result="checkpoint: so", cause="checkpoint")


async def _operation(kind: Any, ids: list[int], now: Any) -> int:
    plan = await plans.plan_ids(kind, ids, by="U0ANA", channel="C0OPS", now=now)
    assert await operations.confirm(plan.id, by="U0ANA", now=now)
    assert (await operations.step(plan.id, now=now)).over
    return plan.id


async def test_what_failed_is_told_apart_from_what_was_done_and_what_was_canceled(
    sealer: Sealer, now: Any
) -> None:
    ids = await waiting_tasks(6, sealer)
    await ended(ids[0])
    for task_id in ids[1:3]:
        await met_checkpoint(task_id)
    await ended(ids[3], status=Status.TIMED_OUT, result="so", cause="time_limit")
    await bulk.cancel([ids[4]], by="U0ANA", now=now)

    found = await stands()

    assert found.counts == {Status.ENDED: 3, Status.TIMED_OUT: 1, Status.CANCELED: 1, Status.WAITING: 1}
    assert (found.done, found.failed_count, found.open) == (1, 3, 1)
    assert found.failed == (
        FailedBy(cause="checkpoint", outcome=Outcome.PERSON, tasks=2),
        FailedBy(cause="time_limit", outcome=Outcome.RETRY, tasks=1),
    )
    assert [row["id"] for row in await rows(f"{overview.select_failed(await batch())} ORDER BY 1")] == ids[
        1:4
    ]
    assert await overview.waiting(await batch()) == [ids[5]]


async def test_a_batch_is_not_over_while_one_of_its_tasks_waits_for_a_hold_and_that_one_is_named(
    sealer: Sealer, now: Any
) -> None:
    ids = await waiting_tasks(2, sealer)
    await ended(ids[0])
    held = (await Task.get(id=ids[1]).select_related("account")).account
    await holds.hold([held.id], why="away", by="U0ANA", now=now)

    await create.finish(1, now=now)

    found = await stands()
    assert (found.held_count, found.held) == (1, (HeldTask(id=ids[1], login=held.login),))
    assert found.first_end is None
    assert (await batch()).done_at is None


async def test_the_check_that_looks_whether_a_hold_can_end_does_not_wait_for_it(
    sealer: Sealer, now: Any
) -> None:
    (task_id,) = await waiting_tasks(1, sealer)
    account = (await Task.get(id=task_id).select_related("account")).account
    await transaction(lambda: holds.begin(account.id, why="so", now=now))
    await holds.Hold.all().update(check_id=task_id)

    assert (await stands()).held_count == 0


async def test_a_later_re_execution_does_not_change_how_long_the_first_run_took(
    sealer: Sealer, now: Any
) -> None:
    ids = await waiting_tasks(2, sealer)
    await ended(ids[0])
    await ended(ids[1], status=Status.TIMED_OUT, result="so", cause="time_limit")
    first = (await stands()).first_end
    assert first == (await Task.get(id=ids[1])).ended_at
    repeat = await _operation("repeat", [ids[1]], now)
    assert ((await stands()).first_end, (await stands()).again) == (first, 1)
    assert (await stands(repeat)).first_end is None

    await ended(ids[1])

    assert ((await stands()).first_end, (await stands()).done) == (first, 2)
    assert (await stands(repeat)).first_end == (await Task.get(id=ids[1])).ended_at


async def test_a_batch_is_over_when_its_last_task_was_however_late_that_is_noted(
    sealer: Sealer, now: Any
) -> None:
    for task_id in await waiting_tasks(2, sealer):
        await ended(task_id)
    last = max([attempt.ended_at for attempt in await Attempt.all() if attempt.ended_at])

    await create.finish(1, now=now + timedelta(hours=1))

    assert (await batch()).done_at == last


async def test_a_batch_whose_cancel_is_undone_goes_on_and_its_end_is_told_anew(
    sealer: Sealer, now: Any
) -> None:
    (task_id,) = await waiting_tasks(1, sealer)
    cancel = await _operation("cancel", [task_id], now)
    await create.finish(1, now=now)
    assert (await batch()).done_at is not None

    assert await operations.undo(cancel, by="U0ANA", now=now)
    await operations.step(cancel, now=now)

    assert (await batch()).done_at is None
    await Outbox.all().delete()
    await ended(task_id)
    await create.finish(1, now=now)
    assert await Outbox.filter(kind=MessageKind.FINISHED).count() == 1


async def test_a_new_batch_is_taken_back_once_and_what_has_begun_goes_on(sealer: Sealer, now: Any) -> None:
    ids = await waiting_tasks(3, sealer)
    await claimed(ids[0])

    taken = [await _take_back(now=now) for _ in range(2)]

    operation, again = taken
    assert operation
    assert again is False
    await operations.step(operation, now=now)
    assert [task.status for task in await Task.all().order_by("id")] == [
        Status.STARTING, Status.CANCELED, Status.CANCELED,
    ]  # fmt: skip
    assert (await batch()).undone_by == "U0BEN"


@pytest.mark.parametrize("late", [UNDO, -UNDO])
async def test_after_twenty_seconds_nothing_is_taken_back(sealer: Sealer, now: Any, late: timedelta) -> None:
    await waiting_tasks(1, sealer)
    await Batch.all().update(created_at=now - late)

    assert await _take_back(now=now) is False

    assert (await batch()).undone_by == ""
    assert await Batch.all().count() == 1


async def test_a_message_that_shows_an_undo_is_owed_an_edit_when_its_time_is_over_and_no_other(
    sealer: Sealer, now: Any
) -> None:
    await waiting_tasks(1, sealer)
    found, owed = await batch(), Outbox.filter(kind=MessageKind.UNDO_OVER)

    for _ in range(2):
        await undo.owe_end(found, is_shown=True, now=now)
        assert [row.due_at for row in await owed] == [found.created_at + UNDO]
    await undo.owe_end(found, is_shown=False, now=now)

    assert not await owed.exists()


async def test_the_message_of_a_re_execution_is_drawn_anew_with_the_batches_of_its_tasks(
    sealer: Sealer, now: Any
) -> None:
    (task_id,) = await waiting_tasks(1, sealer)
    await ended(task_id)
    repeat = await _operation("repeat", [task_id], now)
    assert await operations.shown_of(1, now=now) == {}
    await create.posted(repeat, channel="C0OPS", ts="1.1", now=now)

    assert await operations.shown_of(1, now=now) == {repeat: 1}
    assert await operations.shown_of(1, now=now + timedelta(days=3)) == {}


async def test_the_accounts_of_a_batch_that_is_asked_for_are_named_by_group(sealer: Sealer, now: Any) -> None:
    emea, apac = await some_accounts(2, sealer), await some_accounts(1, sealer, group="apac")
    await holds.hold([emea[1].id], why="away", by="U0ANA", now=now)
    ids = (*(account.id for account in (*emea, *apac)), 4711)

    found = await approvals.accounts_of(
        BatchRequest(type="check", account_ids=ids, by="U0ANA", channel="C0OPS")
    )

    assert [(one.group, one.login, one.is_held) for one in found] == [
        ("apac", "apac00", False), ("emea", "emea00", False), ("emea", "emea01", True),
    ]  # fmt: skip


async def _take_back(now: Any) -> int | bool:
    ids = await undo.tasks_of(1)
    return await transaction(lambda: undo.take_back(1, ids, by="U0BEN", channel="C0OPS", now=now))
