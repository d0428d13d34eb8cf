"""What waits: how many tasks, since when, how many come and go, and what may be in their way."""

from collections.abc import Iterable
from datetime import datetime

from models.domain.values.alerts import RATED, Backlog, WaitingGroup
from models.monitoring import processes
from models.pauses.table import IN_FORCE, covers
from models.sql import as_moment, rows

_MOST_EVENTS = 50_000  # looked at for that, the newest

_WAITING = (
    'SELECT g.name AS "group", t.type AS type, COUNT(*) AS n, MIN(a.asked_at) AS oldest FROM task t '
    "JOIN account_group g ON g.id = t.group_id JOIN attempt a ON a.task_id = t.id AND a.number = t.attempt "
    "WHERE t.status = 'waiting' GROUP BY g.name, t.type"
)
_OF = "FROM task t JOIN account_group g ON g.id = t.group_id WHERE (:group = '' OR g.name = :group) AND (:type = '' OR t.type = :type)"
_FIGURES = f"""
SELECT
  (SELECT COUNT(*) {_OF} AND t.status = 'waiting') AS waiting,
  (SELECT COUNT(DISTINCT t.account_id) {_OF} AND t.status = 'waiting') AS accounts,
  (SELECT COUNT(*) {_OF} AND t.status = 'waiting' AND t.account_id IN
    (SELECT account_id FROM hold WHERE released_at IS NULL)) AS held,
  (SELECT COUNT(*) {_OF} AND t.status = 'waiting' AND EXISTS
    (SELECT 1 FROM pause WHERE {IN_FORCE} AND {covers("t")})) AS paused,
  (SELECT COUNT(*) FROM task WHERE status IN ('starting', 'executing')) AS live
"""  # noqa: S608 - fixed texts
_MOVES = f"""
SELECT e.move AS move, COUNT(*) AS n FROM event e JOIN (SELECT t.id AS id {_OF}) of ON of.id = e.task_id
WHERE e.id > (SELECT COALESCE(MAX(id), 0) FROM event) - :most AND e.at >= :since GROUP BY e.move
"""  # noqa: S608 - fixed texts


async def waiting_groups() -> list[WaitingGroup]:
    """All that waits, by group and type."""
    return [
        WaitingGroup(group=row["group"], type=row["type"], count=row["n"], oldest_at=as_moment(row["oldest"]))
        for row in await rows(_WAITING)
    ]


def of(waiting: Iterable[WaitingGroup], *, group: str, type: str) -> list[WaitingGroup]:  # noqa: A002 - the filter's own word
    """Those of a group and type; an empty one is any."""
    return [tasks for tasks in waiting if group in {"", tasks.group} and type in {"", tasks.type}]


async def started(*, now: datetime) -> int:
    """How many tasks began in the last ten minutes."""
    moved = {
        row["move"]: int(row["n"])
        for row in await rows(_MOVES, group="", type="", most=_MOST_EVENTS, since=now - RATED)
    }
    return max(0, moved.get("claim", 0) - moved.get("give_back", 0))


async def backlog(*, group: str, type: str, now: datetime) -> Backlog:  # noqa: A002 - the filter's own word
    """What waits of a group and type (empty: any) now."""
    figures = (await rows(_FIGURES, group=group, type=type, now=now))[0]
    moved = {
        row["move"]: int(row["n"])
        for row in await rows(_MOVES, group=group, type=type, most=_MOST_EVENTS, since=now - RATED)
    }
    alive = await processes.alive(now=now)
    return Backlog(
        waiting=figures["waiting"],
        accounts=figures["accounts"],
        held=figures["held"],
        paused=figures["paused"],
        live=figures["live"],
        workers=sum(process.kind == "worker" for process in alive),
        arrived=sum(moved.get(move, 0) for move in ("create", "repeat", "restore")),
        started=moved.get("claim", 0) - moved.get("give_back", 0),
        dry=moved.get("refuse_proxy", 0),
    )
