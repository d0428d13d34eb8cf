"""``/tasks doctor`` and ``bellhop doctor``: what is wrong is named with its remedy."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from redis.asyncio import Redis

from bot import doctor
from bot.sandbox.redis import RedisServer, free_port
from bot.sandbox.slack import LocalSlack, workspace
from bot.settings import Settings
from models.domain.values.checks import CheckResult
from models.messages import outbox
from models.messages.outbox import MessageKind
from models.monitoring import processes
from models.secrets.sealing import Sealer
from models.tables.tasks import Attempt
from tests.factories import waiting_tasks

pytestmark = [
    pytest.mark.usefixtures("database"),
]


def settings(url: str, slack: LocalSlack, redis_url: str = "") -> Settings:
    return Settings(
        database_url=url,
        redis_url=redis_url,
        slack_api_url=slack.api_url,
        slack_bot_token=slack.workspace.bot_token,
    )


async def wrong(config: Settings) -> dict[str, CheckResult]:
    return {result.name: result for result in await doctor.examine(config) if result.remedy}


async def test_nothing_is_wrong_where_everything_runs(
    database_url: str, slack: LocalSlack, redis_server
) -> None:
    for kind in ("bot", "worker", "scheduler"):
        await processes.seen(f"host:{kind}", kind, "", now=datetime.now(UTC))

    assert await wrong(settings(database_url, slack, redis_server.url)) == {}


async def test_what_is_missing_is_named(database_url: str, slack: LocalSlack) -> None:
    problems = await wrong(settings(database_url, slack, f"redis://127.0.0.1:{free_port()}"))

    assert set(problems) == {"Redis", "Bot", "Worker", "Scheduler"}
    assert problems["Worker"].remedy == "Start the worker process."


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_redis_that_takes_nothing_is_named_with_its_remedy(
    database_url: str, slack: LocalSlack, redis_server: RedisServer
) -> None:
    async with Redis.from_url(redis_server.url) as redis:
        await redis.config_set("maxmemory", 1)
        try:
            problems = await wrong(settings(database_url, slack, redis_server.url))
        finally:
            await redis.config_set("maxmemory", 0)

    assert problems["Redis"].says == "accepts no writes: its memory is full"
    assert "maxmemory" in problems["Redis"].remedy


async def test_work_that_lies_about_is_named(database_url: str, slack: LocalSlack, sealer: Sealer) -> None:
    long_ago = datetime.now(UTC) - timedelta(hours=1)
    await waiting_tasks(1, sealer)
    await Attempt.all().update(asked_at=long_ago)
    await outbox.enqueue(MessageKind.NOTE, 1, now=long_ago)
    await outbox.enqueue(MessageKind.NOTE, 2, now=long_ago)
    row, *_ = await outbox.take(["note"], now=long_ago, most=1)
    await outbox.bury(outbox.Taken.of(row), error="is_archived")

    problems = await wrong(settings(database_url, slack))

    assert set(problems) == {"Worker", "Oldest task that could run", "Messages to Slack", "Dead messages"}
    assert problems["Oldest task that could run"].says.startswith(
        "waits for 1 h"
    )  # and a second, where it took one


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_scope_that_is_not_granted_is_named(database_url: str) -> None:
    known = workspace()
    fewer = replace(known.app, scopes=tuple(scope for scope in known.app.scopes if scope != "files:write"))
    async with LocalSlack(replace(known, app=fewer)) as slack:
        problems = await wrong(settings(database_url, slack))

    assert problems["Scopes"].says == "missing: files:write"
    assert "install the app again" in problems["Scopes"].remedy
