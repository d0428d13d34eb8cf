"""What waits: how many tasks, since when, how many come and go, and what may be in their way."""

from collections.abc import Iterable
from datetime import datetime

from models.alerts.scopes import IN_SCOPE, values
from models.domain.filters import TaskFilter
from models.domain.values.alerts import RATED, Backlog, WaitingGroup
from models.monitoring import processes
from models.pauses.table import IN_FORCE, covers
from models.sql import as_moment, rows

_MOST_EVENTS = 50_000  # looked at for that, the newest


def _on_hold(task: str) -> str:
    """Its account is on hold, and it is not the check that looks whether the hold can end."""
    return (
        f"({task}.account_id IN (SELECT account_id FROM hold WHERE released_at IS NULL) "  # noqa: S608 - fixed texts
        f"AND {task}.id NOT IN (SELECT check_id FROM hold WHERE released_at IS NULL AND check_id IS NOT NULL))"
    )


def _paused(task: str) -> str:
    return f"EXISTS (SELECT 1 FROM pause WHERE {IN_FORCE} AND {covers(task)})"  # noqa: S608 - fixed texts


def stands_apart(task: str) -> str:
    """A condition on tasks: they are kept back on purpose, so they count apart and keep no alert red. It needs ``now``."""
    return f"({_on_hold(task)} OR {_paused(task)} OR COALESCE({task}.not_before > :now, FALSE))"


_WAITING = f"""
SELECT grouped, type, operation_user, apart, COUNT(*) AS n, MIN(asked_at) AS oldest FROM (
  SELECT g.name AS grouped, t.type AS type, t.operation_user AS operation_user, a.asked_at AS asked_at,
    CASE WHEN {stands_apart("t")} THEN 1 ELSE 0 END AS apart
  FROM task t JOIN account_group g ON g.id = t.group_id JOIN attempt a ON a.task_id = t.id AND a.number = t.attempt
  WHERE t.status = 'waiting') AS waiting
GROUP BY grouped, type, operation_user, apart
"""  # noqa: S608 - fixed texts
_OF = f"FROM task t JOIN account_group g ON g.id = t.group_id WHERE {IN_SCOPE}"
_FIGURES = f"""
SELECT
  (SELECT COUNT(*) {_OF} AND t.status = 'waiting' AND NOT {stands_apart("t")}) AS waiting,
  (SELECT COUNT(DISTINCT t.account_id) {_OF} AND t.status = 'waiting' AND NOT {stands_apart("t")}) AS accounts,
  (SELECT COUNT(*) {_OF} AND t.status = 'waiting' AND {_on_hold("t")}) AS held,
  (SELECT COUNT(*) {_OF} AND t.status = 'waiting' AND {_paused("t")}) AS paused,
  (SELECT COUNT(*) FROM task WHERE status IN ('starting', 'executing')) AS live
"""  # noqa: S608 - fixed texts
_MOVES = f"""
SELECT e.move AS move, COUNT(*) AS n FROM event e JOIN (SELECT t.id AS id {_OF}) of ON of.id = e.task_id
WHERE e.id > (SELECT COALESCE(MAX(id), 0) FROM event) - :most AND e.at >= :since GROUP BY e.move
"""  # noqa: S608 - fixed texts


async def waiting_groups(*, now: datetime) -> list[WaitingGroup]:
    """All that waits, by group, type and operation user; what is kept back on purpose by itself."""
    return [
        WaitingGroup(
            group=row["grouped"],
            type=row["type"],
            user=row["operation_user"],
            is_apart=bool(row["apart"]),
            count=row["n"],
            oldest_at=as_moment(row["oldest"]),
        )
        for row in await rows(_WAITING, now=now)
    ]


def of(waiting: Iterable[WaitingGroup], scope: TaskFilter) -> list[WaitingGroup]:
    """Those of a filter's groups, types and operation users."""
    return [
        tasks
        for tasks in waiting
        if (not scope.groups or tasks.group in scope.groups)
        and (not scope.types or tasks.type in scope.types)
        and (not scope.users or tasks.user in scope.users)
    ]


async def started(*, now: datetime) -> int:
    """How many tasks began in the last ten minutes."""
    of_all = values(TaskFilter())
    moved = {
        row["move"]: int(row["n"])
        for row in await rows(_MOVES, **of_all, most=_MOST_EVENTS, since=now - RATED)
    }
    return max(0, moved.get("claim", 0) - moved.get("give_back", 0))


async def backlog(scope: TaskFilter, *, now: datetime) -> Backlog:
    """What waits of a filter now."""
    figures = (await rows(_FIGURES, **values(scope), now=now))[0]
    moved = {
        row["move"]: int(row["n"])
        for row in await rows(_MOVES, **values(scope), most=_MOST_EVENTS, since=now - RATED)
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
