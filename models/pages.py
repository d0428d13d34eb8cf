"""Pages of tasks: one filter object in, the rows and the numbers around them out, flat in cost however deep."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from tortoise.expressions import Q
from tortoise.queryset import QuerySet

from models import tally
from models.filters import Edge, Sheet, TaskFilter
from models.lifecycle import Status
from models.queries import TaskRow, task_rows
from models.tables import Task

_DEEP = 1000  # rows the database may count off; deeper, the tally says where to begin


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
    total = await count(sheet.filter, zone=zone, now=now)
    pages = max(1, -(-total // sheet.size))
    number = min(max(1, sheet.page), pages)
    edge = sheet.edge if 1 < number < pages else None  # the first and the last page are where the list ends
    ids = await _ids_from(edge, sheet, zone=zone, now=now) if edge else []
    if not ids:  # no edge, or nothing lies beyond it any more
        ids = await _ids_at((number - 1) * sheet.size, total, sheet, zone=zone, now=now)
    return TaskPage(
        rows=await task_rows(ids),
        total=total,
        page=number,
        pages=pages,
        waiting=await tally.total(TaskFilter(statuses=(Status.WAITING,))),
    )


async def count(wanted: TaskFilter, *, zone: ZoneInfo, now: datetime) -> int:
    """How many tasks match, exactly."""
    since, until = window(wanted, zone=zone, now=now)
    if tally.answers(wanted) and not since and not until:
        return await tally.total(wanted)
    return await _matching(wanted, zone=zone, now=now).count()


async def _ids_from(edge: Edge, sheet: Sheet, *, zone: ZoneInfo, now: datetime) -> list[int]:
    """The page after (or before) a row, by the index alone."""
    found = _matching(sheet.filter, zone=zone, now=now)
    at, task_id = edge.created_at, edge.task_id
    # The first condition is implied by the second; with it the database walks the index from the right place.
    if edge.after:
        found = found.filter(Q(created_at__lte=at) & (Q(created_at__lt=at) | Q(id__lt=task_id)))
        return await _ids(found.order_by("-created_at", "-id").limit(sheet.size))
    found = found.filter(Q(created_at__gte=at) & (Q(created_at__gt=at) | Q(id__gt=task_id)))
    return await _ids(found.order_by("created_at", "id").limit(sheet.size))


async def _ids_at(offset: int, total: int, sheet: Sheet, *, zone: ZoneInfo, now: datetime) -> list[int]:
    """The page that begins at a row number: from the nearer end, or, deep inside, from the day it lies in."""
    found = _matching(sheet.filter, zone=zone, now=now)
    since, until = window(sheet.filter, zone=zone, now=now)
    if min(offset, total - offset) > _DEEP and tally.answers(sheet.filter) and not since and not until:
        offset, before = await _jump(offset, sheet.filter)
        found = found.filter(created_at__lt=before)
        return await _ids(found.order_by("-created_at", "-id").offset(offset).limit(sheet.size))
    if offset <= total - offset:
        return await _ids(found.order_by("-created_at", "-id").offset(offset).limit(sheet.size))
    rest = total - offset
    size = min(sheet.size, rest)
    return await _ids(found.order_by("created_at", "id").offset(rest - size).limit(size))


async def _jump(offset: int, wanted: TaskFilter) -> tuple[int, datetime]:
    """The end of the day a row number lies in, and the row's number within that day."""
    end = datetime.max.replace(tzinfo=UTC)
    for day, number in await tally.by_day(wanted):
        end = datetime.combine(date.fromisoformat(day) + timedelta(days=1), time(), UTC)
        if offset < number:
            break
        offset -= number
    return offset, end


async def _ids(found: QuerySet[Task]) -> list[int]:
    """Ids first, from the index alone; then the few rows: deep pages stay cheap."""
    return [int(task_id) for task_id in await found.values_list("id", flat=True)]  # pyright: ignore[reportArgumentType]


async def matching_ids(wanted: TaskFilter, *, zone: ZoneInfo, now: datetime, most: int) -> list[int]:
    """Ids of the newest tasks that match, at most ``most``."""
    return await _ids(_matching(wanted, zone=zone, now=now).order_by("-created_at", "-id").limit(most))


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


def matching_statement(wanted: TaskFilter, *, zone: ZoneInfo, now: datetime) -> tuple[str, list[Any]]:
    """A SELECT of the ids of all tasks that match, as column ``"0"``, and its parameters."""
    found = _matching(wanted, zone=zone, now=now).values_list("id", flat=True)
    found._make_query()  # noqa: SLF001 # pyright: ignore[reportPrivateUsage] - what ``sql()`` does, with the parameters kept
    return found.query.get_parameterized_sql()


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
