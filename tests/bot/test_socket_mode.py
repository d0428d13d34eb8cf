"""Socket Mode after an outage: the bot hears again, or ends so that it is started anew."""

import asyncio

import pytest

from bot import socket_mode
from bot.app import running
from bot.sandbox.slack import LocalSlack
from bot.settings import Settings
from tests.conftest import KEY


@pytest.fixture
def config(sqlite_url: str, slack: LocalSlack, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setattr(socket_mode, "LOOK", 0.1)
    monkeypatch.setattr(socket_mode, "DOWN", 0.5)
    monkeypatch.setattr(socket_mode, "MOST_RENEWALS", 2)
    monkeypatch.setattr(socket_mode, "_CONNECT", 1.0)
    return Settings(
        database_url=sqlite_url, slack_api_url=slack.api_url, slack_bot_token=slack.workspace.bot_token,
        slack_app_token=slack.workspace.app_token, site_url="http://127.0.0.1:1", secret_keys=(KEY,),
    )  # fmt: skip


async def test_a_client_that_is_stuck_with_a_dead_ticket_is_replaced(
    config: Settings, slack: LocalSlack
) -> None:
    async with running(config) as deaf:
        await slack.connected()
        slack.drop_sockets(spoiled_tickets=1)
        await slack.disconnected()
        await slack.connected(seconds=20)

        assert not deaf.is_set()


async def test_a_process_that_cannot_be_connected_any_more_says_so(
    config: Settings, slack: LocalSlack
) -> None:
    async with running(config) as deaf:
        await slack.connected()
        slack.drop_sockets(spoiled_tickets=1000)

        await asyncio.wait_for(deaf.wait(), 30)
