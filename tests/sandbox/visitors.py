"""Visitors of a practice site: a browser context for each, closed at the end."""

from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

from playwright.async_api import Browser, BrowserContext

Enter = Callable[[Any], Awaitable[BrowserContext]]
"""Opens a context with a storage state, or with none."""


@asynccontextmanager
async def visitors(browser: Browser, url: str) -> AsyncGenerator[Enter]:
    async with AsyncExitStack() as stack:

        async def enter(state: Any) -> BrowserContext:
            context = await browser.new_context(base_url=url, storage_state=state)
            stack.push_async_callback(context.close)
            context.set_default_timeout(5_000)
            return context

        yield enter
