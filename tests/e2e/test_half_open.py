"""A bot whose port strangers fill with unfinished requests still answers Slack, and writes no log about each."""

import asyncio
from pathlib import Path

from bot.demo.processes import Processes
from bot.sandbox.redis import RedisServer, free_port
from bot.sandbox.slack import LocalSlack
from tests.bot.server.strangers import UNFINISHED, Peer, delivery
from tests.conftest import KEY

DESCRIPTORS, STRANGERS = 256, 300


async def test_more_unfinished_requests_than_descriptors_hinder_no_delivery(
    sqlite_url: str, redis_server: RedisServer, slack: LocalSlack, tmp_path: Path
) -> None:
    port = free_port()
    environment = {
        "DATABASE_URL": sqlite_url,
        "REDIS_URL": redis_server.url,
        "SLACK_API_URL": slack.api_url,
        "SLACK_BOT_TOKEN": slack.workspace.bot_token,
        "SLACK_APP_TOKEN": "",
        "SLACK_SIGNING_SECRET": slack.workspace.signing_secret,
        "BELLHOP_HOST": "127.0.0.1",
        "PORT": str(port),
        "BELLHOP_SECRET_KEYS": KEY,
    }
    limited = f"/bin/sh -c 'ulimit -n {DESCRIPTORS}; exec bellhop bot'"
    bot = Processes(environment, tmp_path, {"bot": limited})
    bot.start("bot")
    await bot.listening(port)
    strangers: list[Peer] = []
    try:
        for number in range(STRANGERS):
            strangers.append(Peer(port))
            await strangers[-1].send(UNFINISHED[number % len(UNFINISHED)])
        async with asyncio.timeout(3):  # Slack's own patience
            for _ in range(5):
                slacks = Peer(port)
                strangers.append(slacks)
                await slacks.send(delivery("honest", slack.workspace.signing_secret))
                assert b" 200 " in await slacks.answers(b"honest")
    finally:
        for stranger in strangers:
            stranger.close()
        await bot.close()

    assert (tmp_path / "bot.log").read_text().count("\n") < 10
