"""Socket Mode that does not die in silence.

The SDK's client tries for ever with one ticket: an outage longer than the ticket lives leaves a process that runs and
hears nothing. So somebody watches, builds a new client, and in the end lets the process end, for its supervisor to
start it again. A token that Slack refuses is another matter: a new process would be no better, so this one waits
until Slack takes it again.
"""

import asyncio
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress

import structlog
from slack_bolt.adapter.socket_mode.async_internals import run_async_bolt_app, send_async_response
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest

from bot.settings import Settings
from bot.slack.client import Client
from bot.slack.pacing import retry_after
from bot.slack.trouble import is_refusal
from handlers.slack.fallback import NO_ANSWER
from models.periodic import repeat

LOOK = 15.0  # seconds between two looks
DOWN = 75.0  # the client has had its own tries by then
MOST_RENEWALS = 5  # in a row without success: then something is wrong that a new process may not have
REFUSED_AGAIN = 30.0  # seconds until a refused token is tried again
_PING = 10.0  # seconds between two pings; after four without an answer it counts as broken
_LONGEST = 120.0
_CLOSE = 5.0
_CONNECT = 30.0
_log = structlog.get_logger()


class _Socket(SocketModeClient):
    """The SDK's client, which goes the way that was decided on, and does not ask for tickets in vain."""

    def __init__(self, app_token: str, slack: Client, bolt: AsyncApp) -> None:
        super().__init__(app_token, logger=bolt.logger, web_client=slack, ping_interval=_PING)
        self.refusal = asyncio.get_running_loop().create_future()  # of the token; an Exception
        self._slack = slack
        self._bolt = bolt
        self.socket_mode_request_listeners.append(self._deliver)  # type: ignore[arg-type]

    async def issue_new_wss_url(self) -> str:
        while not self.closed:
            try:
                url = str((await self._slack.apps_connections_open(app_token=self.app_token))["url"])
            except SlackApiError as error:
                await asyncio.sleep(self._seconds(error))
            else:
                self.proxy = self._slack.network.proxy_for(url)  # Slack's sockets have hosts of their own
                return url
        raise SlackClientError("closed")

    def _seconds(self, error: SlackApiError) -> float:
        """When a ticket is to be asked for again. Raise what the SDK itself has a way with."""
        if is_refusal(error):
            if not self.refusal.done():
                self.refusal.set_result(error)
            return REFUSED_AGAIN
        if error.response.get("error") != "ratelimited":
            raise error
        return retry_after(error, otherwise=REFUSED_AGAIN, most=_LONGEST)

    async def _deliver(self, client: SocketModeClient, request: SocketModeRequest) -> None:
        began = time.time()
        await send_async_response(client, request, await run_async_bolt_app(self._bolt, request), began)


class Line:
    """The connection to Slack, renewed when it is dead; ``dead`` is set when that does not help."""

    def __init__(self, app_token: str, bolt: AsyncApp, slack: Client) -> None:
        self.dead = asyncio.Event()
        self._app_token = app_token
        self._bolt = bolt
        self._slack = slack
        self._socket = self._fresh()

    async def open(self) -> None:
        """Connect. Raise SlackApiError where Slack refuses the token."""
        connecting = asyncio.ensure_future(self._socket.connect())
        try:
            await asyncio.wait({connecting, self._socket.refusal}, return_when=asyncio.FIRST_COMPLETED)
            if self._socket.refusal.done():
                raise self._socket.refusal.result()
            await connecting
        finally:
            if not connecting.done():
                connecting.cancel()

    async def close(self) -> None:
        """Close it; one that hangs is left."""
        with suppress(*NO_ANSWER):
            async with asyncio.timeout(_CLOSE):
                await self._socket.close()

    async def watch(self) -> None:
        """Look for ever whether Slack is connected."""
        clock = asyncio.get_running_loop().time
        well, renewals = clock(), 0

        async def look() -> bool:
            nonlocal well, renewals
            if not await self.deaf():
                well, renewals = clock(), 0
            elif clock() - well > DOWN:
                well = clock()
                if not self._slack.app_token.refused:  # which a new process would not mend
                    renewals += 1
                    _log.error("slack silent, connecting anew", renewals=renewals)
                await self._renew()
                well = clock()
            return renewals <= MOST_RENEWALS

        await repeat(look, every=LOOK, failed="slack not reached", at_once=False)
        self.dead.set()

    async def deaf(self) -> str:
        """Why nothing is heard of Slack; empty: it is connected, and answers pings."""
        if await self._socket.is_connected():
            return ""
        return self._slack.app_token.trouble or "its socket is not open"

    async def _renew(self) -> None:
        await self.close()
        self._socket = self._fresh()
        try:
            async with asyncio.timeout(_CONNECT):
                await self._socket.connect()  # tries a refused token again, within that time
        except NO_ANSWER as error:
            _log.warning("slack not reached", error=type(error).__name__)

    def _fresh(self) -> _Socket:
        return _Socket(self._app_token, self._slack, self._bolt)


@asynccontextmanager
async def connected(config: Settings, bolt: AsyncApp, slack: Client) -> AsyncGenerator[Line]:
    """Connected for as long as the block runs. Raises what ``Line.open`` raises."""
    line = Line(config.slack_app_token, bolt, slack)
    watching = None
    try:
        await line.open()
        watching = asyncio.create_task(line.watch())
        yield line
    finally:
        if watching:
            watching.cancel()
        await line.close()
