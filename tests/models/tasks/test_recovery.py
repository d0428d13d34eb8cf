"""Tasks that lost their worker come back, and workers are notified again of tasks that still wait."""

import asyncio
from datetime import UTC, datetime, timedelta
from itertools import chain

from models.domain.lifecycle import LoginStatus, Status
from models.domain.outcomes import AttemptOutcome
from models.messages import status_notes
from models.secrets.sealing import Sealer
from models.tables.messages import Outbox
from models.tables.tasks import Attempt, Event, StatusNote, Task
from models.tasks import bulk, claims, recovery
from tests.factories import claimed, waiting_tasks
from tests.models.states import executing, status_of

_LATER = timedelta(seconds=61)  # more than a lease


async def _lose(task_id: int) -> None:
    """The worker claims, begins, and is lost."""
    held = await claimed(task_id)
    assert await claims.begin(held, now=datetime.now(UTC))
    await recovery.expired(now=datetime.now(UTC) + _LATER)


async def test_a_lease_that_runs_is_left_alone(sqlite: str, sealer: Sealer, now: datetime) -> None:
    held = await executing(sealer)

    assert await recovery.expired(now=now + timedelta(seconds=59)) == []

    assert await status_of(held.task_id) is Status.EXECUTING


async def test_lost_while_starting_it_waits_again_in_the_same_attempt(
    database: str, sealer: Sealer, now: datetime
) -> None:
    (task_id,) = await waiting_tasks(1, sealer)
    await claimed(task_id)

    assert await recovery.expired(now=now + _LATER) == [task_id]

    task, attempt = await Task.get(id=task_id), await Attempt.get(task_id=task_id)
    assert (task.status, task.attempt, task.started_at, task.rung_at) == (Status.WAITING, 1, None, None)
    assert (attempt.status, attempt.started_at) == (Status.WAITING, None)


async def test_the_third_loss_while_starting_stops_it_and_asks_for_a_person(
    database: str, sealer: Sealer, now: datetime
) -> None:
    (task_id,) = await waiting_tasks(1, sealer)
    for _ in range(3):
        assert await status_of(task_id) is Status.WAITING
        await claimed(task_id)
        await recovery.expired(now=now + _LATER)

    task = await Task.get(id=task_id)
    assert (task.status, task.attempt) == (Status.UNKNOWN_ERROR, 1)
    assert "3 workers stopped responding before they touched the account" in task.result
    assert await StatusNote.filter(task_id=task_id).count() == 1
    assert await Outbox.filter(kind="note").count() == 1


async def test_lost_while_executing_a_safe_type_runs_again_by_itself(
    database: str, sealer: Sealer, now: datetime
) -> None:
    held = await executing(sealer, kind="check")

    assert await recovery.expired(now=now + _LATER) == [held.task_id]

    task = await Task.get(id=held.task_id)
    first, second = await Attempt.filter(task_id=task.id).order_by("number")
    assert (task.status, task.attempt, task.operation_user) == (Status.WAITING, 2, "U0ANA")
    assert (first.status, first.cause) == (Status.UNKNOWN_ERROR, "worker_lost")
    assert (second.status, second.by) == (Status.WAITING, "")
    assert await StatusNote.all().count() == 0


async def test_lost_while_executing_create_page_stops_and_says_look_first(
    database: str, sealer: Sealer, now: datetime
) -> None:
    held = await executing(sealer, kind="create_page")

    await recovery.expired(now=now + _LATER)

    task, attempt = await Task.get(id=held.task_id), await Attempt.get(task_id=held.task_id)
    assert (task.status, task.attempt) == (Status.UNKNOWN_ERROR, 1)
    assert "Look at the account before this is run again" in task.result
    assert attempt.result == task.result
    assert await StatusNote.filter(attempt_id=attempt.id).count() == 1
    assert await Outbox.filter(kind="note", about=attempt.id, state="pending").count() == 1


async def test_three_losses_in_a_row_stop_it(database: str, sealer: Sealer) -> None:
    (task_id,) = await waiting_tasks(1, sealer)

    for _ in range(3):
        assert await status_of(task_id) is Status.WAITING
        await _lose(task_id)

    task = await Task.get(id=task_id)
    assert (task.status, task.attempt) == (Status.UNKNOWN_ERROR, 3)
    assert await Outbox.filter(kind="note").count() == 1


