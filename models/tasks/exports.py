"""Tasks and batches read from end to end, a chunk at a time: memory stays flat however many there are."""

import json
from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from models.domain.filters import Edge, TaskFilter
from models.domain.lifecycle import LoginStatus, Status
from models.domain.triage.outcome import Outcome
from models.domain.values.batches.standing import BatchDetail
from models.domain.values.rows import ExportedItem, ExportedTask
from models.sql import as_moment, rows
from models.tables.tasks import Batch, BatchItem, Task
from models.tables.values import value_of
from models.tasks import pages

_CHUNK = 200  # tasks: while they become lines, nobody else is answered
# A statement of our own: twice as fast as the same by the ORM, and an export asks it some thousand times.
_TASKS = """
SELECT task.id, task.type, login, user_id, account_group.name AS "group", task.login_status, status, outcome, result, note_link,
    task.created_at, started_at, ended_at, operation_user, attempt, batch_id, params
FROM task JOIN account ON account.id = task.account_id JOIN account_group ON account_group.id = task.group_id
WHERE task.id IN (:ids)
"""
_MOMENTS = ("created_at", "started_at", "ended_at")


async def tasks(
    wanted: TaskFilter, *, zone: ZoneInfo, now: datetime
) -> AsyncIterator[Sequence[ExportedTask]]:
    """All that match, newest first, each as it was when its chunk was read. What is created meanwhile is left out."""
    edge: Edge | None = None
    while ids := await pages.matching_ids(wanted, zone=zone, now=now, most=_CHUNK, below=edge):
        by_id = await _tasks(ids)
        chunk = [by_id[task_id] for task_id in ids]  # tasks are never deleted
        yield chunk
        edge = Edge(after=True, created_at=chunk[-1].created_at, task_id=chunk[-1].id)


async def items(batch: BatchDetail) -> AsyncIterator[Sequence[ExportedItem]]:
    """All of a batch, by Task ID: the tasks it created, or those it was asked to cancel or repeat."""
    read, last = (_created if batch.kind == "create" else _ordered), 0
    while chunk := await read(batch.id, last):
        yield chunk
        last = chunk[-1].task_id


async def batch(batch_id: int) -> tuple[BatchDetail, int] | None:
    """A batch and the number of its tasks; None when it has none, or there is no such batch."""
    stored = await Batch.get_or_none(id=batch_id)
    if stored is None:
        return None
    of_batch = Task if stored.kind == "create" else BatchItem
    size = await of_batch.filter(batch_id=batch_id).count()
    return (value_of(BatchDetail, stored), size) if size else None


async def _created(batch_id: int, last: int) -> list[ExportedItem]:
    first = Task.filter(batch_id=batch_id, id__gt=last).order_by("id").limit(_CHUNK)
    ids = [int(task_id) for task_id in await first.values_list("id", flat=True)]  # pyright: ignore[reportArgumentType]
    by_id = await _tasks(ids)
    return [ExportedItem(task_id=task_id, task=by_id.get(task_id)) for task_id in ids]


async def _ordered(batch_id: int, last: int) -> list[ExportedItem]:
    frozen = await BatchItem.filter(batch_id=batch_id, task_id__gt=last).order_by("task_id").limit(_CHUNK)
    by_id = await _tasks([item.task_id for item in frozen])
    return [
        ExportedItem(
            task_id=item.task_id,
            task=by_id.get(item.task_id),
            outcome=item.outcome,
            status=Status(item.status) if item.status else None,
            since=item.since,
        )
        for item in frozen
    ]


async def _tasks(ids: Sequence[int]) -> dict[int, ExportedTask]:
    if not ids:
        return {}
    return {values["id"]: _task(values) for values in await rows(_TASKS, ids=ids)}


def _task(values: dict[str, Any]) -> ExportedTask:
    params = values["params"]
    read: dict[str, Any] = {
        **{name: as_moment(values[name]) for name in _MOMENTS if values[name]},
        "status": Status(values["status"]),
        "login_status": LoginStatus(values["login_status"]),
        "outcome": Outcome.of(values["outcome"]),
        "params": json.loads(params) if isinstance(params, str) else params,
    }
    return ExportedTask(**(values | read))
