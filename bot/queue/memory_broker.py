"""The broker of a bot without Redis: notifications stay inside the one process. The scheduler notifies of what waits
at the start.

Taskiq's own InMemoryBroker starts every task at once, whatever the limit; this one lets the receiver fetch.
"""

import asyncio
from collections.abc import AsyncGenerator

from taskiq import AsyncBroker, BrokerMessage


class InProcessBroker(AsyncBroker):
    """Messages live in a queue of this process."""

    def __init__(self) -> None:
        super().__init__()
        self._messages: asyncio.Queue[bytes] = asyncio.Queue()

    async def kick(self, message: BrokerMessage) -> None:
        self._messages.put_nowait(message.message)

    async def undelivered(self) -> int:
        """How many messages wait for the receiver."""
        return self._messages.qsize()

    async def listen(self) -> AsyncGenerator[bytes, None]:
        while True:
            yield await self._messages.get()