async def test_an_attempt_that_ended_breaks_the_row_of_losses(
    sqlite: str, sealer: Sealer, now: datetime
) -> None:
    (task_id,) = await waiting_tasks(1, sealer)
    await _lose(task_id)
    await _lose(task_id)
    timed_out = AttemptOutcome(status=Status.TIMED_OUT, login_status=LoginStatus.UNKNOWN, result="")
    await claims.settle(await claimed(task_id), timed_out, now=now)
    await bulk.repeat([task_id], by="U0ANA", batch_id=None, now=now)

    await _lose(task_id)

    assert await status_of(task_id) is Status.WAITING


async def test_a_lost_task_somebody_wants_again_runs_for_them(
    sqlite: str, sealer: Sealer, now: datetime
) -> None:
    held = await executing(sealer)
    await bulk.repeat([held.task_id], by="U0BEN", batch_id=None, now=now)

    await recovery.expired(now=now + _LATER)

    task = await Task.get(id=held.task_id)
    assert (task.status, task.attempt, task.operation_user, task.again_by) == (Status.WAITING, 2, "U0BEN", "")


async def test_the_lost_worker_comes_back_too_late(database: str, sealer: Sealer, now: datetime) -> None:
    held = await executing(sealer)
    await recovery.expired(now=now + _LATER)
    ending = AttemptOutcome(status=Status.ENDED, login_status=LoginStatus.LOGGED_IN, result="too late")

    assert not await claims.settle(held, ending, now=now + _LATER)

    assert (await Task.get(id=held.task_id)).result == ""


async def test_two_sweeps_at_once_recover_each_task_once(
    database: str, sealer: Sealer, now: datetime
) -> None:
    ids = await waiting_tasks(6, sealer)
    for task_id in ids:
        await claimed(task_id)

    rescued = await asyncio.gather(*(recovery.expired(now=now + _LATER) for _ in range(3)))

    assert sorted(chain.from_iterable(rescued)) == ids
    assert await Event.filter(move="give_back", actor=recovery.SCHEDULER).count() == 6


async def test_workers_are_notified_again_of_tasks_that_wait_oldest_first(
    database: str, sealer: Sealer, now: datetime
) -> None:
    ids = await waiting_tasks(3, sealer)
    assert await recovery.take_unnotified(now=now) == []

    assert await recovery.take_unnotified(now=now + timedelta(seconds=31)) == ids
    assert await recovery.take_unnotified(now=now + timedelta(seconds=32)) == []


async def test_no_worker_is_notified_of_a_task_whose_account_is_busy(
    sqlite: str, sealer: Sealer, now: datetime
) -> None:
    (first,) = await waiting_tasks(1, sealer)
    await waiting_tasks(1, sealer)
    await claimed(first)

    assert await recovery.take_unnotified(now=now + timedelta(hours=1)) == []


async def test_two_sweeps_at_once_notify_once(database: str, sealer: Sealer, now: datetime) -> None:
    ids = await waiting_tasks(5, sealer)
    later = now + timedelta(minutes=1)

    notified = await asyncio.gather(*(recovery.take_unnotified(now=later) for _ in range(3)))

    assert sorted(chain.from_iterable(notified)) == ids


async def test_the_note_of_a_loss_reads_without_a_picture(sqlite: str, sealer: Sealer, now: datetime) -> None:
    held = await executing(sealer, kind="create_bm")
    await recovery.expired(now=now + _LATER)

    note = await status_notes.note((await Attempt.get(task_id=held.task_id)).id)

    assert note is not None
    assert (note.picture, note.link, note.task_id) == (None, "", held.task_id)


async def test_a_lost_create_page_is_not_run_again_by_a_request_made_before_its_loss(
    database: str, sealer: Sealer, now: datetime
) -> None:
    (task_id,) = await waiting_tasks(1, sealer, kind="create_page")
    held = await claimed(task_id)
    await claims.begin(held, now=now)
    await bulk.repeat([task_id], by="U0BEN", batch_id=None, now=now)

    await recovery.expired(now=now + claims.LEASE + timedelta(seconds=1))

    task = await Task.get(id=task_id)
    assert (task.status, task.again_by) == (Status.UNKNOWN_ERROR, "")
    assert "Look at the account" in task.result
