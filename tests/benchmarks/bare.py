"""The same work as a bare script does it: ``python -m tests.benchmarks.bare HOW SITE_URL PROGRAM AT_ONCE``.

HOW is ``launch`` (a driver and a browser for each task) or ``warm`` (one browser, a context for each task). Sessions
come on standard input, a line of JSON each. Says when it begins and ends, in UNIX seconds.
"""

import asyncio
import json
import sys
import time
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

from playwright.async_api import Browser, Page, async_playwright


async def _task(browser: Browser, site: str, session: dict[str, Any], number: int) -> None:
    """Log in by the session, make a page, take its picture, keep the session."""
    context = await browser.new_context(storage_state=session, viewport={"width": 1280, "height": 800})  # type: ignore[arg-type]
    page = await context.new_page()
    await page.goto(f"{site}/home")
    await page.get_by_label("Account", exact=True).wait_for()
    await _make_page(page, site, f"Shop {number}")
    await page.screenshot(full_page=True)
    await context.storage_state()
    await context.close()


async def _make_page(page: Page, site: str, name: str) -> None:
    await page.goto(f"{site}/pages")
    await page.get_by_role("heading", name="Your pages").wait_for()
    await page.goto(f"{site}/pages/create")
    await page.get_by_label("Page name", exact=True).fill(name)
    await page.get_by_role("button", name="Next", exact=True).click()
    await page.get_by_role("radio", name="Community", exact=True).check()
    await page.get_by_role("button", name="Next", exact=True).click()
    await page.get_by_role("button", name="Create page", exact=True).click()
    await page.get_by_role("status").filter(has_text="Page created").wait_for()


@asynccontextmanager
async def _launched(program: str) -> AsyncGenerator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=program)
        yield browser
        await browser.close()


async def _run(how: str, site: str, program: str, at_once: int) -> None:
    sessions = [json.loads(line) for line in sys.stdin]
    places = asyncio.Semaphore(at_once)

    async def perform(number: int, shared: Browser | None) -> None:
        async with places, AsyncExitStack() as stack:
            browser = shared or await stack.enter_async_context(_launched(program))
            await _task(browser, site, sessions[number], number)

    async def all_of_them(shared: Browser | None) -> None:
        begun = time.time()
        await asyncio.gather(*(perform(number, shared) for number in range(len(sessions))))
        sys.stdout.write(f"{begun} {time.time()}\n")

    async with AsyncExitStack() as stack:
        await all_of_them(await stack.enter_async_context(_launched(program)) if how == "warm" else None)


if __name__ == "__main__":
    asyncio.run(_run(sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])))
