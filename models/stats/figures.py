"""What became of many tasks, as figures for pictures. The database counts: few rows come back of however many tasks.

All is of the tasks that match a filter, as they stand now; each counts where it was created, so a figure is the total of
the list with the same words. Only *waiting* looks further (see ``waited``): a task of last month may still wait.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from models.domain.buckets import MOST, Buckets, buckets
from models.domain.filters import TaskFilter
from models.domain.lifecycle import Status
from models.domain.outcomes import NOT_DONE
from models.domain.window import window
from models.sql import as_moment
from models.stats import durations
from models.stats.durations import Took
from models.stats.selection import Selection, place
from models.stats.waiting import waited
from models.tasks import pages

MOST_TASKS = 100_000  # more, and SQLite, which has one connection, would keep all others waiting for seconds
MOST_GROUPS = 5  # named; the others are one
EXECUTED = (Status.ENDED, Status.UNKNOWN_ERROR, Status.TIMED_OUT, Status.NO_PROXY)
"""The endings of tasks that were not cancelled."""
_FAR = timedelta(days=MOST)  # a longer stretch begins with its first task
Outcomes = tuple[dict[Status, int], ...]


@dataclass(frozen=True, kw_only=True)
class Figures:
    """All that is drawn of one filter."""

    parts: Buckets
    outcomes: Outcomes  # of the tasks created in each part
    not_done: int  # of those that ended, without the thing that was asked for
    waiting: tuple[int, ...]  # just before the end of each part, or now
    took: tuple[Took, ...]
    groups: tuple[tuple[str, int], ...]  # the largest ones, the largest first
    median_wait: float | None  # seconds
    median_took: float | None

    @property
    def total(self) -> int:
        return sum(sum(part.values()) for part in self.outcomes)

    def count(self, *statuses: Status) -> int:
        """How many stand in one of these."""
        return sum(part.get(status, 0) for part in self.outcomes for status in statuses)


@dataclass(frozen=True, kw_only=True)
class Today:
    """The tasks created today, those of them that ended in two ways, and all that wait."""

    created: int
    ended: int
    unknown_error: int
    waiting: int


async def figures(wanted: TaskFilter, *, zone: ZoneInfo, now: datetime) -> Figures | None:
    """The figures of a filter; None when its days are still to come, or nothing says where they begin."""
    selection = Selection(wanted, zone, now)
    parts = await _parts(selection)
    if parts is None:
        return None
    outcomes, not_done = await _outcomes(selection, parts)
    return Figures(
        parts=parts,
        outcomes=outcomes,
        not_done=not_done,
        waiting=await waited(selection, parts),
        took=await durations.took(selection),
        groups=await _groups(selection),
        median_wait=await durations.median_wait(selection),
        median_took=await durations.median_took(selection),
    )


async def today(*, zone: ZoneInfo, now: datetime) -> Today:
    """Today's figures, by the tally alone."""

    async def count(span: str, *statuses: Status) -> int:
        return await pages.count(TaskFilter(span=span, statuses=statuses), zone=zone, now=now)

    return Today(
        created=await count("today"),
        ended=await count("today", Status.ENDED),
        unknown_error=await count("today", Status.UNKNOWN_ERROR),
        waiting=await count("", Status.WAITING),
    )


async def _parts(selection: Selection) -> Buckets | None:
    since, until = window(selection.wanted, zone=selection.zone, now=selection.now)
    until = min(until or selection.now, selection.now)
    if since is None or until - since > _FAR:
        since = await _first_midnight(selection)
    return buckets(since, until, zone=selection.zone) if since and since < until else None


async def _first_midnight(selection: Selection) -> datetime | None:
    """Where the day begins in which the first task was created."""
    first = (await selection.rows("SELECT MIN(created_at) AS first FROM found"))[0]["first"]
    if first is None:
        return None
    local = as_moment(first).astimezone(selection.zone)
    return local.replace(hour=0, minute=0, second=0, microsecond=0, fold=0).astimezone(UTC)


async def _outcomes(selection: Selection, parts: Buckets) -> tuple[Outcomes, int]:
    """(how many stand where, by the part they were created in; how many ended without being done)"""
    found = await selection.rows(
        f"SELECT {place('created_at', parts.edges[1:-1])} AS place, status, COUNT(*) AS n, "  # noqa: S608 - fixed texts
        f"SUM(CASE WHEN substr(result, 1, {len(NOT_DONE)}) = '{NOT_DONE}' THEN 1 ELSE 0 END) AS undone "
        "FROM found GROUP BY 1, 2"
    )
    counted: Outcomes = tuple({} for _ in range(len(parts)))
    for row in found:
        counted[row["place"]][Status(row["status"])] = row["n"]
    return counted, sum(int(row["undone"]) for row in found if row["status"] == Status.ENDED)


async def _groups(selection: Selection) -> tuple[tuple[str, int], ...]:
    found = await selection.rows(
        "SELECT name, n FROM (SELECT group_id, COUNT(*) AS n FROM found GROUP BY group_id) AS counted "  # noqa: S608 - fixed texts
        f"JOIN account_group ON account_group.id = group_id ORDER BY n DESC, name LIMIT {MOST_GROUPS + 1:d}"
    )
    return tuple((row["name"], row["n"]) for row in found)
