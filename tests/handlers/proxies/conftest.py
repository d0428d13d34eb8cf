"""A bot that knows a site, so that it can test proxies; and accounts with proxies that stand there or not."""

from collections.abc import AsyncIterator

import pytest

from bot.settings import Settings
from tests.executor.proxy import servers


@pytest.fixture
async def site() -> AsyncIterator[int]:
    """The port of a site that answers."""
    page = servers.answering(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
    async with servers.listening(page) as port:
        yield port


@pytest.fixture
def config(config: Settings, site: int) -> Settings:
    return config.model_copy(update={"site_url": f"http://127.0.0.1:{site}", "admins": ("U0ANA",)})
