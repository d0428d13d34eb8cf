"""What people do to tasks: cancel those that wait, ask for new attempts of those that do not, and take it back.

Each is a few statements for any number of tasks. What an operation moved carries its number until something else
moves it, so taking back touches exactly what still stands as the operation left it.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from models.domain.lifecycle import LIVE, Move, Status
from models.domain.outcomes import OperationResult, Skipped
from models.messages import outbox
from models.messages.kinds import PROGRESS_EVERY
from models.messages.outbox import MessageKind
from models.sql import rows, transaction
from models.tables.tasks import Batch, Task
from models.tasks import hand_overs
from models.tasks.second_ones import ONCE, SECOND_SINCE
from models.tasks.transitions import TransitionedTask, hold, move, new_attempts

_WARNED_OF = f"id IN (:ids) AND id NOT IN (SELECT id FROM task WHERE id IN (:ids) AND {SECOND_SINCE})"  # noqa: S608 - fixed texts


async def cancel(
    task_ids: Iterable[int], *, by: str, now: datetime, operation: int | None = None
) -> OperationResult:
    """Cancel those that wait; the others are reported with what they are."""
    ids = sorted(set(task_ids))
    if not ids:
        return OperationResult()

    async def body() -> OperationResult:
        await hold("id IN (:ids)", ids=ids)
        moved = await move(
            "id IN (:ids)",
            Move.CANCEL,
            now=now,
            actor=by,
            ids=ids,
            operation=operation,
            sets={"ended_at": ":now", "again_by": "''", "again_batch_id": "NULL"},
        )
        await _attempts_become(Status.CANCELED, moved, ended_at=now)
        await hand_overs.moved(moved, now=now)
        done = {task.id for task in moved}
        return OperationResult(done=tuple(sorted(done)), skipped=await _skipped(set(ids) - done))

    return await transaction(body)


async def repeat(
    task_ids: Iterable[int],
    *,
    by: str,
    batch_id: int | None,
    now: datetime,
    operation: int | None = None,
    asked: datetime | None = None,
) -> OperationResult:
    """Ask for a new attempt of each: at once for those that are over, after the present one for those that run.

    ``asked``: when the person was asked about it; what would make a second page or business manager only since then,
    so that the question did not warn of it, is left alone.
    """
    ids = sorted(set(task_ids))
    if not ids:
        return OperationResult()
    which = _WARNED_OF if asked else "id IN (:ids)"
    values: dict[str, Any] = {"ids": ids, "once": ONCE, "asked": asked} if asked else {"ids": ids}

    async def body() -> OperationResult:
        await hold("id IN (:ids)", ids=ids)
        moved = await new_attempts(which, by=by, batch_id=batch_id, now=now, operation=operation, **values)
        await hand_overs.repeated(moved, by=by, now=now)
        later = await rows(
            "UPDATE task SET again_by = :by, again_batch_id = :batch "  # noqa: S608 - fixed texts
            f"WHERE {which} AND status IN (:live) AND again_by = '' RETURNING id",
            by=by,
            batch=operation or batch_id,
            live=[status.value for status in LIVE],
            **values,
        )
        done, waits = {task.id for task in moved}, {row["id"] for row in later}
        skipped = await _skipped(set(ids) - done - waits)
        return OperationResult(done=tuple(sorted(done)), later=tuple(sorted(waits)), skipped=skipped)

    return await transaction(body)


async def restore(task_ids: Iterable[int], operation: int, *, by: str, now: datetime) -> list[int]:
    """Undo a cancel: those that are still cancelled by it wait again, in their old place. Return their ids."""
    ids = sorted(set(task_ids))

    async def body() -> list[TransitionedTask]:
        await hold("id IN (:ids)", ids=ids)
        moved = await move(
            "id IN (:ids) AND operation_id = :undone",
            Move.RESTORE,
            now=now,
            actor=by,
            ids=ids,
            undone=operation,
            sets={"ended_at": "NULL"},
        )
        await _attempts_become(Status.WAITING, moved, ended_at=None)
        await _go_on_with(moved)
        await hand_overs.moved(moved, now=now)
        return moved

    return sorted(task.id for task in await transaction(body))


async def withdraw(task_ids: Iterable[int], operation: int, *, by: str, now: datetime) -> list[int]:
    """Undo a re-execution: what has not begun is again what it was, with its former result. Return the ids."""
    ids = sorted(set(task_ids))

    async def body() -> list[int]:
        await hold("id IN (:ids)", ids=ids)
        moved = await move(
            "id IN (:ids) AND operation_id = :undone",
            Move.WITHDRAW,
            now=now,
            actor=by,
            ids=ids,
            undone=operation,
            sets={"operation_user": "former_user"},
        )
        back = [task.id for task in moved]
        if back:
            await rows(
                "DELETE FROM attempt WHERE task_id IN (:ids) AND number = (SELECT attempt FROM task "
                "WHERE id = attempt.task_id) RETURNING id",
                ids=back,
            )
            await rows(_FORMER, ids=back)
            await hand_overs.moved(moved, now=now)
        return sorted(back + await _spare(ids, operation, now=now))

    return await transaction(body)


async def _go_on_with(moved: list[TransitionedTask]) -> None:
    """The batches whose tasks wait again are not over: when they are, whoever began them is told how long it took."""
    batches = sorted({task.batch_id for task in moved})
    await Batch.filter(id__in=batches, kind="create").update(done_at=None)


async def _spare(ids: list[int], operation: int, *, now: datetime) -> list[int]:
    """Drop an operation's request that tasks run again once their present attempt is over."""
    spared = await rows(
        "UPDATE task SET again_by = '', again_batch_id = NULL WHERE id IN (:ids) AND again_batch_id = :undone "
        "AND again_by <> '' RETURNING id, batch_id",
        ids=ids,
        undone=operation,
    )
    for batch_id in sorted({row["batch_id"] for row in spared}):
        await outbox.enqueue(MessageKind.PROGRESS, batch_id, now=now, after=PROGRESS_EVERY)
    return [row["id"] for row in spared]


