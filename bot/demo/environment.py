"""Everything of the demo, up for as long as a block runs."""

import asyncio
import tempfile
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bot.demo.personas import cast
from bot.demo.processes import Processes
from bot.demo.seed import seed
from bot.demo.sites import SITES, site_of
from bot.manifest import manifest
from bot.sandbox.practice.server import PracticeServer
from bot.sandbox.redis import RedisServer, find_redis
from bot.sandbox.slack import LocalSlack, workspace
from bot.sandbox.slack.manifest import SlashCommand
from models.database import database
from models.secrets.sealing import Sealer, new_key

SLASH_COMMANDS = tuple(SlashCommand(**command) for command in manifest()["features"]["slash_commands"])
_CONNECTED = 120.0  # seconds a bot may take to start, on a slow machine


@dataclass(frozen=True, kw_only=True)
class Environment:
    """The parts of the demo that a person or the tour needs."""

    slack: LocalSlack
    site: PracticeServer
    processes: Processes
    folder: Path  # database and logs
    queue: str  # what notifies the workers, in words


@asynccontextmanager
async def demo_environment(
    *, site_name: str = "first", slack_port: int = 0, site_port: int = 0
) -> AsyncGenerator[Environment]:
    """Start it all: stand-ins with the site of this name, Redis where there is one, an empty database, migrations, seed, processes."""
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bellhop-")))
        people = cast()
        site = site_of(people, site_name)
        await site.start(port=site_port)
        stack.push_async_callback(site.aclose)
        slack = LocalSlack(workspace(commands=SLASH_COMMANDS))
        await slack.start(port=slack_port)
        stack.push_async_callback(slack.aclose)
        redis = _redis(stack)
        variables = _environment(slack, site, folder, redis)
        variables["BELLHOP_SITE_MAP"] = str(SITES[site_name].map)
        processes = Processes(variables, folder)
        await processes.run("release")
        async with database(variables["DATABASE_URL"]):
            await seed(people, site, Sealer([variables["BELLHOP_SECRET_KEYS"]]), now=datetime.now(UTC))
        await _start(processes, stack, with_queue=redis is not None)
        await slack.connected(seconds=_CONNECTED)
        queue = f"Redis on port {redis.port}" if redis else "none: the bot performs the tasks itself"
        yield Environment(slack=slack, site=site, processes=processes, folder=folder, queue=queue)


def _redis(stack: AsyncExitStack) -> RedisServer | None:
    program = find_redis()
    if program is None:
        return None
    server = RedisServer(program)
    stack.callback(server.close)
    return server


async def _start(processes: Processes, stack: AsyncExitStack, *, with_queue: bool) -> None:
    stack.push_async_callback(processes.close)
    for name in ("bot", "worker", "scheduler") if with_queue else ("bot",):
        processes.start(name)
    watching = asyncio.create_task(processes.watch())
    stack.callback(watching.cancel)


def _environment(
    slack: LocalSlack, site: PracticeServer, folder: Path, redis: RedisServer | None
) -> dict[str, str]:
    return {
        "DATABASE_URL": f"sqlite://{folder / 'bellhop.sqlite3'}",
        "REDIS_URL": redis.url if redis else "",
        "SLACK_API_URL": slack.api_url,
        "SLACK_BOT_TOKEN": slack.workspace.bot_token,
        "SLACK_APP_TOKEN": slack.workspace.app_token,
        "SLACK_SIGNING_SECRET": slack.workspace.signing_secret,
        "BELLHOP_SITE_URL": site.url,
        "BELLHOP_SECRET_KEYS": new_key("demo"),
        "BELLHOP_ADMINS": "U0ANA,U0BEN,U0CHEN",
    }
