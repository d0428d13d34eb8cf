"""The bot process: the Slack side, and, where there is no Redis, the workers' side as well."""

import asyncio
import signal
from collections.abc import AsyncGenerator, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

import structlog
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.errors import SlackApiError
from taskiq import AsyncBroker
from taskiq.api import run_receiver_task, run_scheduler_task

from bot import clock, http, settings, socket_mode, startup
from bot.doctor import examine
from bot.monitoring import heartbeat, metrics
from bot.monitoring.hearing import Hearing
from bot.monitoring.readiness import Readiness
from bot.outbox.relay import OutboxRelay
from bot.queue.memory_broker import InProcessBroker
from bot.queue.notifier import Notifier, make_broker
from bot.scheduler import scheduler
from bot.settings import Settings
from bot.slack import sign_in, trouble
from bot.slack.client import Client
from bot.slack.direct_files import file_sender
from bot.slack.downloads import fetcher
from bot.slack.pacing import slack_client
from bot.webhooks.tell import webhooks_of
from executor.proxy.tester import ProxyTester
from handlers.listeners import Conversation
from handlers.slack.services import Services, WebhookAccess
from handlers.slack.users import People
from models.database import close_database
from models.domain.values.batches.approvals import Policy
from models.monitoring.metrics import ACK_SECONDS
from models.secrets.sealing import Sealer

_GRACE = 10.0  # seconds that running answers get at the stop
_log = structlog.get_logger()


class Timed(AsyncApp):
    """Bolt, with the time each delivery takes until it is acknowledged, by Socket Mode or HTTP."""

    def __init__(self, slack: Client, signing_secret: str) -> None:
        super().__init__(
            name="bellhop",  # else Bolt reads the source of every frame on the stack to find one
            client=slack,
            signing_secret=signing_secret,
            request_verification_enabled=False,
        )
        self.slack = slack

    async def async_dispatch(self, req: AsyncBoltRequest) -> BoltResponse:
        with ACK_SECONDS.time():
            return await super().async_dispatch(req)

    def _init_context(self, req: AsyncBoltRequest) -> None:
        super()._init_context(req)
        req.context.client.proxy = self.slack.proxy  # else the SDK looks for one itself, where this has none


async def run(config: Settings) -> None:
    """Run until SIGTERM or SIGINT, then stop in order: no new work, answers finished, connections closed.

    While the process still starts, they end it where it is.
    """
    stopping = asyncio.Event()
    starting = asyncio.current_task()

    def stop() -> None:
        if starting and not stopping.is_set():
            starting.cancel()
        stopping.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop)
    try:
        async with running(config) as disconnected:
            starting = None
            waiting = [asyncio.create_task(event.wait()) for event in (stopping, disconnected)]
            await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
    except asyncio.CancelledError:
        if not stopping.is_set():
            raise
        return
    if disconnected.is_set():
        settings.stop(
            "Slack cannot be reached any more, so this process stops. Its supervisor should start it again."
        )


@asynccontextmanager
async def running(config: Settings) -> AsyncGenerator[asyncio.Event]:
    """The bot, up for as long as the block runs. Gives the event that says that Slack no longer reaches it."""
    async with AsyncExitStack() as stack:
        await startup.open_migrated(config, keys="needed")
        stack.push_async_callback(close_database)
        slack = slack_client(config)
        team = await sign_in.own_team(config, slack)
        broker = make_broker(config)
        people = People(slack, admins=config.admins, team=team)
        hearing = Hearing()
        policy = Policy.of(config.approve_above, config.approve_types)
        webhooks = webhooks_of(config)
        await _queue(config, broker, OutboxRelay(slack, people, policy, webhooks), hearing, stack)
        notifier = Notifier(broker)
        services = Services(
            slack=slack,
            notify=notifier.notify,
            now=clock.now,
            people=people,
            burst=config.burst,
            fetch=fetcher(slack),
            send_file=file_sender(slack),
            webhook=slack.webhook,
            examine=lambda: examine(config),
            test_proxy=ProxyTester(config.site_url) if config.site_url else None,
            webhooks=WebhookAccess(refusal=webhooks.poster.refusal, test=webhooks.test),
            policy=policy,
            site_url=config.site_url,
            sealer=Sealer(config.secret_keys) if config.secret_keys else None,
        )
        bolt = Timed(slack, config.slack_signing_secret)
        conversation = Conversation(bolt, services)
        stack.push_async_callback(conversation.drain, _GRACE)
        readiness = Readiness(redis_url=config.redis_url, slack=slack, hearing=hearing)
        disconnected = await _connect(config, bolt, readiness, hearing, stack)
        await stack.enter_async_context(metrics.served(config, "bot", readiness))
        if config.redis_url:  # else its runtime says that it lives
            await stack.enter_async_context(
                heartbeat.heartbeat("bot", "Socket Mode" if config.slack_app_token else "HTTP", hearing)
            )
        yield disconnected


async def _queue(
    config: Settings, broker: AsyncBroker, relay: OutboxRelay, hearing: Hearing, stack: AsyncExitStack
) -> None:
    """With Redis: only send. Without: perform tasks and run maintenance in this process."""
    if not isinstance(broker, InProcessBroker):
        await broker.startup()
        stack.push_async_callback(broker.shutdown)
        _in_background(relay.run(), stack)
        return
    # With the driver of browsers: a bot beside workers does not load it.
    from bot.worker import WorkerRuntime

    runtime = WorkerRuntime(config, broker, hearing)
    await runtime.start()
    stack.push_async_callback(runtime.stop)
    timetable = scheduler(Notifier(broker), config)
    stack.push_async_callback(timetable.shutdown)
    _in_background(run_receiver_task(broker, max_async_tasks=config.concurrency), stack)
    _in_background(run_scheduler_task(timetable, run_startup=True), stack)


async def _connect(
    config: Settings, bolt: Timed, readiness: Readiness, hearing: Hearing, stack: AsyncExitStack
) -> asyncio.Event:
    if config.slack_app_token:
        try:
            line = await stack.enter_async_context(socket_mode.connected(config, bolt, bolt.slack))
        except SlackApiError as error:
            slack = bolt.slack
            settings.stop(
                trouble.sentence(error, slack.network, config.slack_api_url, asked_with="SLACK_APP_TOKEN")
            )
        hearing.ask = line.deaf
        _log.info("listening", mode="socket")
        return line.dead
    runner = await http.serve(
        http.web_app(bolt, config.slack_signing_secret, readiness), host=config.host, port=config.port
    )
    stack.push_async_callback(runner.cleanup)
    _log.info("listening", mode="http", port=config.port)
    return asyncio.Event()


def _in_background(work: Coroutine[Any, Any, None], stack: AsyncExitStack) -> None:
    task = asyncio.create_task(work)

    async def end() -> None:
        task.cancel()
        await asyncio.wait([task])

    stack.push_async_callback(end)
