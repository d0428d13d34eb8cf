"""A process that is told to stop ends, whatever it waits for: also before it has begun, and with its whole group."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.demo.processes import COMMANDS
from bot.sandbox.redis import RedisServer
from bot.sandbox.slack import LocalSlack
from tests.conftest import KEY
from tests.executor.proxy.servers import listening

pytestmark = pytest.mark.usefixtures("chromium")  # else a worker would fetch one
SOON = 15.0  # seconds; a supervisor gives more


@asynccontextmanager
async def _unanswered() -> AsyncIterator[tuple[int, asyncio.Event]]:
    """A port where everything is taken and nothing answered; and the event that somebody came."""
    came = asyncio.Event()

    async def serve(reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
        came.set()
        while await reader.read(1024):
            pass

    async with listening(serve) as port:
        yield port, came


async def _started(process: str, environment: dict[str, str], log: Path) -> asyncio.subprocess.Process:
    programs = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    with log.open("wb") as output:
        return await asyncio.create_subprocess_exec(
            "/bin/sh",
            "-c",
            f"exec {COMMANDS[process]}",
            env={"PATH": programs, "HOME": os.environ.get("HOME", "/"), **environment},
            stdout=output,
            stderr=output,
            start_new_session=True,
        )


async def _ended(running: asyncio.subprocess.Process, log: Path, number: int) -> str:
    """What the log of a process says that was told to stop, with all that belong to it."""
    os.killpg(running.pid, number)
    try:
        await asyncio.wait_for(running.wait(), SOON)
    except TimeoutError:
        os.killpg(running.pid, signal.SIGKILL)
        raise
    return await asyncio.to_thread(log.read_text)


def _environment(slack: LocalSlack, database: str, redis: str) -> dict[str, str]:
    return {
        "DATABASE_URL": database,
        "REDIS_URL": redis,
        "SLACK_API_URL": slack.api_url,
        "SLACK_BOT_TOKEN": slack.workspace.bot_token,
        "SLACK_APP_TOKEN": slack.workspace.app_token,
        "BELLHOP_SITE_URL": "http://127.0.0.1:9",
        "BELLHOP_SECRET_KEYS": KEY,
    }


@pytest.mark.parametrize(
    "waits",
    [
        ("bot", "SLACK_API_URL", "http://127.0.0.1:{}/api/"),
        ("bot", "REDIS_URL", "redis://127.0.0.1:{}"),
        ("bot", "DATABASE_URL", "postgres://nobody@127.0.0.1:{}/none?sslmode=disable"),
        ("worker", "SLACK_API_URL", "http://127.0.0.1:{}/api/"),
        ("worker", "REDIS_URL", "redis://127.0.0.1:{}"),
        ("scheduler", "REDIS_URL", "redis://127.0.0.1:{}"),
    ],
)
async def test_what_still_starts_ends_when_it_is_told_to(
    waits: tuple[str, str, str],
    slack: LocalSlack,
    sqlite_url: str,
    redis_server: RedisServer,
    tmp_path: Path,
) -> None:
    process, setting, url = waits
    async with _unanswered() as (port, came):
        environment = _environment(slack, sqlite_url, redis_server.url) | {setting: url.format(port)}
        running = await _started(process, environment, tmp_path / "log")
        await asyncio.wait_for(came.wait(), 30)
        said = await _ended(running, tmp_path / "log", signal.SIGTERM)

    assert "Traceback" not in said
    assert "[error" not in said


async def test_a_bot_that_cannot_connect_ends_when_it_is_told_to(
    slack: LocalSlack, sqlite_url: str, redis_server: RedisServer, tmp_path: Path
) -> None:
    slack.drop_sockets(spoiled_tickets=1000)
    running = await _started("bot", _environment(slack, sqlite_url, redis_server.url), tmp_path / "log")
    await slack.until(
        lambda books: [c for c in books["calls"] if c["method"] == "apps.connections.open"] or None, 30
    )
    await _ended(running, tmp_path / "log", signal.SIGTERM)

    assert running.returncode == 0
