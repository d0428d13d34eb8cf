"""A bot that is killed in the middle of an export: whoever asked is told once, and may ask again."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.app import running
from bot.demo.processes import Processes
from bot.sandbox.slack import LocalSlack, Person
from bot.settings import Settings
from models.database import database
from models.secrets.sealing import Sealer
from models.tasks.export_runs import ExportRun
from tests.executor.maintenance.sweeping import swept
from tests.factories import waiting_tasks
from tests.handlers.exports import reading

STEPS = {"writing": "files.getUploadURLExternal", "sending": "chat.postMessage"}
LOST = "did not finish, so there is no file. Ask for it again."
UNSURE = "I cannot tell whether the export you asked for on"


@pytest.fixture
def config(config: Settings, database_url: str) -> Settings:
    return config.model_copy(update={"database_url": database_url})


@pytest.fixture
async def process(
    config: Settings, slack: LocalSlack, sealer: Sealer, tmp_path: Path
) -> AsyncIterator[Processes]:
    """A bot with a task to export."""
    environment = {
        "DATABASE_URL": config.database_url,
        "REDIS_URL": config.redis_url,
        "SLACK_API_URL": slack.api_url,
        "SLACK_BOT_TOKEN": config.slack_bot_token,
        "SLACK_APP_TOKEN": config.slack_app_token,
        "BELLHOP_SECRET_KEYS": config.secret_keys[0],
        "BELLHOP_ADMINS": "U0ANA",
    }
    async with database(config.database_url):
        await waiting_tasks(1, sealer)
    bot = Processes(environment, tmp_path)
    bot.start("bot")
    yield bot
    await bot.close()


async def _kill(process: Processes, state: str, slack: LocalSlack) -> None:
    """Kill it once it is in this state and Slack lets it wait there."""
    async with asyncio.timeout(10):
        while slack.switches.fail_next or not await ExportRun.exists(state=state):  # noqa: ASYNC110 - of another process
            await asyncio.sleep(0.02)
    for pid in process.family("bot"):
        os.kill(pid, signal.SIGKILL)


@pytest.mark.parametrize("transport", ["socket"], indirect=True)
@pytest.mark.parametrize(
    ("database_url", "state", "told"),
    [("sqlite", "writing", LOST), ("postgres", "sending", UNSURE)],
    indirect=["database_url"],
)
async def test_who_asked_is_told_once_and_their_next_export_comes(
    process: Processes, config: Settings, slack: LocalSlack, ana: Person, state: str, told: str
) -> None:
    async with database(config.database_url):
        await slack.connected(seconds=20)
        await ana.wait_for_message("Check · 1 task", seconds=20)
        slack.switches.fail(STEPS[state], "429", retry_after=20)
        await ana.say("/tasks export")
        await _kill(process, state, slack)

    async with running(config):
        await slack.connected()
        await ana.say("/tasks export")
        await ana.wait_for_message("Your last export is not finished yet.")
        await ExportRun.all().update(lease_until=datetime.now(UTC))  # as time does it
        await swept(datetime.now(UTC), days=1)
        await swept(datetime.now(UTC), days=1)
        await ana.wait_for_message(told, channel=reading.MINE)
        await ana.say("/tasks export")
        await reading.file(ana)

    assert len([message for message in ana.messages(reading.MINE) if "export you" in ana.reads(message)]) == 1
    assert len(reading.files(slack)) == 1
