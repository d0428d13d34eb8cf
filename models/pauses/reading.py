"""Readers of pauses: those in force, and those that are about given tasks."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from models.domain.values.pauses import OpenPause, PauseScope
from models.domain.values.rows import TaskRow
from models.pauses.table import COVERS, IN_FORCE
from models.sql import as_moment, rows

_PAUSES = (
    "SELECT pause.id AS id, pause.type AS type, pause.why AS why, pause.by AS by, pause.since AS since, "  # noqa: S608 - fixed texts
    "pause.until AS until, COALESCE(g.name, '') AS group_name, COALESCE(a.login, '') AS login, "
    "COALESCE(a.user_id, '') AS user_id FROM pause LEFT JOIN account_group g ON g.id = pause.group_id "
    f"LEFT JOIN account a ON a.id = pause.account_id WHERE {IN_FORCE}"
)
_OF_TASKS = f"EXISTS (SELECT 1 FROM task WHERE task.status = 'waiting' AND {COVERS} AND {{which}})"  # noqa: S608 - fixed texts


async def in_force(*, now: datetime) -> tuple[OpenPause, ...]:
    """All of them, the oldest first."""
    return _read(await rows(f"{_PAUSES} ORDER BY pause.id", now=now))


async def of_tasks(task_ids: Sequence[int], *, now: datetime) -> tuple[OpenPause, ...]:
    """Those that keep some of these tasks waiting."""
    return await _of("task.id IN (:ids)", now=now, ids=list(task_ids)) if task_ids else ()


async def of_batch(batch_id: int, *, now: datetime) -> tuple[OpenPause, ...]:
    """Those that keep some task of this batch waiting: which it created, or which the operation is about."""
    created = await _of("task.batch_id = :batch", now=now, batch=batch_id)
    frozen = "task.id IN (SELECT task_id FROM batch_item WHERE batch_id = :batch)"
    return created or await _of(frozen, now=now, batch=batch_id)


async def of_account(account_id: int, *, now: datetime) -> tuple[OpenPause, ...]:
    """Those that are about this account's tasks, whether or not some wait."""
    return _read(
        await rows(
            f"{_PAUSES} AND (pause.account_id IS NULL OR pause.account_id = :account) AND (pause.group_id IS NULL "  # noqa: S608 - fixed texts
            "OR pause.group_id IN (SELECT group_id FROM account WHERE id = :account)) ORDER BY pause.id",
            now=now,
            account=account_id,
        )
    )


async def marked(
    tasks: Sequence[TaskRow], opened: Sequence[OpenPause], *, now: datetime
) -> tuple[TaskRow, ...]:
    """The rows, of which those that wait say why they are paused: by the oldest pause. ``opened``: those in force."""
    why = {pause.id: pause.why for pause in opened}
    if not why or not tasks:
        return tuple(tasks)
    found = await rows(
        "SELECT task.id AS task, MIN(pause.id) AS pause FROM task "  # noqa: S608 - fixed texts
        f"JOIN pause ON {COVERS} WHERE task.status = 'waiting' AND {IN_FORCE} AND task.id IN (:ids) GROUP BY task.id",
        now=now,
        ids=[task.id for task in tasks],
    )
    paused = {row["task"]: why.get(row["pause"], "") for row in found}
    return tuple(replace(task, paused=paused.get(task.id)) for task in tasks)


async def _of(which: str, **values: Any) -> tuple[OpenPause, ...]:
    return _read(await rows(f"{_PAUSES} AND {_OF_TASKS.format(which=which)} ORDER BY pause.id", **values))


def _read(found: Sequence[dict[str, Any]]) -> tuple[OpenPause, ...]:
    return tuple(
        OpenPause(
            id=row["id"],
            scope=PauseScope(group=row["group_name"], type=row["type"], account=row["login"]),
            why=row["why"],
            by=row["by"],
            since=as_moment(row["since"]),
            until=as_moment(row["until"]) if row["until"] else None,
            user_id=row["user_id"],
        )
        for row in found
    )
