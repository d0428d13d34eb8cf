"""Every status against every function that moves a task: what the table forbids changes nothing."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

import pytest

from models.domain.filters import TaskFilter
from models.domain.lifecycle import MOVES, OVER, LoginStatus, Move, Status, allowed_moves
from models.domain.outcomes import AttemptOutcome, Claim
from models.domain.triage.outcome import FAILED, Outcome
from models.secrets.sealing import Sealer
from models.sql import transaction
from models.tables.tasks import Attempt, Event, Task
from models.tasks import bulk, claims, counts, transitions
from tests.factories import ended, waiting_tasks
from tests.models.states import brought_to, history_of, status_of

Verb = Callable[[Claim], Awaitable[object]]


def _settle(status: Status) -> Verb:
    ending = AttemptOutcome(status=status, login_status=LoginStatus.UNKNOWN, result="")
    return lambda held: claims.settle(held, ending, now=datetime.now(UTC))


_VERBS: dict[Move, Verb] = {
    Move.CLAIM: lambda held: claims.claim(held.task_id, worker="w", now=datetime.now(UTC)),
    Move.BEGIN: lambda held: claims.begin(held, now=datetime.now(UTC)),
    Move.GIVE_BACK: lambda held: claims.give_back(held, now=datetime.now(UTC), cause="stopping"),
    Move.FINISH: _settle(Status.ENDED),
    Move.FAIL: _settle(Status.UNKNOWN_ERROR),
    Move.TIME_OUT: _settle(Status.TIMED_OUT),
    Move.REFUSE_PROXY: _settle(Status.NO_PROXY),
    Move.CANCEL: lambda held: bulk.cancel([held.task_id], by="U0ANA", now=datetime.now(UTC)),
    Move.REPEAT: lambda held: bulk.repeat([held.task_id], by="U0ANA", batch_id=None, now=datetime.now(UTC)),
}


async def _held(task_id: int) -> Claim:
    """The claim of the task's present holder, whatever the status."""
    task = await Task.get(id=task_id).select_related("account")
    return Claim(
        task_id=task_id, fence=task.fence, attempt=task.attempt, type=task.type, params={},
        account_id=task.account.id, worker="w", asked_at=task.created_at, claimed_at=task.created_at,
    )  # fmt: skip


@pytest.mark.parametrize("status", Status)
async def test_each_function_moves_exactly_what_the_table_allows(
    sqlite: str, sealer: Sealer, status: Status
) -> None:
    ids = await waiting_tasks(len(_VERBS), sealer)
    for task_id, (move, verb) in zip(ids, _VERBS.items(), strict=True):
        await brought_to(status, task_id)
        before = await history_of(task_id)

        await verb(await _held(task_id))

        moved = (await history_of(task_id))[len(before) :]
        (expected,) = MOVES[move].targets if move in allowed_moves(status) else (status,)
        assert moved == (
            [(move.value, status.value, expected.value)] if move in allowed_moves(status) else []
        )
        assert await status_of(task_id) is expected


async def test_the_guard_is_the_same_for_every_move_on_every_status(
    database: str, sealer: Sealer, now: datetime
) -> None:
    ids = dict(zip(Status, await waiting_tasks(len(Status), sealer), strict=True))
    for status, task_id in ids.items():
        await brought_to(status, task_id)
    for how in set(Move) - {Move.WITHDRAW}:  # which asks where the task came from as well
        moved = await transaction(lambda how=how: transitions.move("TRUE", how, now=now, actor="test"))
        assert {Status(task.came_from) for task in moved} == MOVES[how].sources
        assert {task.status for task in moved} == MOVES[how].targets
        for task in moved:  # back, for the next move
            await Task.filter(id=task.id).update(status=Status(task.came_from))


@pytest.mark.parametrize("status", Status)
async def test_each_function_leaves_an_outcome_on_what_was_executed_to_an_end_and_on_nothing_else(
    sqlite: str, sealer: Sealer, status: Status
) -> None:
    ids = await waiting_tasks(len(_VERBS), sealer)
    for task_id, verb in zip(ids, _VERBS.values(), strict=True):
        await brought_to(status, task_id)
        await verb(await _held(task_id))

    for task in await Task.all():
        attempt = await Attempt.get(task_id=task.id, number=task.attempt)
        assert task.outcome == attempt.outcome
        assert bool(task.outcome) == (task.status in OVER - {Status.CANCELED})


async def test_what_is_taken_back_has_its_former_outcome(
    database: str, sealer: Sealer, now: datetime
) -> None:
    failed, canceled = await waiting_tasks(2, sealer)
    await ended(failed, login=LoginStatus.CHECKPOINT)
    await bulk.cancel([canceled], by="U0ANA", now=now)
    await bulk.repeat([failed, canceled], by="U0BEN", batch_id=None, now=now, operation=7)
    assert await Task.all().values_list("outcome", flat=True) == ["", ""]

    assert await bulk.withdraw([failed, canceled], 7, by="U0BEN", now=now) == [failed, canceled]

    assert await Task.all().order_by("id").values_list("outcome", flat=True) == ["person", ""]
    assert await counts.total(TaskFilter(outcomes=(Outcome.PERSON,))) == 1
    assert await counts.total(TaskFilter(outcomes=FAILED, statuses=(Status.TIMED_OUT,))) == 0


async def test_every_move_leaves_its_event_and_queues_its_batch_message(
    database: str, sealer: Sealer
) -> None:
    (task_id,) = await waiting_tasks(1, sealer)
    await brought_to(Status.ENDED, task_id)

    assert await history_of(task_id) == [
        ("create", "", "waiting"),
        ("claim", "waiting", "starting"),
        ("begin", "starting", "executing"),
        ("finish", "executing", "ended"),
    ]
    events = await Event.filter(task_id=task_id).order_by("id").values_list("actor", "attempt", "fence")
    assert events == [("U0ANA", 1, 0), ("worker", 1, 1), ("worker", 1, 1), ("worker", 1, 1)]


@pytest.mark.parametrize("status", sorted(OVER))
async def test_what_is_over_runs_again_as_a_new_attempt_with_a_clean_slate(
    sqlite: str, sealer: Sealer, now: datetime, status: Status
) -> None:
    (task_id,) = await waiting_tasks(1, sealer)
    await brought_to(status, task_id)

    receipt = await bulk.repeat([task_id], by="U0BEN", batch_id=None, now=now)

    task = await Task.get(id=task_id)
    assert receipt.done == (task_id,)
    assert (task.status, task.attempt, task.operation_user) == (Status.WAITING, 2, "U0BEN")
    assert (task.result, task.note_link, task.started_at, task.ended_at) == ("", "", None, None)
