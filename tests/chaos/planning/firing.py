"""A schedule comes due while processes die: its batch is made once."""

import asyncio
import signal
from datetime import UTC, datetime, timedelta

from models.domain.failpoints import Failpoint
from models.domain.values.schedules import ScheduleInput, Target
from models.schedules import records
from models.schedules.tables import Schedule, ScheduleRun
from models.sql import transaction
from tests.chaos.cluster import GROUP, Cluster

_WAITS = 60.0  # seconds


async def dies_when_fired(cluster: Cluster) -> None:
    """Whoever runs the schedule dies when its batch is written, before that is written down as done."""
    cluster.kill_at(Failpoint.FIRED)
    schedule = await _due(cluster, after=timedelta(seconds=1))
    await cluster.until_dead(_WAITS)
    await _until_run(cluster, schedule)


async def scheduler_dies(cluster: Cluster) -> None:
    """The scheduler is killed again and again around the due time, beside a second one."""
    cluster.processes.start("second scheduler")
    schedule = await _due(cluster, after=timedelta(seconds=2))
    for _ in range(5):
        await asyncio.sleep(0.8)
        cluster.signal("scheduler", signal.SIGKILL)
        cluster.killed += 1
    await _until_run(cluster, schedule)
    await cluster.processes.end("second scheduler")


async def _due(cluster: Cluster, *, after: timedelta) -> int:
    """A schedule that comes due once, that much later."""
    now = datetime.now(UTC)
    wanted = ScheduleInput(
        type="check",
        target=Target(group=GROUP),
        timing="every 1000 min",
        zone="UTC",
        starts_at=now + after,
        channel="C0OPS",
    )
    cluster.expect()
    return (await transaction(lambda: records.save(0, wanted, by="U0ANA", now=now))).id


async def _until_run(cluster: Cluster, schedule: int) -> None:
    async with asyncio.timeout(_WAITS):
        while not await ScheduleRun.filter(schedule_id=schedule).exists():  # noqa: ASYNC110 - other processes write it
            await asyncio.sleep(0.1)
    runs = await ScheduleRun.filter(schedule_id=schedule)
    if [run.status.value for run in runs] != ["fired"]:
        cluster.wrong.append(f"the schedule has the runs {[run.status.value for run in runs]}")
    await Schedule.filter(id=schedule).update(next_at=None)
