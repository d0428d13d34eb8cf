"""Readers of tasks: rows of a list, the sheet of one task, what a batch and an account have. Pages are in ``pages``."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tortoise.expressions import Q
from tortoise.functions import Count

from models.accounts import holds
from models.accounts.holds import Hold
from models.domain.lifecycle import LIVE, LoginStatus, Move, Status
from models.domain.text import LONGEST_LOGIN
from models.tables.accounts import Account, Group
from models.tables.tasks import Attempt, Batch, Event, StatusNote, Task

_COLUMNS = (
    "id", "type", "login_status", "status", "result", "note_link", "created_at", "started_at", "ended_at",
    "operation_user", "account_id", "account__login", "account__user_id",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class TaskRow:
    """One task as a list shows it."""

    id: int
    type: str
    login: str
    user_id: str
    login_status: LoginStatus
    status: Status
    result: str
    note_link: str
    created_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    operation_user: str
    held: str = ""  # of a task that waits: why its account is held


async def task_rows(ids: Sequence[int]) -> tuple[TaskRow, ...]:
    """These tasks as a list shows them, newest first."""
    if not ids:
        return ()
    found = await Task.filter(id__in=ids).order_by("-created_at", "-id").values(*_COLUMNS)
    waiting = [values["account_id"] for values in found if values["status"] == Status.WAITING]
    held = await holds.of(waiting) if waiting else {}
    return tuple(_row(values, held) for values in found)


async def next_waiting(account_id: int) -> list[int]:
    """The task of this account that waits longest, if any, as a list to ring for; none while the account is held."""
    if await holds.of([account_id]):
        return []
    first = (
        await Task.filter(account_id=account_id, status=Status.WAITING).order_by("id").first().values("id")
    )
    return [first["id"]] if first else []


async def waiting_of(account_ids: Sequence[int]) -> list[int]:
    """The tasks that wait for these accounts, oldest first."""
    found = Task.filter(account_id__in=account_ids, status=Status.WAITING).order_by("id")
    return [int(task_id) for task_id in await found.values_list("id", flat=True)]  # pyright: ignore[reportArgumentType]


async def batch_counts(batch_id: int) -> dict[Status, int]:
    """How many tasks of a batch stand where."""
    counted = (
        await Task.filter(batch_id=batch_id).annotate(n=Count("id")).group_by("status").values("status", "n")
    )
    return {Status(row["status"]): int(row["n"]) for row in counted}


@dataclass(frozen=True, kw_only=True)
class TaskSheet:
    """Everything of one task."""

    task: Task
    account: Account
    group: str
    batch: Batch
    attempts: tuple[Attempt, ...]  # oldest first
    links: dict[int, str]  # attempt id -> its status note
    ahead: int  # waiting tasks of the same account before this one
    blocker: int | None  # the task that holds the account now
    canceled_by: str  # empty unless it is canceled
    hold: Hold | None  # while its account is held


async def task_sheet(task_id: int) -> TaskSheet | None:
    """One task with its attempts and what it waits for; None when there is no such task."""
    task = await Task.get_or_none(id=task_id).select_related("account", "group", "batch")
    if task is None:
        return None
    attempts = await Attempt.filter(task_id=task_id).order_by("number")
    notes = await StatusNote.filter(task_id=task_id).values("attempt_id", "link")
    same = Task.filter(account_id=task.account.id).exclude(id=task_id)
    ahead = await same.filter(status=Status.WAITING, id__lt=task_id).count()
    cancel = await Event.filter(task_id=task_id, move=Move.CANCEL).order_by("-id").first()
    holder = await same.filter(status__in=LIVE).first()
    return TaskSheet(
        task=task,
        account=task.account,
        group=task.group.name,
        batch=task.batch,
        attempts=tuple(attempts),
        links={note["attempt_id"]: note["link"] for note in notes},
        ahead=ahead,
        blocker=holder.id if holder else None,
        canceled_by=cancel.actor if cancel and task.status is Status.CANCELED else "",
        hold=(await holds.of([task.account.id])).get(task.account.id),
    )


async def groups() -> list[str]:
    """The groups' names, in order."""
    return [str(name) for name in await Group.all().order_by("name").values_list("name", flat=True)]


async def accounts_like(text: str, *, most: int) -> list[Account]:
    """Accounts to choose from: login or user id begins with, or the login contains, what was typed."""
    if len(text) > LONGEST_LOGIN:  # and SQLite refuses a pattern that is too long
        return []
    wanted = Q(login__icontains=text) | Q(user_id__startswith=text) if text else Q()
    return await Account.filter(wanted).order_by("login").limit(most)


def _row(values: dict[str, Any], held: Mapping[int, Hold]) -> TaskRow:
    hold = held.get(values.pop("account_id"))
    if hold and values["status"] == Status.WAITING:
        values["held"] = hold.why
    values["login"] = values.pop("account__login")
    values["user_id"] = values.pop("account__user_id")
    return TaskRow(**values)
