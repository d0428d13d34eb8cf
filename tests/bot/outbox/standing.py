"""A relay that stands still at one point until it is let go."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

from bot.outbox.relay import OutboxRelay
from bot.slack.client import Client
from models.messages.outbox import MessageKind
from models.tables.messages import Outbox
from tests.bot.outbox.kinds import now, send


class Still:
    """A relay that stands still at one point until it is let go."""

    def __init__(self) -> None:
        self.stands = asyncio.Event()
        self._goes_on = asyncio.Event()

    async def here(self) -> None:
        """The first to come here stands still."""
        if not self.stands.is_set():
            self.stands.set()
            await self._goes_on.wait()

    @asynccontextmanager
    async def beyond_its_lease(self, relay: OutboxRelay, kind: MessageKind) -> AsyncIterator[None]:
        """The relay sends, stands still while the block runs, with its lease over, and goes on to its end."""
        async with self.within_its_lease(relay, kind):
            await Outbox.filter(state="sending").update(lease_until=now() - timedelta(seconds=1))
            yield

    @asynccontextmanager
    async def within_its_lease(self, relay: OutboxRelay, kind: MessageKind) -> AsyncIterator[None]:
        """The relay sends, waits while the block runs, and goes on to its end."""
        sending = asyncio.create_task(send(relay, kind))
        try:
            async with asyncio.timeout(10):
                await self.stands.wait()
            yield
        finally:
            self._goes_on.set()
            await sending


class Slow(Client):
    """Stands still before it reads Slack's answer to the first post, which may be a refusal."""

    def __init__(self, still: Still, **given: Any) -> None:
        super().__init__(**given)
        self._still = still

    async def api_call(self, api_method: str, **given: Any) -> Any:
        try:
            return await super().api_call(api_method, **given)
        finally:
            if api_method == "chat.postMessage":
                await self._still.here()
