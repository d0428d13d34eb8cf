"""Real Bolt apps on a local Slack: over a socket, or over signed HTTP."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import ClientSession, web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.slack import LocalSlack


@asynccontextmanager
async def web_client(slack: LocalSlack, token: str | None = None) -> AsyncIterator[AsyncWebClient]:
    async with ClientSession() as session:
        yield AsyncWebClient(
            token=token or slack.workspace.bot_token, base_url=slack.api_url, session=session
        )


@asynccontextmanager
async def bolt_app(slack: LocalSlack) -> AsyncIterator[AsyncApp]:
    async with web_client(slack) as client:
        yield AsyncApp(
            name="tests", client=client, token=client.token, signing_secret=slack.workspace.signing_secret
        )


@asynccontextmanager
async def socket_bot(slack: LocalSlack) -> AsyncIterator[AsyncApp]:
    async with bolt_app(slack) as app:
        handler = AsyncSocketModeHandler(app, slack.workspace.app_token, ping_interval=1)
        await handler.connect_async()
        await slack.connected()
        yield app
        await handler.close_async()


@asynccontextmanager
async def http_bot(slack: LocalSlack) -> AsyncIterator[AsyncApp]:
    async with bolt_app(slack) as app:

        async def serve(request: web.Request) -> web.Response:
            return await to_aiohttp_response(await app.async_dispatch(await to_bolt_request(request)))

        application = web.Application()
        application.router.add_post("/slack/events", serve)
        runner = web.AppRunner(application, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        slack.request_url = f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events"
        yield app
        await runner.cleanup()
