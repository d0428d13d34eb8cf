"""What the commands of the demo print, and how long they stay up."""

import asyncio
import contextlib
import signal
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import TypeVar

from rich.console import Console

from bot.demo.environment import SLASH_COMMANDS, demo_environment
from bot.demo.personas import cast
from bot.demo.seed import INVITATION
from bot.demo.sites import site_of
from bot.sandbox.practice.server import PracticeServer
from bot.sandbox.slack import LocalSlack, workspace

Server = TypeVar("Server", PracticeServer, LocalSlack)
_out = Console(highlight=False, soft_wrap=True, markup=False, emoji=False)


async def demo(port: int, site_name: str = "first") -> int:
    """Everything in one go, until Ctrl-C."""
    _out.print("Starting: a local Slack, a practice site, the bot, a worker, the scheduler …")
    async with demo_environment(site_name=site_name, slack_port=port) as environment:
        _out.print(f"\nOpen {environment.slack.url} and type /tasks new in #account-ops.\n", style="bold")
        _out.print(f"Practice site   {environment.site.url}   (its data: {environment.site.url}/_books)")
        _out.print(f"Invitation link {environment.site.url}/invitations/{INVITATION}")
        _out.print(f"Queue           {environment.queue}")
        _out.print(f"Logs            {environment.folder}\n\nPress Ctrl-C to stop.")
        await _until_stopped()
    return 0


async def tour(out: Path) -> int:
    """The main job, done by a browser that acts as a person. 0: every step held."""
    from bot.demo.tour import Tour

    async with demo_environment() as environment:
        return await Tour(environment, out, _out).run()


async def site(port: int, name: str = "first") -> None:
    """A practice site alone, with the demo's cast."""
    people = cast()
    async with _started(site_of(people, name), port) as server:
        _out.print(f"Practice site on {server.url}, for example {people[0].login} / {people[0].password}")
        await _until_stopped()


async def slack(port: int, request_url: str | None) -> None:
    """The local Slack alone, with what an app needs to talk to it."""
    async with _started(
        LocalSlack(workspace(commands=SLASH_COMMANDS), request_url=request_url), port
    ) as server:
        app = server.workspace.app
        _out.print(f"Local Slack on {server.url}\n")
        _out.print(f"SLACK_API_URL={server.api_url}\nSLACK_BOT_TOKEN={app.bot_token}")
        _out.print(f"SLACK_APP_TOKEN={app.app_token}\nSLACK_SIGNING_SECRET={app.signing_secret}")
        await _until_stopped()


@contextlib.asynccontextmanager
async def _started(server: Server, port: int) -> AsyncGenerator[Server]:
    await server.start(port=port)
    try:
        yield server
    finally:
        await server.aclose()


async def _until_stopped() -> None:
    stopping = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopping.set)
    await stopping.wait()
