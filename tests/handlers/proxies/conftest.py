"""A bot that knows a site, so that it can test proxies; and accounts with proxies that stand there or not."""

import json
from collections.abc import AsyncIterator, Iterator

import pytest
from structlog.testing import capture_logs

from bot.sandbox.slack import LocalSlack
from bot.settings import Settings
from tests.executor.proxy import servers

WORD = "sticky-7Qz"  # a password, to be seen nowhere


@pytest.fixture
async def site() -> AsyncIterator[int]:
    """The port of a site that answers."""
    page = servers.answering(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
    async with servers.listening(page) as port:
        yield port


@pytest.fixture
def config(config: Settings, site: int) -> Settings:
    return config.model_copy(update={"site_url": f"http://127.0.0.1:{site}", "admins": ("U0ANA",)})


@pytest.fixture(autouse=True)
def a_password_is_shown_nowhere(bot: None, slack: LocalSlack) -> Iterator[None]:
    """In no message, no view, no call to Slack and no line of the log, in each of these tests."""
    with capture_logs() as logged:
        yield
    books = slack.books()
    views = [
        (view["blocks"], view["private_metadata"]) for view in books["views"]
    ]  # not what was typed into them
    shown = json.dumps([books["channels"], books["calls"], views], default=str)
    assert "roxies" in shown
    assert WORD not in shown
    assert WORD not in repr(logged)
