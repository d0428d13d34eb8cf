"""Tasks get other parameters: one that waits in its place, one that is over with a new attempt. See ``Attempt.params``."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from models.batches import operations, plans
from models.domain.lifecycle import LIVE, OVER, Status
from models.domain.values.edits import Edit, Edited, EditedTask, version
from models.sql import rows, transaction, write_first
from models.tables.tasks import Task
from models.tasks.transitions import hold

# An attempt that has begun keeps what it ran with; the one that waits runs with what its task gets.
_KEEP = """
UPDATE attempt SET params = (SELECT task.params FROM task WHERE task.id = attempt.task_id)
WHERE task_id IN (:ids) AND params IS NULL
AND (status <> 'waiting' OR number < (SELECT task.attempt FROM task WHERE task.id = attempt.task_id)) RETURNING id
"""

# By the primary keys of the batches, and an index of each table for the task.
_TOGETHER = """
SELECT MAX(size) AS most FROM batch WHERE id IN (SELECT batch_id FROM task WHERE id IN (:ids))
OR id IN (SELECT batch_id FROM attempt WHERE task_id IN (:ids))
OR (state = 'awaiting' AND id IN (SELECT batch_id FROM batch_item WHERE task_id IN (:ids)))
"""


async def tasks_of(ids: Sequence[int]) -> tuple[EditedTask, ...]:
    """These tasks with their parameters, oldest first."""
    return tuple([_seen(task) for task in await Task.filter(id__in=list(ids)).order_by("id")])


async def together_with(ids: Sequence[int]) -> int:
    """How many tasks an edit of these counts as, where a second person is asked for many: the size of the largest batch
    that they are of or ran in, or whose question a second person has before them.
    """
    found = await rows(_TOGETHER, ids=list(ids))
    return max(len(ids), found[0]["most"] or 0)


async def save(edit: Edit, *, now: datetime) -> Edited:
    """Write the changes into each task that is as it was shown, and run those again that are over: all of it, or nothing.

    A task that a worker has claimed is left alone.
    """

    async def body() -> Edited:
        await write_first()
        await hold("id IN (:ids)", ids=list(edit.versions))
        same = [one for one in await tasks_of(list(edit.versions)) if edit.versions[one.id] == one.version]
        waiting = [one for one in same if one.status is Status.WAITING]
        over = [one for one in same if one.status in OVER]
        running = {one.id for one in same if one.status in LIVE}
        done = await _repeat([one.id for one in over], edit, now=now) if over else Edited()
        changed = {*(one.id for one in waiting), *done.notify}
        await _write([one for one in same if one.id in changed], edit)
        return Edited(
            waiting=tuple(one.id for one in waiting),
            operation=done.operation,
            notify=done.notify,
            running=tuple(sorted(running)),
            left_alone=tuple(sorted(set(edit.versions) - changed - running)),
        )

    return await transaction(body)


async def _write(tasks: Sequence[EditedTask], edit: Edit) -> None:
    if tasks:
        await rows(_KEEP, ids=[one.id for one in tasks])
    for one in tasks:
        is_waiting = Task.filter(id=one.id, status=Status.WAITING)
        await is_waiting.update(params={**one.params, **edit.changes})


async def _repeat(ids: Sequence[int], edit: Edit, *, now: datetime) -> Edited:
    plan = await plans.plan_ids("repeat", ids, by=edit.by, channel=edit.channel, now=now)
    await operations.confirm(plan.id, by=edit.by, now=now)
    step = await operations.step(plan.id, now=now)
    return Edited(operation=plan.id, notify=step.notify)


def _seen(task: Task) -> EditedTask:
    stored: Any = task.params
    params = {str(name): str(value) for name, value in stored.items()} if isinstance(stored, dict) else {}
    return EditedTask(
        id=task.id,
        account_id=task.account_id,  # type: ignore[attr-defined]
        type=task.type,
        status=task.status,
        params=params,
        version=version(task.attempt, task.fence, params),
    )
