"""What became of many tasks, as figures for pictures. The database counts: few rows come back of however many tasks.

All is of the tasks that match a filter, as they stand now; each counts where it was created, so a figure is the total of
the list with the same words. Only *waiting* looks further (see ``waited``): a task of last month may still wait.
"""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from models.domain.buckets import MOST, Buckets, buckets
from models.domain.filters import TaskFilter
from models.domain.lifecycle import Status
from models.domain.triage.outcome import FAILED, Outcome
from models.domain.values.figures import EXECUTED, MOST_GROUPS, Figures, Outcomes, Today
from models.domain.window import window
from models.sql import as_moment
from models.stats import durations
from models.stats.selection import Selection, place
from models.stats.waiting import waited
from models.tasks import pages

_FAR = timedelta(days=MOST)  # a longer stretch begins with its first task


async def figures(wanted: TaskFilter, *, zone: ZoneInfo, now: datetime) -> Figures | None:
    """The figures of a filter; None when its days are still to come, or nothing says where they begin."""
    selection = Selection(wanted, zone, now)
    parts = await _parts(selection)
    if parts is None:
        return None
    return Figures(
        parts=parts,
        outcomes=await _outcomes(selection, parts),
        waiting=await waited(selection, parts),
        took=await durations.took(selection),
        groups=await _groups(selection),
        median_wait=await durations.median_wait(selection),
        median_took=await durations.median_took(selection),
    )


async def today(*, zone: ZoneInfo, now: datetime) -> Today:
    """Today's figures, by the kept counts alone."""

    async def count(wanted: TaskFilter) -> int:
        return await pages.count(wanted, zone=zone, now=now)

    return Today(
        created=await count(TaskFilter(span="today")),
        done=await count(TaskFilter(span="today", outcomes=(Outcome.DONE,))),
        failed={outcome: await count(TaskFilter(span="today", outcomes=(outcome,))) for outcome in FAILED},
        waiting=await count(TaskFilter(statuses=(Status.WAITING,))),
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


async def _outcomes(selection: Selection, parts: Buckets) -> Outcomes:
    """How many stand where, by the part they were created in."""
    rows = await selection.rows(
        f"SELECT {place('created_at', parts.edges[1:-1])} AS place, status, outcome, COUNT(*) AS n "  # noqa: S608 - fixed texts
        "FROM found GROUP BY 1, 2, 3"
    )
    counted: Outcomes = tuple({} for _ in range(len(parts)))
    for row in rows:
        station, part = _station(Status(row["status"]), row["outcome"]), counted[row["place"]]
        part[station] = part.get(station, 0) + row["n"]
    return counted


def _station(status: Status, outcome: str) -> Status | Outcome:
    """Where a task stands. A process from before outcomes leaves the last one at a task that waits again."""
    return Outcome(outcome) if outcome and status in EXECUTED else status


async def _groups(selection: Selection) -> tuple[tuple[str, int], ...]:
    rows = await selection.rows(
        "SELECT name, n FROM (SELECT group_id, COUNT(*) AS n FROM found GROUP BY group_id) AS counted "  # noqa: S608 - fixed texts
        f"JOIN account_group ON account_group.id = group_id ORDER BY n DESC, name LIMIT {MOST_GROUPS + 1:d}"
    )
    return tuple((row["name"], row["n"]) for row in rows)
