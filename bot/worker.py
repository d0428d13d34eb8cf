"""The worker process: ``taskiq worker bot.worker:make``. Performs tasks in browsers and delivers their outcomes."""

import asyncio
from collections.abc import Sequence
from contextlib import AsyncExitStack
from pathlib import Path

import structlog
from taskiq import AsyncBroker, BrokerMessage, TaskiqEvents, TaskiqState

from bot import clock, settings, startup
from bot.monitoring import heartbeat, logs, metrics
from bot.monitoring.hearing import Hearing
from bot.monitoring.readiness import Readiness
from bot.outbox.relay import OutboxRelay
from bot.parent_death import end_with_parent
from bot.queue.notifier import PERFORM, Notifier, make_broker
from bot.queue.redis_broker import StreamBroker
from bot.settings import Settings
from bot.slack import sign_in
from bot.slack.pacing import slack_client
from bot.webhooks.tell import webhooks_of
from executor.browser.chromium import ChromiumMissing, ensure_chromium
from executor.browser.pool import BrowserPool
from executor.run import WorkerContext, run_task
from handlers.slack.users import People
from models.database import AWAY, close_database
from models.domain.values.batches.approvals import Policy
from models.secrets.sealing import Sealer
from models.tasks import recovery

NEEDED = ("slack_bot_token", "site_url", "secret_keys")
_GRACE = 10.0  # seconds that messages on their way to Slack get at the stop
_log = structlog.get_logger()


def make() -> AsyncBroker:
    """The broker with its task and hooks, for Taskiq's command line."""
    config = settings.load(*NEEDED, "redis_url")
    logs.set_up(config.log_level, config.secrets())
    broker = make_broker(config)
    runtime = WorkerRuntime(config, broker)
    watched = AsyncExitStack()

    async def begin(_state: TaskiqState) -> None:
        end_with_parent()
        await startup.open_migrated(config, keys="needed")
        await sign_in.check_token(config, runtime.slack)
        await runtime.start()
        readiness = Readiness(redis_url=config.redis_url, slack=runtime.slack)
        await watched.enter_async_context(metrics.served(config, "worker", readiness))

    async def end(_state: TaskiqState) -> None:
        await watched.aclose()
        await runtime.stop()
        await close_database()

    broker.add_event_handler(TaskiqEvents.WORKER_STARTUP, begin)
    broker.add_event_handler(TaskiqEvents.WORKER_SHUTDOWN, end)
    return broker


class WorkerRuntime:
    """What a process needs to perform tasks: browsers, the task that a message names, and the relay."""

    def __init__(self, config: Settings, broker: AsyncBroker, hearing: Hearing | None = None) -> None:
        """``hearing``: of a bot that performs the tasks itself."""
        self._config = config
        self._hearing = hearing
        self._notifier = Notifier(broker)
        self.slack = slack_client(config)
        self._people = People(self.slack, admins=config.admins, team=None)
        policy = Policy.of(config.approve_above, config.approve_types)
        self._relay = OutboxRelay(self.slack, self._people, policy, webhooks_of(config))
        self._sending: asyncio.Task[None] | None = None
        self._context: WorkerContext | None = None
        self._alive = AsyncExitStack()

        async def perform(task_id: int) -> None:
            if self._context is not None:
                await run_task(task_id, self._context)

        broker.register_task(perform, task_name=PERFORM)
        if isinstance(broker, StreamBroker):
            broker.instead = self._what_waits

    async def start(self) -> None:
        """Find the browser and begin to send."""
        config = self._config
        program = None if config.browser_url else await find_browser(config)
        self._context = WorkerContext(
            browsers=BrowserPool(
                executable=program,
                contexts=config.concurrency,
                remote=config.browser_url,
                forwarder_host=config.bridge_host,
            ),
            trace=config.trace,
            sealer=Sealer(config.secret_keys),
            site_url=config.site_url,
            site_map=config.map_of_site(),
            worker=heartbeat.name(),
            notify=self._notifier.notify,
            now=clock.now,
            ask=lambda user: self._people.actor(user, "second step"),
            code_places=asyncio.Semaphore(max(1, config.concurrency // 2)),
        )
        self._sending = asyncio.create_task(self._relay.run())
        await self._alive.enter_async_context(
            heartbeat.heartbeat("worker", _about(program, config), self._hearing)
        )
        _log.info("worker ready", browser=str(program or "remote"), concurrency=config.concurrency)

    async def _what_waits(self) -> Sequence[BrokerMessage]:
        """What the workers are not notified of, while Redis takes nothing: the rows are the truth."""
        try:
            return self._notifier.messages(
                await recovery.could_run(now=clock.now(), most=self._config.concurrency)
            )
        except AWAY:  # as Redis is; both are asked again
            return ()

    async def stop(self) -> None:
        """Close the browsers and finish what is being sent."""
        self._relay.stop()
        if self._sending:  # what is cut off is looked up before it is sent again
            await asyncio.wait([self._sending], timeout=_GRACE)
            self._sending.cancel()
            await asyncio.wait([self._sending])
        if self._context:
            await self._context.browsers.aclose()
        await self._alive.aclose()


def _about(program: Path | None, config: Settings) -> str:
    return f"{config.concurrency} tasks at once in {program.name if program else 'remote browsers'}"


async def find_browser(config: Settings) -> Path:
    """Chromium, found or fetched; stop with one line when there is none."""
    try:
        return await ensure_chromium(configured=config.chromium or None)
    except ChromiumMissing as error:
        settings.stop(f"BELLHOP_CHROMIUM: {error}")