# The row speaks of its former attempt again, and asks for what that ran with.
_FORMER = """
UPDATE task SET attempt = attempt - 1, params = COALESCE((
    SELECT a.params FROM attempt a WHERE a.task_id = task.id AND a.number = task.attempt - 1), params),
(result, login_status, started_at, ended_at, note_link) = (
    SELECT a.result, a.login_status, a.started_at, a.ended_at,
        COALESCE((SELECT n.link FROM status_note n WHERE n.attempt_id = a.id), '')
    FROM attempt a WHERE a.task_id = task.id AND a.number = task.attempt - 1)
WHERE id IN (:ids) RETURNING id
"""


async def _attempts_become(
    status: Status, moved: list[TransitionedTask], *, ended_at: datetime | None
) -> None:
    """The present attempts of moved tasks follow them."""
    if moved:
        await rows(
            "UPDATE attempt SET status = :status, ended_at = :ended WHERE task_id IN (:ids) "
            "AND number = (SELECT attempt FROM task WHERE id = attempt.task_id) RETURNING id",
            status=status.value,
            ended=ended_at,
            ids=[task.id for task in moved],
        )


async def _skipped(ids: set[int]) -> tuple[Skipped, ...]:
    if not ids:
        return ()
    tasks = {task.id: task for task in await Task.filter(id__in=sorted(ids))}
    return tuple(_as_it_is(task_id, tasks.get(task_id)) for task_id in sorted(ids))


def _as_it_is(task_id: int, task: Task | None) -> Skipped:
    if task is None:
        return Skipped(task_id=task_id, status=None)
    return Skipped(
        task_id=task_id, status=task.status, since=task.ended_at or task.started_at or task.created_at
    )
