"""A worker's processes, when only its supervisor is killed."""

import asyncio
import os
import signal
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from bot.demo.processes import Processes
from bot.sandbox.redis import RedisServer
from bot.sandbox.slack import LocalSlack
from models.database import database
from models.monitoring.processes import Process
from tests.conftest import KEY


def _lives(pid: int) -> bool:
    stat = Path(f"/proc/{pid}/stat")
    return stat.exists() and stat.read_text().rpartition(")")[2].split()[0] != "Z"


async def _none_lives(pids: list[int]) -> bool:
    return not any(map(_lives, pids))


async def _until(holds: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(55):
        while not await holds():  # noqa: ASYNC110 - neither the table nor the kernel tells anybody
            await asyncio.sleep(0.1)


@pytest.mark.skipif(not Path("/proc").exists(), reason="only Linux tells a child that its parent died")
async def test_a_worker_whose_supervisor_is_killed_ends_by_itself(
    sqlite_url: str, redis_server: RedisServer, slack: LocalSlack, tmp_path: Path
) -> None:
    environment = {
        "DATABASE_URL": sqlite_url, "REDIS_URL": redis_server.url, "SLACK_API_URL": slack.api_url,
        "SLACK_BOT_TOKEN": slack.workspace.bot_token, "BELLHOP_SITE_URL": "http://127.0.0.1:1",
        "BELLHOP_SECRET_KEYS": KEY,
    }  # fmt: skip
    processes = Processes(environment, tmp_path)
    processes.start("worker")
    try:
        async with database(sqlite_url):
            await _until(lambda: Process.filter(kind="worker").exists())
        supervisor, *children = processes.family("worker")
        assert children

        os.kill(supervisor, signal.SIGKILL)

        await _until(lambda: _none_lives(children))
    finally:
        await processes.close()
