"""The notifier: tells the workers which tasks wait. The rows are the truth; a lost notification is sent again by the
scheduler.
"""

from collections.abc import Sequence

from redis.exceptions import RedisError
from taskiq import AsyncBroker, BrokerMessage, TaskiqMessage
from taskiq.exceptions import TaskiqError

from bot.queue.memory_broker import InProcessBroker
from bot.queue.redis_broker import StreamBroker, tell
from bot.queue.redis_trouble import trouble
from bot.settings import Settings

PERFORM = "bellhop:perform"  # name of the one message there is; its argument is a Task ID


def make_broker(settings: Settings) -> AsyncBroker:
    """Redis Streams with ``REDIS_URL``, else a broker inside this process."""
    return StreamBroker(settings.redis_url) if settings.redis_url else InProcessBroker()


_AWAY = (RedisError, TaskiqError, OSError, TimeoutError)


class Notifier:
    """Notifies workers of tasks through a broker. Never raises for a broker that is away."""

    def __init__(self, broker: AsyncBroker, message: str = PERFORM) -> None:
        self._broker = broker
        self._name = message

    async def notify(self, task_ids: Sequence[int]) -> None:
        """Tell the workers that these tasks wait."""
        messages = self.messages(task_ids)
        try:
            if isinstance(self._broker, StreamBroker):
                await self._broker.kick_many(messages)
            else:
                for message in messages:
                    await self._broker.kick(message)
        except _AWAY as error:
            tell("notification lost", trouble(error), tasks=len(task_ids))

    async def undelivered(self) -> int | None:
        """How many messages no worker has got yet; None: the broker does not say, and would take none either."""
        if not isinstance(self._broker, StreamBroker | InProcessBroker):
            return 0
        try:
            return await self._broker.undelivered()
        except _AWAY as error:
            tell("notifications not counted", trouble(error))
            return None

    def messages(self, task_ids: Sequence[int]) -> list[BrokerMessage]:
        """What a worker is told of these tasks, whichever way it comes."""
        return [self._message(task_id) for task_id in task_ids]

    def _message(self, task_id: int) -> BrokerMessage:
        message = TaskiqMessage(
            task_id=str(task_id), task_name=self._name, labels={}, labels_types={}, args=[task_id], kwargs={}
        )
        return self._broker.formatter.dumps(message)
