"""What waits: how many tasks, since when, how many come and go, and what may be in their way."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from models.monitoring import processes
from models.sql import as_moment, rows

RATED = timedelta(minutes=10)
"""What comes and goes is counted over this time."""
_MOST_EVENTS = 50_000  # looked at for that, the newest
_BUSY_ACCOUNTS = 3  # at most so few accounts are few

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
  (SELECT COUNT(*) FROM task WHERE status IN ('starting', 'executing')) AS live
"""  # noqa: S608 - fixed texts
_MOVES = f"""
SELECT e.move AS move, COUNT(*) AS n FROM event e JOIN (SELECT t.id AS id {_OF}) of ON of.id = e.task_id
WHERE e.id > (SELECT COALESCE(MAX(id), 0) FROM event) - :most AND e.at >= :since GROUP BY e.move
"""  # noqa: S608 - fixed texts


@dataclass(frozen=True, kw_only=True)
class Heap:
    """The tasks of one group and type that wait."""

    group: str
    type: str
    count: int
    oldest_at: datetime


@dataclass(frozen=True, kw_only=True)
class Backlog:
    """What waits of a group and type, and how it moves."""

    waiting: int
    accounts: int  # that they are for
    held: int  # of the tasks: their account is on hold
    live: int  # tasks under way, of any group and type
    workers: int  # processes
    arrived: int  # in the last ten minutes, as are those below
    started: int
    dry: int  # ended as No proxy

    @property
    def seconds_left(self) -> float | None:
        """Until nothing waits, if all goes on so; None when it does not grow less."""
        gone = self.started - self.arrived
        return self.waiting / gone * RATED.total_seconds() if gone > 0 else None

    @property
    def cause(self) -> str:
        """What is most likely in the way: a name, see ``handlers.alerts.present``."""
        if not self.workers:
            return "no_workers"
        if self.held * 2 > self.waiting:
            return "held"
        if self.dry * 2 > self.started > 0:
            return "no_proxy"
        if self.accounts <= _BUSY_ACCOUNTS < self.waiting:
            return "few_accounts"
        return "more_arrive" if self.arrived > self.started else "busy"


async def heaps() -> list[Heap]:
    """All that waits, by group and type."""
    return [
        Heap(group=row["group"], type=row["type"], count=row["n"], oldest_at=as_moment(row["oldest"]))
        for row in await rows(_WAITING)
    ]


def of(heaps: Iterable[Heap], *, group: str, type: str) -> list[Heap]:  # noqa: A002 - the filter's own word
    """Those of a group and type; an empty one is any."""
    return [one for one in heaps if group in {"", one.group} and type in {"", one.type}]


async def backlog(*, group: str, type: str, now: datetime) -> Backlog:  # noqa: A002 - the filter's own word
    """What waits of a group and type (empty: any) now."""
    figures = (await rows(_FIGURES, group=group, type=type))[0]
    moved = {
        row["move"]: int(row["n"])
        for row in await rows(_MOVES, group=group, type=type, most=_MOST_EVENTS, since=now - RATED)
    }
    alive = await processes.alive(now=now)
    return Backlog(
        waiting=figures["waiting"],
        accounts=figures["accounts"],
        held=figures["held"],
        live=figures["live"],
        workers=sum(one.kind == "worker" for one in alive),
        arrived=sum(moved.get(move, 0) for move in ("create", "repeat", "restore")),
        started=moved.get("claim", 0) - moved.get("give_back", 0),
        dry=moved.get("refuse_proxy", 0),
    )
