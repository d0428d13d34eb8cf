"""A browser, and Ana in front of the page with it."""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest
from playwright.async_api import Browser, async_playwright

from bot.demo.actor import Desk
from bot.sandbox.slack import LocalSlack

_WINDOW = {"width": 1440, "height": 900}
OpenDesk = Callable[[str], Awaitable[Desk]]


@pytest.fixture
async def browser(chromium: Path) -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        running = await playwright.chromium.launch(executable_path=chromium)
        yield running
        await running.close()


@pytest.fixture
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


@pytest.fixture
async def desk(open_desk: OpenDesk) -> Desk:
    return await open_desk("U0ANA")
