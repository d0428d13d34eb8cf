"""A fresh local Slack for each test, a bot on it, and Ana in front of it."""

from collections.abc import AsyncIterator

import pytest
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.slack import LocalSlack, Person

from .bots import http_bot, socket_bot, web_client


@pytest.fixture
async def slack() -> AsyncIterator[LocalSlack]:
    async with LocalSlack(ack_seconds=1) as running:
        yield running


@pytest.fixture
async def client(slack: LocalSlack) -> AsyncIterator[AsyncWebClient]:
    async with web_client(slack) as ready:
        yield ready


@pytest.fixture(params=["socket", "http"])
async def app(slack: LocalSlack, request: pytest.FixtureRequest) -> AsyncIterator[AsyncApp]:
    """The same bot twice: everything must work over both transports."""
    async with (socket_bot if request.param == "socket" else http_bot)(slack) as ready:
        yield ready


@pytest.fixture
async def ana(slack: LocalSlack) -> AsyncIterator[Person]:
    async with Person(slack.url, "U0ANA") as person:
        yield person


@pytest.fixture
async def ben(slack: LocalSlack) -> AsyncIterator[Person]:
    async with Person(slack.url, "U0BEN") as person:
        yield person
