"""``python -m tests.bot.monitoring.talkative CANARY DATABASE REDIS SLACK``: as much as can be said with a canary in it."""

import asyncio
import logging
import sys
from contextlib import suppress

import structlog
from redis.asyncio import Redis
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError

from bot.monitoring import logs
from models.access import audit
from models.accounts.records import save_accounts
from models.database import database
from models.domain.values.accounts import AccountRecord
from models.secrets.sealing import Sealer, new_key
from models.sql import rows
from models.tables.accounts import Account

LIBRARIES = (
    "aiohttp.client", "aiohttp.server", "aiosqlite", "asyncio", "asyncpg", "asyncpg.pool", "playwright", "redis",
    "slack_bolt.AsyncApp", "slack_sdk.web.async_client", "taskiq", "taskiq.receiver.receiver", "taskiq.worker",
    "tortoise", "tortoise.db_client", "urllib3", "bellhop:AsyncApp", "__main__",
)  # fmt: skip


async def main(canary: str, url: str, redis_url: str, slack_url: str) -> None:
    record = AccountRecord(
        login=canary, group="emea", password=canary, session={"cookies": [{"value": canary}]}
    )
    async with database(url):
        await save_accounts([record], sealer=Sealer([new_key("test")]))
        await Account.get(login=canary)
        await rows("SELECT :canary AS found", canary=canary)
        _ = [row async for row in audit.every()]
    async with Redis.from_url(redis_url) as redis:
        await redis.set("canary", canary, ex=1)
    app = AsyncApp(token=f"xoxb-{canary}", signing_secret=canary)
    app.client.base_url = slack_url
    with suppress(SlackApiError):
        await app.client.chat_postMessage(channel="C0OPS", text=canary)
    for name in LIBRARIES:
        logger = logging.getLogger(name)
        logger.setLevel(logging.DEBUG)  # as some set it themselves
        logger.debug("done with %s", [canary])
        logger.info("done with %s", canary)
    logging.getLogger("bot.here").info(
        "not %s", canary, "enough places"
    )  # which logging would print by itself
    structlog.get_logger("bot.here").debug("all was said", password=canary)


if __name__ == "__main__":
    logs.set_up("debug")
    asyncio.run(main(*sys.argv[1:]))
