"""What is counted for each kind of alert.

Failures, holds, workers and missed runs cost about the same however many tasks there are. What waits, and what is overdue,
goes by the tasks that are open: some 0.3 s for 100,000.
"""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta

from models.alerts.backlog import of, stands_apart
from models.alerts.scopes import IN_SCOPE, values
from models.domain.alerting.kinds import MOST_ENDED, Kind
from models.domain.triage.outcome import FAILED
from models.domain.values.alerts import AlertRuleInput, Measure, WaitingGroup
from models.monitoring import processes
from models.sql import as_moment, rows

MOST_EVENTS = 50_000  # looked at, the newest
ENDED = f"""
SELECT e.id AS id, a.outcome AS outcome, a.cause AS cause FROM event e
JOIN attempt a ON a.task_id = e.task_id AND a.number = e.attempt
JOIN task t ON t.id = e.task_id JOIN account_group g ON g.id = t.group_id
WHERE e.id > (SELECT COALESCE(MAX(id), 0) FROM event) - :most_events
  AND e.move IN ('finish', 'fail', 'time_out', 'refuse_proxy') AND a.outcome <> '' AND e.at >= :since AND {IN_SCOPE}
ORDER BY e.id DESC LIMIT :most
"""  # noqa: S608 - fixed texts
"""The executions that ended since a moment, the newest first; its values are those of ``ended_values``."""
_SHARE = (
    f"SELECT COUNT(*) AS n, COALESCE(SUM(CASE WHEN outcome IN (:failed) THEN 1 ELSE 0 END), 0) AS failed "  # noqa: S608 - fixed texts
    f"FROM ({ENDED}) AS ended"
)
_HELD = (
    "SELECT COUNT(*) AS n, MIN(h.at) AS oldest FROM hold h JOIN account a ON a.id = h.account_id "
    "JOIN account_group g ON g.id = a.group_id WHERE h.released_at IS NULL AND (:any_group = 1 OR g.name IN (:groups))"
)
_OVERDUE = f"""
SELECT COUNT(DISTINCT b.id) AS n, MIN(b.created_at) AS oldest FROM task t
JOIN account_group g ON g.id = t.group_id JOIN attempt a ON a.task_id = t.id AND a.number = t.attempt
JOIN batch b ON b.id = a.batch_id
WHERE t.status IN ('waiting', 'starting', 'executing') AND b.created_at < :before AND NOT {stands_apart("t")} AND {IN_SCOPE}
"""  # noqa: S608 - fixed texts
MISSED = (
    "SELECT COUNT(*) AS n, MIN(r.due_at) AS oldest FROM schedule s CROSS JOIN schedule_run r "  # SQLite keeps this order
    "WHERE r.schedule_id = s.id AND r.due_at >= :since AND r.status = 'missed'"
)
_EVER = timedelta(days=36_500)
_FAILED = [outcome.value for outcome in FAILED]
Ask = Callable[[AlertRuleInput, datetime], Awaitable[Measure]]


async def measure(rule: AlertRuleInput, waiting: Sequence[WaitingGroup], *, now: datetime) -> Measure:
    """What is counted for a rule now; ``waiting`` is all that waits, which several rules share."""
    if rule.row.lists_waiting:
        return _waits(rule, waiting)
    return await _ASKED[rule.kind](rule, now)


def ended_values(rule: AlertRuleInput, now: datetime) -> dict[str, object]:
    """The values of ``ENDED`` for a rule's last minutes or last tasks."""
    since = now - timedelta(minutes=rule.minutes) if rule.minutes else now - _EVER
    most = rule.tasks or MOST_ENDED
    return {"since": since, "most": most, "most_events": MOST_EVENTS, **values(rule.scope)}


def _waits(rule: AlertRuleInput, waiting: Sequence[WaitingGroup]) -> Measure:
    concerned = of(waiting, rule.scope)
    own = [tasks for tasks in concerned if not tasks.is_apart]
    return Measure(
        count=sum(tasks.count for tasks in own),
        oldest_at=min((tasks.oldest_at for tasks in own), default=None),
        apart=sum(tasks.count for tasks in concerned if tasks.is_apart),
    )


async def _failures(rule: AlertRuleInput, now: datetime) -> Measure:
    row = (await rows(_SHARE, failed=_FAILED, **ended_values(rule, now)))[0]
    return Measure(count=int(row["failed"]), of=int(row["n"]))


async def _held(rule: AlertRuleInput, _now: datetime) -> Measure:
    return _first(await rows(_HELD, **values(rule.scope)))


async def _no_worker(_rule: AlertRuleInput, now: datetime) -> Measure:
    alive = await processes.alive(now=now)
    return Measure(count=int(not any(process.kind == "worker" for process in alive)))


async def _overdue(rule: AlertRuleInput, now: datetime) -> Measure:
    before = now - timedelta(minutes=rule.older)
    return _first(await rows(_OVERDUE, before=before, now=now, **values(rule.scope)))


async def _missed(rule: AlertRuleInput, now: datetime) -> Measure:
    return _first(await rows(MISSED, since=now - timedelta(minutes=rule.minutes)))


def _first(counted: Sequence[dict[str, object]]) -> Measure:
    (row,) = counted
    oldest = row["oldest"]
    return Measure(
        count=int(str(row["n"])),
        oldest_at=as_moment(oldest) if oldest else None,  # type: ignore[arg-type]
    )


_ASKED: dict[str, Ask] = {
    Kind.FAILURES: _failures,
    Kind.HELD: _held,
    Kind.NO_WORKER: _no_worker,
    Kind.OVERDUE: _overdue,
    Kind.MISSED: _missed,
}
