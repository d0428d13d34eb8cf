"""The only readers of tasks with a WHERE. One filter object in, a page or a number out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from tortoise.expressions import Q
from tortoise.functions import Count
from tortoise.queryset import QuerySet

from models.filters import Sheet, TaskFilter
from models.lifecycle import LIVE, LoginStatus, Status
from models.tables import Account, Attempt, Batch, Group, StatusNote, Task

_COLUMNS = (
    "id", "type", "login_status", "status", "result", "note_link", "created_at", "started_at", "ended_at",
    "operation_user", "account__login", "account__user_id",
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


@dataclass(frozen=True, kw_only=True)
class TaskPage:
    """The rows of one page, newest first, and the numbers around it."""

    rows: tuple[TaskRow, ...]
    total: int
    page: int
    pages: int
    waiting: int  # of all tasks, whatever the filter


async def page(sheet: Sheet, *, zone: ZoneInfo, now: datetime) -> TaskPage:
    """The page a sheet asks for; a page beyond the last is the last."""
    found = _matching(sheet.filter, zone=zone, now=now)
    total = await found.count()
    pages = max(1, -(-total // sheet.size))
    number = min(max(1, sheet.page), pages)
    ids = found.order_by("-created_at", "-id").offset((number - 1) * sheet.size).limit(sheet.size)
    # Ids first, from the index alone; then the few rows: deep pages stay cheap.
    wanted = [int(task_id) for task_id in await ids.values_list("id", flat=True)]  # pyright: ignore[reportArgumentType]
    return TaskPage(
        rows=await task_rows(wanted), total=total, page=number, pages=pages, waiting=await waiting_count()
    )


async def task_rows(ids: Sequence[int]) -> tuple[TaskRow, ...]:
    """These tasks as a list shows them, newest first."""
    if not ids:
        return ()
    found = await Task.filter(id__in=ids).order_by("-created_at", "-id").values(*_COLUMNS)
    return tuple(_row(values) for values in found)


async def matching_ids(wanted: TaskFilter, *, zone: ZoneInfo, now: datetime, most: int) -> list[int]:
    """Ids of the newest tasks that match, at most ``most``."""
    found = _matching(wanted, zone=zone, now=now).order_by("-created_at", "-id").limit(most)
    return [int(task_id) for task_id in await found.values_list("id", flat=True)]  # pyright: ignore[reportArgumentType]


async def waiting_count() -> int:
    """How many tasks wait to be executed."""
    return await Task.filter(status=Status.WAITING).count()


async def next_waiting(account_id: int) -> list[int]:
    """The task of this account that waits longest, if any, as a list to ring for."""
    first = (
        await Task.filter(account_id=account_id, status=Status.WAITING).order_by("id").first().values("id")
    )
    return [first["id"]] if first else []


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


async def task_sheet(task_id: int) -> TaskSheet | None:
    """One task with its attempts and what it waits for; None when there is no such task."""
    task = await Task.get_or_none(id=task_id).select_related("account", "group", "batch")
    if task is None:
        return None
    attempts = await Attempt.filter(task_id=task_id).order_by("number")
    notes = await StatusNote.filter(task_id=task_id).values("attempt_id", "link")
    same = Task.filter(account_id=task.account.id).exclude(id=task_id)
    ahead = await same.filter(status=Status.WAITING, id__lt=task_id).count()
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
    )


async def groups() -> list[str]:
    """The groups' names, in order."""
    return [str(name) for name in await Group.all().order_by("name").values_list("name", flat=True)]


async def accounts_like(text: str, *, most: int) -> list[Account]:
    """Accounts to choose from: login or user id begins with, or the login contains, what was typed."""
    wanted = Q(login__icontains=text) | Q(user_id__startswith=text) if text else Q()
    return await Account.filter(wanted).order_by("login").limit(most)


def _row(values: dict[str, Any]) -> TaskRow:
    values["login"] = values.pop("account__login")
    values["user_id"] = values.pop("account__user_id")
    return TaskRow(**values)


def _matching(wanted: TaskFilter, *, zone: ZoneInfo, now: datetime) -> QuerySet[Task]:
    since, until = window(wanted, zone=zone, now=now)
    conditions = {
        "status__in": wanted.statuses,
        "type": wanted.type,
        "group__name": wanted.group,
        "operation_user": wanted.by,
        "id": wanted.task_id,
        "created_at__gte": since,
        "created_at__lt": until,
    }
    found = Task.filter(**{name: value for name, value in conditions.items() if value not in ("", None, ())})
    if wanted.account:
        found = found.filter(Q(account__login=wanted.account) | Q(account__user_id=wanted.account))
    return found


def window(wanted: TaskFilter, *, zone: ZoneInfo, now: datetime) -> tuple[datetime | None, datetime | None]:
    """The moments a filter's days mean for a reader in ``zone``: from the first, before the second."""
    today = now.astimezone(zone).date()
    spans: dict[str, tuple[date | None, date | None]] = {
        "": (wanted.since, wanted.until),
        "today": (today, today),
        "yesterday": (today - timedelta(days=1), today - timedelta(days=1)),
        "1w": (today - timedelta(days=6), today),
        "30d": (today - timedelta(days=29), today),
    }
    first, last = spans[wanted.span]
    return (
        _midnight(first, zone) if first else None,
        _midnight(last, zone, days=1) if last else None,
    )


def _midnight(day: date, zone: ZoneInfo, *, days: int = 0) -> datetime | None:
    """The beginning of a day, or of one some days later; None beyond the calendar's own ends."""
    try:
        return datetime.combine(day + timedelta(days=days), time(), zone).astimezone(UTC)
    except OverflowError:
        return None
