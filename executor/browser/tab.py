"""The tab in which one job is done: a context of its own with one page."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

import structlog
from playwright.async_api import BrowserContext, CDPSession, Error, Page

from executor import limits
from executor.browser import shielded
from executor.browser.watchdog import Watchdog

log = structlog.get_logger(__name__)


@dataclass(frozen=True, kw_only=True)
class Tab:
    """One page, the debugging session that was opened with it, and its watchdog.

    The session is opened early since a stuck page would not let one be opened when it is needed.
    """

    context: BrowserContext
    page: Page
    cdp: CDPSession
    watchdog: Watchdog
    browser_answers: Callable[[], Awaitable[bool]]  # False: it was killed, and the job had no fault in it

    async def unstick(self) -> None:
        """Stop whatever script runs, or whatever loads, so that the page can be looked at.

        Not both: a page that was held up by the script of the one before it comes when that has ended, and stopped
        before it has begun it would never be drawn.
        """
        # Where no script runs, the order to end one would end the next, which is the one that takes the picture.
        if not await self._responds():
            await self._send("Runtime.terminateExecution")
            if await self._responds():
                return
        await self._send("Page.stopLoading")

    async def _responds(self) -> bool:
        return await self._send("Runtime.evaluate", expression="0")

    async def _send(self, name: str, **values: str) -> bool:
        try:
            async with asyncio.timeout(limits.UNSTICK):
                await self.cdp.send(name, dict(values))
        except (TimeoutError, Error) as error:
            log.debug("page_does_not_obey", order=name, reason=type(error).__name__)
            return False
        return True

    async def state(self) -> Mapping[str, Any] | None:
        """The context's storage state, or None when the browser does not give it."""
        try:
            return dict(await shielded.finish(self.context.storage_state(), limits.SAVE_STATE))
        except (TimeoutError, Error) as error:
            log.warning("state_not_saved", reason=type(error).__name__)
            return None
