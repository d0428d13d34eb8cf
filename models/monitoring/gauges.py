"""How the whole stands, for whoever scrapes it: read from the database, so the same in every process and after a restart.

A few flat statements, cheap however many tasks there are: the number of tasks is a kept count, and the events, which are only
ever appended, are each counted once by a process.
"""

import asyncio
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from models.domain.lifecycle import LIVE, Status
from models.domain.triage.standings import standings, status_of
from models.monitoring import health, processes
from models.monitoring.health import Figures
from models.sql import as_moment, rows

_CHUNK = 50_000  # events counted by one statement: others get their turn in between
_MOST_CHUNKS = 20  # of one look: a scrape is answered in time
_LATE = 20_000  # an event may be committed after one with a greater id, but not after so many

_TASKS = """
SELECT g.name, c.status AS standing, CAST(SUM(c.n) AS BIGINT) AS n FROM (
  SELECT t.group_id, t.status, t.n FROM account_group a JOIN tally t ON t.group_id = a.id
    WHERE t.type = '' AND t.status IN (:standings) AND t.by = '' AND t.day = ''
  UNION ALL SELECT group_id, status, n FROM tally_change
) AS c JOIN account_group g ON g.id = c.group_id GROUP BY g.name, c.status
"""
_SINCE = (  # grouped by more than a column: SQLite would read every task in the order of the column's index
    "SELECT MIN(type) AS type, MIN(started_at) AS since FROM task WHERE status IN (:live) GROUP BY type || ''"
)
_MOVES = (
    "SELECT move, from_status, to_status, COUNT(*) AS n FROM event WHERE id > :after AND id <= :until "
    "GROUP BY move, from_status, to_status"
)


class Step(NamedTuple):
    """One kind of move, as the events have it. ``came_from`` is empty for ``create``."""

    move: str
    came_from: str
    to: str


@dataclass(frozen=True, kw_only=True)
class Gauges:
    """What the database knows at one moment."""

    figures: Figures
    tasks: Counter[tuple[str, Status]]  # by group and status
    live_since: dict[str, datetime]  # by type: when the oldest live task was claimed
    moves: Counter[Step] | None  # none: not all of a long history is counted yet
    processes: Counter[str]  # alive, by kind


class Tracker:
    """Reads the gauges, and remembers the events it has counted."""

    def __init__(self) -> None:
        self._counted: Counter[Step] = Counter()
        self._until = 0  # id of the last event in it
        self._turn = asyncio.Lock()

    async def gauges(self, *, now: datetime) -> Gauges:
        """All of them, as they are now. Raises what ``database.AWAY`` names."""
        async with self._turn:
            moves = await self._moves()
        return Gauges(
            figures=await health.figures(now=now),
            tasks=await _tasks(),
            live_since=await live_since(),
            moves=moves,
            processes=Counter(process.kind for process in await processes.alive(now=now)),
        )

    async def _moves(self) -> Counter[Step] | None:
        newest = (await rows("SELECT MAX(id) AS last FROM event"))[0]["last"] or 0
        for _ in range(_MOST_CHUNKS):
            settled = min(self._until + _CHUNK, newest - _LATE)
            if settled <= self._until:
                return self._counted + await _between(self._until, newest)
            self._counted += await _between(self._until, settled)
            self._until = settled
        return None


async def _between(after: int, until: int) -> Counter[Step]:
    """The moves of the events behind ``after``, up to ``until``."""
    counted = await rows(_MOVES, after=after, until=until)
    return Counter({Step(row["move"], row["from_status"], row["to_status"]): row["n"] for row in counted})


async def _tasks() -> Counter[tuple[str, Status]]:
    counted: Counter[tuple[str, Status]] = Counter()
    for row in await rows(_TASKS, standings=standings()):
        counted[row["name"], status_of(row["standing"])] += row["n"]
    return counted


async def live_since() -> dict[str, datetime]:
    """By type: when the oldest live task was claimed."""
    oldest = await rows(_SINCE, live=[status.value for status in LIVE])
    return {row["type"]: as_moment(row["since"]) for row in oldest if row["since"]}
