"""What people do to tasks: cancel those that wait, ask for new attempts of those that do not."""

from collections.abc import Iterable
from datetime import datetime

from models.endings import Receipt, Skipped
from models.lifecycle import LIVE, Move, Status
from models.moves import Moved, attempt_of, move, new_attempts
from models.sql import rows, transaction
from models.tables import Task


async def cancel(task_ids: Iterable[int], *, by: str, now: datetime) -> Receipt:
    """Cancel those that wait; the others are told as what they are."""
    ids = sorted(set(task_ids))

    async def body() -> list[Moved]:
        moved = await move(
            "id IN (:ids)",
            Move.CANCEL,
            now=now,
            actor=by,
            ids=ids,
            sets={"ended_at": ":now", "again_by": "''", "again_batch_id": "NULL"},
        )
        for task in moved:
            await attempt_of(task).update(status=Status.CANCELED, ended_at=now)
        return moved

    done = tuple(sorted(task.id for task in await transaction(body)))
    return Receipt(done=done, skipped=await _skipped(set(ids) - set(done)))


async def repeat(task_ids: Iterable[int], *, by: str, batch_id: int | None, now: datetime) -> Receipt:
    """Ask for a new attempt of each: at once for those that are over, after the present one for those that run."""
    ids = sorted(set(task_ids))

    async def body() -> tuple[list[int], list[int]]:
        moved = await new_attempts("id IN (:ids)", by=by, batch_id=batch_id, now=now, ids=ids)
        later = await rows(
            "UPDATE task SET again_by = :by, again_batch_id = :batch WHERE id IN (:ids) AND status IN (:live) "
            "AND again_by = '' RETURNING id",
            by=by,
            batch=batch_id,
            ids=ids,
            live=[status.value for status in LIVE],
        )
        return [task.id for task in moved], [row["id"] for row in later]

    done, later = await transaction(body)
    skipped = await _skipped(set(ids) - set(done) - set(later))
    return Receipt(done=tuple(sorted(done)), later=tuple(sorted(later)), skipped=skipped)


async def _skipped(ids: set[int]) -> tuple[Skipped, ...]:
    if not ids:
        return ()
    found = {task.id: task for task in await Task.filter(id__in=sorted(ids))}
    return tuple(_as_it_is(task_id, found.get(task_id)) for task_id in sorted(ids))


def _as_it_is(task_id: int, task: Task | None) -> Skipped:
    if task is None:
        return Skipped(task_id=task_id, status=None)
    return Skipped(
        task_id=task_id, status=task.status, since=task.ended_at or task.started_at or task.created_at
    )
