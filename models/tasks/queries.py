"""Readers of tasks: rows of a list, everything of one task, what a batch and an account have. Pages are in ``pages``."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from tortoise.expressions import Q

from models.accounts import holds
from models.domain.lifecycle import LIVE, Move, Status
from models.domain.triage.outcome import Outcome
from models.domain.values.accounts import OpenHold
from models.domain.values.rows import AttemptRow, MoveRow, TaskDetail, TaskRow
from models.pauses import reading as pauses
from models.pauses.table import NOT_PAUSED
from models.ranks.waiting import DUE
from models.sql import rows, rows_of_many
from models.tables.tasks import Attempt, Event, StatusNote, Task
from models.tables.values import value_of

_COLUMNS = (
    "id", "type", "login_status", "status", "outcome", "result", "note_link", "created_at", "started_at", "ended_at",
    "operation_user", "account_id", "account__login", "account__user_id", "rank",
)  # fmt: skip
_NO_NOTE = {"link": "", "file_id": ""}


async def task_rows(ids: Sequence[int]) -> tuple[TaskRow, ...]:
    """These tasks as a list shows them, newest first."""
    if not ids:
        return ()
    tasks = await Task.filter(id__in=ids).order_by("-created_at", "-id").values(*_COLUMNS)
    waiting = [values["account_id"] for values in tasks if values["status"] == Status.WAITING]
    held = await holds.of(waiting) if waiting else {}
    return tuple(_row(values, held) for values in tasks)


async def next_waiting(account_id: int, *, now: datetime) -> list[int]:
    """The task of this account that waits longest, if any, as a list to notify workers of; while it is held, its check.

    What is paused or not due yet is left out.
    """
    first = await rows(
        f"SELECT id FROM task WHERE account_id = :account AND status = 'waiting' AND {DUE} AND {holds.FREE} AND {NOT_PAUSED} "  # noqa: S608 - fixed texts
        "ORDER BY rank, id LIMIT 1",
        account=account_id,
        now=now,
    )
    return [row["id"] for row in first]


async def waiting_of(account_ids: Sequence[int]) -> list[int]:
    """The tasks that wait for these accounts, oldest first."""
    waiting = await rows_of_many(
        "SELECT id FROM task WHERE account_id IN (:ids) AND status = 'waiting'", set(account_ids)
    )
    return sorted(row["id"] for row in waiting)


async def task_detail(task_id: int, *, now: datetime) -> TaskDetail | None:
    """One task with its attempts and what it waits for; None when there is no such task."""
    task = await Task.get_or_none(id=task_id).select_related("group", "batch").prefetch_related("account")
    if task is None:
        return None
    same = Task.filter(account_id=task.account.id).exclude(id=task_id)
    ahead = (
        await same.filter(status=Status.WAITING, rank__lte=task.rank)
        .filter(Q(rank__lt=task.rank) | Q(id__lt=task_id))
        .count()
    )
    cancel = await Event.filter(task_id=task_id, move=Move.CANCEL).order_by("-id").first()
    next_one = await Task.filter(follows_id=task_id).first()
    holder = await same.filter(status__in=LIVE).first()
    hold = (await holds.of([task.account.id])).get(task.account.id)
    return value_of(
        TaskDetail,
        task,
        account_id=task.account.id,
        login=task.account.login,
        user_id=task.account.user_id,
        group=task.group.name,
        outcome=Outcome.of(task.outcome),
        why=task.batch.why,
        asked_by=task.batch.by,
        channel=task.batch.channel,
        ts=task.batch.ts,
        attempts=await _attempts(task),
        ahead=ahead,
        blocker=holder.id if holder else None,
        canceled_by=cancel.actor if cancel and task.status is Status.CANCELED else "",
        hold=hold if hold and hold.check_id != task_id else None,
        pauses=await pauses.of_tasks([task_id], now=now),
        followed_by=next_one.id if next_one else None,
    )


async def history(task_id: int, *, most: int) -> tuple[MoveRow, ...]:
    """The newest moves of a task, oldest first."""
    newest = await Event.filter(task_id=task_id).order_by("-id").limit(most)
    return tuple(value_of(MoveRow, event) for event in reversed(newest))


async def _attempts(task: Task) -> tuple[AttemptRow, ...]:
    attempts = await Attempt.filter(task_id=task.id).order_by("number")
    noted = await StatusNote.filter(task_id=task.id).exclude(link="").values("attempt_id", "link", "file_id")
    notes = {note["attempt_id"]: note for note in noted}
    return tuple(
        value_of(
            AttemptRow,
            attempt,
            note_link=notes.get(attempt.id, _NO_NOTE)["link"],
            picture=notes.get(attempt.id, _NO_NOTE)["file_id"],
            outcome=Outcome.of(attempt.outcome),
            params=attempt.params or task.params,
        )
        for attempt in attempts
    )


def _row(values: dict[str, Any], held: Mapping[int, OpenHold]) -> TaskRow:
    hold = held.get(values.pop("account_id"))
    if hold and values["status"] == Status.WAITING and values["id"] != hold.check_id:
        values["held"] = hold.why
    values["login"] = values.pop("account__login")
    values["user_id"] = values.pop("account__user_id")
    values["outcome"] = Outcome.of(values["outcome"])
    return TaskRow(**values)
