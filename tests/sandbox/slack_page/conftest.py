"""Ana in front of the page, and what stands behind it: all in the loop of the browser, which is one for all tests."""

from collections.abc import AsyncIterator, Awaitable, Callable

import pytest_asyncio
from playwright.async_api import Browser

from bot.demo.actor import Desk
from bot.sandbox.slack import LocalSlack
from bot.settings import Settings
from tests.conftest import connected

_WINDOW = {"width": 1440, "height": 900}
OpenDesk = Callable[[str], Awaitable[Desk]]


@pytest_asyncio.fixture(loop_scope="session")
async def slack() -> AsyncIterator[LocalSlack]:
    async with LocalSlack() as server:
        yield server


@pytest_asyncio.fixture(loop_scope="session")
async def bot(config: Settings, slack: LocalSlack) -> AsyncIterator[None]:
    async with connected(config, slack):
        yield


@pytest_asyncio.fixture(loop_scope="session")
async def open_desk(browser: Browser, slack: LocalSlack) -> AsyncIterator[OpenDesk]:
    """Seat a person by their id; at the end, no script of the page may have failed."""
    failures: list[str] = []

    context = await browser.new_context(viewport=_WINDOW)

    async def seat(user: str) -> Desk:
        page = await context.new_page()
        page.on("pageerror", lambda error: failures.append(str(error)))
        desk = Desk(page)
        await desk.open(slack.url, user)
        return desk

    yield seat
    await context.close()
    assert failures == []


@pytest_asyncio.fixture(loop_scope="session")
async def desk(open_desk: OpenDesk) -> Desk:
    return await open_desk("U0ANA")
