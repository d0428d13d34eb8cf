"""The scheduler process: ``taskiq scheduler bot.scheduler:make``. Maintenance, at fixed intervals, and people's schedules.

Its tasks run in this process, not in the workers: a lost worker must be seen while all others are busy. Every step
is idempotent, so two schedulers do no harm.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Generator
from contextlib import AsyncExitStack, contextmanager
from datetime import timedelta

import structlog
from taskiq import InMemoryBroker, TaskiqEvents, TaskiqScheduler, TaskiqState
from taskiq.schedule_sources import LabelScheduleSource

from bot import clock, settings, startup
from bot.monitoring import heartbeat, logs, metrics
from bot.monitoring.readiness import Readiness
from bot.queue.notifier import Notifier, make_broker
from bot.schedules.source import HAND_OVER, Schedules, hand_over
from bot.settings import Settings
from executor.maintenance.steps import Steps
from executor.maintenance.sweep import leads, sweep
from models.database import AWAY, close_database
from models.monitoring import processes
from models.periodic import repeat

SWEEP_EVERY = 10  # seconds
_log = structlog.get_logger()
_LEAD = timedelta(seconds=25)  # two sweeps may be missed before another scheduler takes over


def make() -> TaskiqScheduler:
    """The scheduler, for Taskiq's command line."""
    config = settings.load("redis_url")
    logs.set_up(config.log_level, config.secrets())
    broker = make_broker(config)
    taskiq_scheduler = scheduler(Notifier(broker), config)
    alive = AsyncExitStack()

    async def begin(_state: TaskiqState) -> None:
        await startup.open_migrated(config)
        await broker.startup()
        await alive.enter_async_context(heartbeat.heartbeat("scheduler"))
        readiness = Readiness(redis_url=config.redis_url)
        await alive.enter_async_context(metrics.served(config, "scheduler", readiness))

    async def end(_state: TaskiqState) -> None:
        await broker.shutdown()
        await alive.aclose()
        await close_database()

    taskiq_scheduler.broker.add_event_handler(TaskiqEvents.CLIENT_STARTUP, begin)
    taskiq_scheduler.broker.add_event_handler(TaskiqEvents.CLIENT_SHUTDOWN, end)
    return taskiq_scheduler


def scheduler(notifier: Notifier, config: Settings) -> TaskiqScheduler:
    """The timetable, with a broker that performs it in this process."""
    broker = InMemoryBroker(await_inplace=True)
    watch, steps = _Watch(), Steps()

    async def run_sweep() -> None:
        with watch.at_work():
            if await leads(steps, _lead):
                keep, remind = timedelta(days=config.keep_days), timedelta(minutes=config.remind_minutes)
                await sweep(notifier, steps, now=clock.now(), keep=keep, remind=remind)

    broker.register_task(hand_over, task_name=HAND_OVER)
    task = broker.register_task(run_sweep, task_name="bellhop:sweep", schedule=[{"interval": SWEEP_EVERY}])

    async def begin(_state: TaskiqState) -> None:
        watch.begin(task.kiq)

    async def end(_state: TaskiqState) -> None:
        watch.end()
        steps.end()

    broker.add_event_handler(TaskiqEvents.CLIENT_STARTUP, begin)
    broker.add_event_handler(TaskiqEvents.CLIENT_SHUTDOWN, end)
    return TaskiqScheduler(broker, [LabelScheduleSource(broker), Schedules()])


async def _lead() -> bool:
    return await processes.lead("upkeep", heartbeat.name(), now=clock.now(), lasting=_LEAD)


class _Watch:
    """Taskiq's timetable goes by this machine's clock: set back, it would do nothing until that time has come again."""

    def __init__(self) -> None:
        self._rested_at = time.monotonic()
        self._busy = 0
        self._watching: asyncio.Task[None] | None = None

    @contextmanager
    def at_work(self) -> Generator[None]:
        """A sweep goes on for as long as the block runs."""
        self._busy += 1
        try:
            yield
        finally:
            self._busy -= 1
            self._rested_at = time.monotonic()

    def begin(self, sweep: Callable[[], Awaitable[object]]) -> None:
        """Sweep whenever the timetable has missed two sweeps."""
        self._watching = asyncio.create_task(self._watch(sweep))

    def end(self) -> None:
        if self._watching:
            self._watching.cancel()

    async def _watch(self, sweep: Callable[[], Awaitable[object]]) -> None:
        async def look() -> None:
            if not self._busy and time.monotonic() - self._rested_at > 2 * SWEEP_EVERY:
                _log.warning("timetable stands still: was this machine's clock set back?")
                await sweep()

        await repeat(look, every=SWEEP_EVERY, failed="no sweep", expected=AWAY, at_once=False)
