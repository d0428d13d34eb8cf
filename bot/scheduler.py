"""The scheduler process: ``taskiq scheduler bot.scheduler:make``. Maintenance, at fixed intervals.

Its tasks run in this process, not in the workers: a lost worker must be seen while all others are busy. Every step
is idempotent, so two schedulers do no harm.
"""

from contextlib import AsyncExitStack
from datetime import timedelta

from taskiq import InMemoryBroker, TaskiqEvents, TaskiqScheduler, TaskiqState
from taskiq.schedule_sources import LabelScheduleSource

from bot import clock, settings, startup
from bot.monitoring import heartbeat, logs, metrics
from bot.monitoring.readiness import Readiness
from bot.queue.notifier import Notifier, make_broker
from bot.settings import Settings
from executor.maintenance.sweep import sweep
from models.database import close_database
from models.monitoring import processes

SWEEP_EVERY = 10  # seconds
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

    async def run_sweep() -> None:
        now = clock.now()
        if await processes.lead("upkeep", heartbeat.name(), now=now, lasting=_LEAD):
            await sweep(notifier.notify, now=now, keep=timedelta(days=config.keep_days))

    broker.register_task(run_sweep, task_name="bellhop:sweep", schedule=[{"interval": SWEEP_EVERY}])
    return TaskiqScheduler(broker, [LabelScheduleSource(broker)])
