"""``/tasks failed``, measured: very many failures grouped by cause, with which of them can succeed now."""

import sys
from datetime import timedelta
from unittest.mock import patch
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.table import Table
from tortoise.backends.base.executor import EXECUTOR_CACHE

from models import sql
from models.database import database, migrate
from models.domain.filters import TaskFilter
from models.domain.triage.failures import Failures, failures_of
from models.sql import rows
from models.tasks import failures
from tests.benchmarks.measuring import measure
from tests.benchmarks.operation import one_database
from tests.benchmarks.surroundings import generator
from tests.long_command import say, told

_ZONE = ZoneInfo("UTC")
_TIMES, _SECONDS = 20, 5.0
_KINDS = (  # cause, status, outcome
    ("site_error", "unknown_error", "retry"),
    ("time_limit", "timed_out", "retry"),
    ("worker_lost", "unknown_error", "retry"),
    ("proxy_timeout", "no_proxy", "fix"),
    ("proxy_auth", "no_proxy", "fix"),
    ("logged_out", "ended", "fix"),
    ("wrong_password", "ended", "person"),
    ("checkpoint", "ended", "person"),
    ("may_be_made", "unknown_error", "person"),
)
_FAIL = (
    "UPDATE task SET {sets}, ended_at = created_at WHERE id > (SELECT MAX(id) FROM task) - :most RETURNING id"
)
_PREPARE = (
    "INSERT INTO proxy (id, scheme, host, port, username, answers, answered_at, failure) "
    "SELECT id, 'http', '127.0.0.1', 3128, '' || id, id % 2 = 0, created_at, '' FROM account WHERE id <= 2000",
    "UPDATE account SET proxy_id = id % 2000 + 1",
    "INSERT INTO hold (account_id, why, by, at, released_by, channel, ts) "
    "SELECT id, 'checkpoint', '', created_at, '', '', '' FROM account WHERE id % 20 = 0",
)


async def run(kind: str, tasks: int, failed: int) -> None:
    """Fill a database with tasks of which the newest have failed in nine ways; print how long grouping them takes."""
    async with one_database(kind) as url:
        await migrate(url)
        EXECUTOR_CACHE.clear()
        say(f"{kind}: making {tasks:,} tasks, {failed:,} of them failed")
        await generator.fill(url, tasks)
        async with database(url):
            await _fail(failed)
            wanted = failures_of(TaskFilter(since=(generator.NOW - timedelta(days=366)).date()))
            found = await _grouped(wanted)
            table = Table(
                "what", "median, ms", "slowest, ms", title=f"{found.tasks:,} of {tasks:,} tasks, {kind}"
            )
            with told(lambda: Console().print(table)):
                await _measure(table, wanted)


async def _measure(table: Table, wanted: TaskFilter) -> None:
    one_group = failures_of(TaskFilter(since=wanted.since, groups=("group-1",)))
    for name, filter_, many in (
        ("all of them, read as few are", wanted, sys.maxsize),
        ("all of them", wanted, failures.MANY),
        ("of one group", one_group, failures.MANY),
        ("the last 24 hours", failures_of(TaskFilter()), failures.MANY),
    ):
        with patch.object(failures, "MANY", many):
            timing = await measure.timed(
                lambda filter_=filter_: _grouped(filter_), times=_TIMES, seconds=_SECONDS
            )
        table.add_row(name, f"{timing.median:.0f}", f"{max(timing.samples):.0f}")


async def _grouped(wanted: TaskFilter) -> Failures:
    return await failures.of(failures.Asked(filter=wanted, zone=_ZONE, now=generator.NOW))


async def _fail(most: int) -> None:
    for statement in _PREPARE:
        await sql.run(statement, ())
    # Those of a year before fail no more, so that the newest are all there are.
    await sql.run("UPDATE task SET outcome = 'done', status = 'ended' WHERE outcome NOT IN ('', 'done')", ())
    sets = ", ".join(
        f"{column} = CASE id % {len(_KINDS)} "
        + " ".join(f"WHEN {n} THEN '{row[place]}'" for n, row in enumerate(_KINDS))
        + " END"
        for place, column in enumerate(("cause", "status", "outcome"))
    )
    await rows(_FAIL.format(sets=sets), most=most)
    if sql.is_postgres():
        await sql.run("VACUUM ANALYZE task", ())
    await sql.run("ANALYZE", ())
