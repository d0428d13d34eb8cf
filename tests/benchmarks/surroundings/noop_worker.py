"""The worker's real path without a browser: claim, begin, settle, notify of the account's next task."""

from collections.abc import Sequence
from datetime import UTC, datetime

from taskiq import AsyncBroker, TaskiqEvents, TaskiqState

from bot import settings
from bot.queue.notifier import PERFORM, Notifier
from bot.queue.redis_broker import StreamBroker
from models.database import close_database, open_database
from models.domain.lifecycle import LoginStatus, Status
from models.domain.outcomes import AttemptOutcome
from models.tasks import claims
from models.tasks.queries import next_waiting

_DONE = AttemptOutcome(status=Status.ENDED, login_status=LoginStatus.LOGGED_IN, result="done")


def make() -> AsyncBroker:
    """For Taskiq's command line."""
    config = settings.load("redis_url")
    broker = StreamBroker(config.redis_url)
    notifier = Notifier(broker)

    async def perform(task_id: int) -> None:
        held = await claims.claim(task_id, worker="noop", now=_now())
        if held and await claims.begin(held, now=_now()):
            await claims.settle(held, _DONE, now=_now())
            await _notify(notifier, await next_waiting(held.account_id, now=_now()))

    async def begin(_state: TaskiqState) -> None:
        await open_database(config.database_url)

    async def end(_state: TaskiqState) -> None:
        await close_database()

    broker.register_task(perform, task_name=PERFORM)
    broker.add_event_handler(TaskiqEvents.WORKER_STARTUP, begin)
    broker.add_event_handler(TaskiqEvents.WORKER_SHUTDOWN, end)
    return broker


async def _notify(notifier: Notifier, ids: Sequence[int]) -> None:
    if ids:
        await notifier.notify(ids)


def _now() -> datetime:
    return datetime.now(UTC)
