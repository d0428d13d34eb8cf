"""One look of the alerts, measured: what each kind counts among very many executions that ended, and all of them together."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

from rich.console import Console
from rich.table import Table
from tortoise.backends.base.executor import EXECUTOR_CACHE

from executor.maintenance import alerts
from models import sql
from models.alerts import backlog, measures, rules
from models.database import database, migrate
from models.domain.alerting.kinds import KINDS
from models.domain.values.alerts import AlertRuleInput
from models.sql import transaction
from tests.benchmarks.measuring import measure
from tests.benchmarks.operation import one_database
from tests.benchmarks.surroundings import generator
from tests.long_command import say, told

_TIMES, _SECONDS = 20, 5.0
_RULES = 20  # of one look
_ATTEMPTS = (
    "INSERT INTO attempt (task_id, number, batch_id, by, worker, status, login_status, outcome, cause, result, asked_at, ended_at) "
    "SELECT id, attempt, batch_id, operation_user, 'w', status, login_status, outcome, cause, result, created_at, created_at FROM task "
    "WHERE outcome <> '' ORDER BY id DESC LIMIT {most}"
)
_EVENTS = (
    "INSERT INTO event (task_id, attempt, fence, move, from_status, to_status, actor, cause, at) "
    "SELECT id, attempt, 1, 'finish', 'executing', status, '', '', created_at FROM task "
    "WHERE outcome <> '' ORDER BY id DESC LIMIT {most}"
)


async def run(kind: str, tasks: int, events: int) -> None:
    """Fill a database with tasks of which the newest have ended; print what each kind of alert costs, and a look."""
    async with one_database(kind) as url:
        await migrate(url)
        EXECUTOR_CACHE.clear()
        say(f"{kind}: making {tasks:,} tasks and {events:,} events")
        await generator.fill(url, tasks)
        async with database(url):
            for statement in (_ATTEMPTS, _EVENTS):
                await sql.run(statement.format(most=events), ())
            await sql.run("ANALYZE", ())
            table = Table("what", "median, ms", "slowest, ms", title=f"{events:,} events, {kind}")
            with told(lambda: Console().print(table)):
                await _measure(table)


async def _measure(table: Table) -> None:
    now = generator.NOW
    waiting = await backlog.waiting_groups(now=now)
    wanted = [AlertRuleInput(channel="C0OPS", kind=one) for one in KINDS]
    for rule in wanted:
        if not rule.row.lists_waiting:
            await _row(table, rule.kind, lambda rule=rule: measures.measure(rule, waiting, now=now))
    await _row(table, "all that waits, once for all rules", lambda: backlog.waiting_groups(now=now))
    for number in range(_RULES):
        rule = wanted[number % len(wanted)]
        await transaction(lambda rule=rule: rules.save(0, rule, by="U0ANA", now=now))
    moments = iter(range(10**6))
    await _row(
        table, f"a look, {_RULES} rules", lambda: alerts.look(now=now + timedelta(minutes=next(moments)))
    )


async def _row(table: Table, name: str, work: Callable[[], Awaitable[object]]) -> None:
    timing = await measure.timed(work, times=_TIMES, seconds=_SECONDS)
    table.add_row(str(name), f"{timing.median:.0f}", f"{max(timing.samples):.0f}")
