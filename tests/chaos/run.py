"""Injects faults into a cluster and keeps the outcome of each."""

import time
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass, field

from tortoise.backends.base.executor import EXECUTOR_CACHE

from bot.sandbox.slack.finding import NotFound
from models.domain.lifecycle import OVER
from models.tables.tasks import Task
from tests.chaos.cluster import ACCOUNTS, Cluster, owed, start_cluster
from tests.chaos.faults import FAULTS, OFTEN, ONLY
from tests.chaos.verdict import judge

_STUCK = 90.0  # seconds in which nothing more comes to its end
_DRAIN = 60.0  # seconds for messages still to be sent to Slack


@dataclass(kw_only=True)
class Row:
    """One fault on one database, over all its runs."""

    fault: str
    database: str
    runs: int = 0
    lost: list[str] = field(default_factory=list[str])
    doubled: list[str] = field(default_factory=list[str])
    broken: list[str] = field(default_factory=list[str])
    stuck: list[str] = field(default_factory=list[str])
    longest: float = 0.0  # seconds from the fault until all was over


async def inject_faults(
    database: str, faults: Iterable[str], runs: int, accounts: int = ACCOUNTS
) -> AsyncIterator[Row]:
    """Every fault so many times, in one cluster; the row of each as soon as it is over.

    What one fault leaves wrong is not counted again for the next.
    """
    EXECUTOR_CACHE.clear()  # Tortoise keeps its INSERTs by the connection's name, whatever the database
    async with start_cluster(database, accounts) as cluster:
        seen: set[str] = set()
        for fault in (name for name in faults if ONLY.get(name, database) == database):
            row = Row(fault=fault, database=database)
            for _ in range(runs * OFTEN.get(fault, 1)):
                await _run_once(cluster, row, seen)
            yield row


async def _run_once(cluster: Cluster, row: Row, seen: set[str]) -> None:
    row.runs += 1
    try:
        await FAULTS[row.fault](cluster)
        begun = time.monotonic()
        await cluster.until_over(_STUCK)
        row.longest = max(row.longest, time.monotonic() - begun)
        await cluster.until_sent(_DRAIN)
    except TimeoutError:
        row.stuck += await _unfinished()
    except NotFound as error:  # a person did not see what they waited for
        row.stuck.append(str(error))
    verdict = await judge(cluster)
    for kind in ("lost", "doubled", "broken"):
        fresh = [line for line in getattr(verdict, kind) if line not in seen]
        seen.update(fresh)
        getattr(row, kind).extend(fresh)


async def _unfinished() -> list[str]:
    tasks = await Task.exclude(status__in=list(OVER))
    messages = await owed()
    return [f"task {item.id} is {item.status}" for item in tasks] + [
        f"message {item.kind} {item.about} is {item.state} after {item.tries} tries, due {item.due_at:%H:%M:%S}: {item.error}"
        for item in messages
    ] or ["the process that was to die lives"]
