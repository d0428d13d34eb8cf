"""Pages of tasks: one filter object in, the rows and the numbers around them out, flat in cost however deep."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from tortoise.expressions import Q, RawSQL, Subquery
from tortoise.queryset import QuerySet

from models.accounts.logins import called
from models.domain.conditions import CONDITIONS, in_force
from models.domain.filters import Edge, ListState, TaskFilter
from models.domain.lifecycle import Status
from models.domain.triage.failures import failures_beside
from models.domain.values.pauses import concerning
from models.domain.values.rows import TaskPage
from models.domain.window import Window, window
from models.pauses import reading as pauses
from models.tables.accounts import Account, Group
from models.tables.tasks import Task
from models.tasks import counts
from models.tasks.queries import task_rows

# In one list: with OR between them, PostgreSQL would look at every task.
_OF_BATCH = (
    "(SELECT id FROM task WHERE batch_id = {0:d} UNION SELECT task_id FROM batch_item WHERE batch_id = {0:d})"
)
_DEEP = 1000  # rows the database may count off; deeper, the kept counts say where to begin


async def page(state: ListState, *, zone: ZoneInfo, now: datetime) -> TaskPage:
    """The page a list state asks for; a page beyond the last is the last."""
    total = await count(state.filter, zone=zone, now=now)
    pages = max(1, -(-total // state.size))
    number = min(max(1, state.page), pages)
    ids: list[int] = []
    if state.edge and pages > 1:
        ids, number = await _step(state.edge, number, pages, state, zone=zone, now=now)
    if not ids:
        ids = await _ids_at((number - 1) * state.size, total, state, zone=zone, now=now)
    opened = await pauses.in_force(now=now)
    return TaskPage(
        rows=await pauses.marked(await task_rows(ids), opened, now=now),
        total=total,
        page=number,
        pages=pages,
        waiting=await counts.total(TaskFilter(statuses=(Status.WAITING,))),
        failed=await count(failures_beside(state.filter), zone=zone, now=now),
        pauses=concerning(opened, state.filter),
    )


async def _step(
    edge: Edge, number: int, pages: int, state: ListState, *, zone: ZoneInfo, now: datetime
) -> tuple[list[int], int]:
    """(the rows beyond an edge, the number of their page). What arrived meanwhile moves pages on: where rows end says
    which page is the last one. No rows: the page is shown by its number, as the first one always is.
    """
    ids = await _ids_from(edge, state, zone=zone, now=now)
    if len(ids) > state.size:  # there is more behind: neither the first page nor the last
        return ids[: state.size], min(max(2, number), max(2, pages - 1))
    return (ids, pages) if edge.after else ([], 1)


async def count(wanted: TaskFilter, *, zone: ZoneInfo, now: datetime) -> int:
    """How many tasks match, exactly."""
    since, until = window(wanted, zone=zone, now=now)
    answers = counts.answers_by_day if since or until else counts.answers
    if not answers(wanted):
        return await _matching(wanted, zone=zone, now=now).count()
    oldest = await _newer(wanted, since) if since else await counts.total(wanted)
    return max(0, oldest - (await _newer(wanted, until) if until else 0))


async def _newer(wanted: TaskFilter, moment: datetime) -> int:
    """How many tasks match, its days apart, that were created at a moment or later: whole days by the kept counts."""
    start, end = _utc_day(counts.day_of(moment))
    later, here = await counts.after(wanted, counts.day_of(moment))
    if moment == start or not here:
        return later + here
    tasks = _of_any_day(wanted)
    if moment - start < end - moment:  # the smaller part of the day is counted in the table
        return later + here - await tasks.filter(created_at__gte=start, created_at__lt=moment).count()
    return later + await tasks.filter(created_at__gte=moment, created_at__lt=end).count()


async def _ids_from(edge: Edge, state: ListState, *, zone: ZoneInfo, now: datetime) -> list[int]:
    """The page after (or before) a row and one row more, from the edge on, by the index alone."""
    if edge.after:
        return await matching_ids(state.filter, zone=zone, now=now, most=state.size + 1, below=edge)
    tasks, at = _matching(state.filter, zone=zone, now=now), edge.created_at
    # The first condition is implied by the second; with it the database walks the index from the right place.
    tasks = tasks.filter(Q(created_at__gte=at) & (Q(created_at__gt=at) | Q(id__gt=edge.task_id)))
    return await _ids(tasks.order_by("created_at", "id").limit(state.size + 1))


async def _ids_at(offset: int, total: int, state: ListState, *, zone: ZoneInfo, now: datetime) -> list[int]:
    """The page that begins at a row number: from the nearer end, or, deep inside, from the day it lies in."""
    if min(offset, total - offset) > _DEEP and counts.answers_by_day(state.filter):
        place = await _place(state.filter, offset, total, window(state.filter, zone=zone, now=now))
        if place:
            return await _ids_within(state.filter, place, state.size)
    tasks = _matching(state.filter, zone=zone, now=now)
    if offset <= total - offset:
        return await _ids(tasks.order_by("-created_at", "-id").offset(offset).limit(state.size))
    return await _ids_up_to(tasks, total - offset, state.size)


@dataclass(frozen=True, kw_only=True)
class _Place:
    """Where in a UTC day a row lies: how many rows are before it there, and how many from it on."""

    start: datetime  # of the day, or of the filter's days within it
    end: datetime
    before: int
    rest: int
    last: int  # rows from it to the end of the list


async def _place(wanted: TaskFilter, offset: int, total: int, days: Window) -> _Place | None:
    """Find the day of a row by the kept counts; None when the row is gone meanwhile."""
    since, until = days
    newest = await _newer(wanted, until) if until else 0  # rows too new for the filter
    located = await counts.day_at(wanted, newest + offset)
    if located is None:
        return None
    day, before, here = located
    start, end = _utc_day(day)
    return _Place(
        start=max(start, since) if since else start,
        end=min(end, until) if until else end,
        before=newest + offset - max(before, newest),
        rest=min(before + here - newest - offset, total - offset),
        last=total - offset,
    )


async def _ids_within(wanted: TaskFilter, place: _Place, size: int) -> list[int]:
    """A page that begins in a day, from the nearer end of the day; it may reach into older ones."""
    # One bound in each question: of two on the same side, SQLite walks from the wrong one.
    tasks = _of_any_day(wanted)
    size = min(size, place.last)
    if place.before <= place.rest:
        within = tasks.filter(created_at__lt=place.end)
        return await _ids(within.order_by("-created_at", "-id").offset(place.before).limit(size))
    ids = await _ids_up_to(tasks.filter(created_at__gte=place.start), place.rest, size)
    if len(ids) == size:
        return ids
    older = tasks.filter(created_at__lt=place.start)
    return ids + await _ids(older.order_by("-created_at", "-id").limit(size - len(ids)))


async def _ids_up_to(tasks: QuerySet[Task], rest: int, size: int) -> list[int]:
    """A page that begins so many rows before the end, counted from there."""
    size = min(size, rest)
    return await _ids(tasks.order_by("created_at", "id").offset(rest - size).limit(size))


async def _ids(tasks: QuerySet[Task]) -> list[int]:
    """Ids first, from the index alone; then the few rows: deep pages stay cheap."""
    return [int(task_id) for task_id in await tasks.values_list("id", flat=True)]  # pyright: ignore[reportArgumentType]


async def matching_ids(
    wanted: TaskFilter, *, zone: ZoneInfo, now: datetime, most: int, below: Edge | None = None
) -> list[int]:
    """Ids of the newest tasks that match, or of the newest below a row; at most ``most``."""
    tasks = _matching(wanted, zone=zone, now=now)
    if below:
        at = below.created_at
        # As above: the first condition is for the index.
        tasks = tasks.filter(Q(created_at__lte=at) & (Q(created_at__lt=at) | Q(id__lt=below.task_id)))
    return await _ids(tasks.order_by("-created_at", "-id").limit(most))


def _matching(wanted: TaskFilter, *, zone: ZoneInfo, now: datetime) -> QuerySet[Task]:
    since, until = window(wanted, zone=zone, now=now)
    days = {"created_at__gte": since, "created_at__lt": until}
    return _of_any_day(wanted).filter(**{name: moment for name, moment in days.items() if moment})


def _of_any_day(wanted: TaskFilter) -> QuerySet[Task]:
    """What matches but for the days."""
    asked = in_force(wanted)
    tasks = Task.filter(
        **dict(
            _compared(condition.column, getattr(wanted, condition.name))
            for condition in CONDITIONS
            if condition.name in asked
            if condition.column
        )
    )
    # The ids of names as questions of their own: joined, the names would keep the database from its indexes.
    if wanted.groups:
        column, names = _compared("name__in", wanted.groups)
        of_groups = Subquery(Group.filter(**{column: names}).values("id"))
        tasks = tasks.filter(**{"group_id" if column == "name" else "group_id__in": of_groups})
    if wanted.account:
        named = Account.filter(called(wanted.account))
        tasks = tasks.filter(account_id__in=Subquery(named.values("id")))
    if wanted.mine:
        owned = Subquery(Account.filter(owner=wanted.mine).values("id"))
        tasks = tasks.filter(Q(operation_user=wanted.mine) | Q(account_id__in=owned))
    return tasks.filter(id__in=RawSQL(_OF_BATCH.format(wanted.batch))) if wanted.batch is not None else tasks


def _compared(column: str, value: Any) -> tuple[str, Any]:
    """How the ORM compares a column: one value of several as such, so that its index has the rows in order."""
    if isinstance(value, tuple) and len(value) == 1:  # pyright: ignore[reportUnknownArgumentType]
        return column.removesuffix("__in"), value[0]
    return column, value


def _utc_day(day: str) -> tuple[datetime, datetime]:
    """When a UTC day begins and ends."""
    start = datetime.combine(date.fromisoformat(day), time(), UTC)
    return start, start + min(timedelta(days=1), datetime.max.replace(tzinfo=UTC) - start)


def matching_statement(
    wanted: TaskFilter, *, zone: ZoneInfo, now: datetime, columns: Sequence[str] = ("id",)
) -> tuple[str, list[Any]]:
    """A SELECT of the ids of all tasks that match, or of other columns, as ``"0"``, ``"1"`` …, and its parameters."""
    tasks = _matching(wanted, zone=zone, now=now).values_list(*columns)
    tasks._make_query()  # noqa: SLF001 # pyright: ignore[reportPrivateUsage] - what ``sql()`` does, with the parameters kept
    return tasks.query.get_parameterized_sql()
