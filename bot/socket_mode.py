"""Socket Mode that does not die in silence.

The SDK's client tries for ever with one ticket: an outage longer than the ticket lives leaves a process that runs and
hears nothing. So somebody watches, builds a new client, and in the end lets the process end, for its supervisor to
start it again.
"""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress

import structlog
from aiohttp import ClientError
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackClientError

from bot.settings import Settings

LOOK = 15.0  # seconds between two looks
DOWN = 75.0  # the client has had its own tries by then
MOST_RENEWALS = 5  # in a row without success: then something is wrong that a new process may not have
_CLOSE = 5.0
_CONNECT = 30.0
_log = structlog.get_logger()


class Line:
    """The connection to Slack, renewed when it is dead; ``dead`` is set when that does not help."""

    def __init__(self, config: Settings, bolt: AsyncApp) -> None:
        self.dead = asyncio.Event()
        self._config = config
        self._bolt = bolt
        self._handler = self._fresh()

    async def open(self) -> None:
        await self._handler.connect_async()

    async def close(self) -> None:
        """Close it; one that hangs is left."""
        with suppress(TimeoutError, SlackClientError, ClientError, OSError):
            async with asyncio.timeout(_CLOSE):
                await self._handler.close_async()

    async def watch(self) -> None:
        """Look for ever whether Slack is connected."""
        clock = asyncio.get_running_loop().time
        well, renewals = clock(), 0
        while renewals <= MOST_RENEWALS:
            await asyncio.sleep(LOOK)
            if await self._handler.client.is_connected():
                well, renewals = clock(), 0
            elif clock() - well > DOWN:
                renewals += 1
                _log.error("slack silent, connecting anew", renewals=renewals)
                await self._renew()
                well = clock()
        self.dead.set()

    async def _renew(self) -> None:
        await self.close()
        self._handler = self._fresh()
        try:
            async with asyncio.timeout(_CONNECT):
                await self._handler.connect_async()
        except (TimeoutError, SlackClientError, ClientError, OSError) as error:
            _log.warning("slack not reached", error=type(error).__name__)

    def _fresh(self) -> AsyncSocketModeHandler:
        handler = AsyncSocketModeHandler(self._bolt, self._config.slack_app_token)
        handler.client.web_client.base_url = self._config.slack_api_url
        return handler


@asynccontextmanager
async def connected(config: Settings, bolt: AsyncApp) -> AsyncGenerator[asyncio.Event]:
    """Connected for as long as the block runs. Gives the event that says that it is of no use any more."""
    line = Line(config, bolt)
    await line.open()
    watching = asyncio.create_task(line.watch())
    try:
        yield line.dead
    finally:
        watching.cancel()
        await line.close()
