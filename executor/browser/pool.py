"""The browsers of this process: long-lived, with a fresh context for every job."""

import asyncio
import os
from collections.abc import AsyncGenerator, Coroutine, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

import structlog
from playwright.async_api import Error

from executor import limits
from executor.browser import shielded
from executor.browser.browser import PooledBrowser, connected, launched
from executor.browser.chromium import find_chromium
from executor.browser.driver import Driver
from executor.browser.tab import Tab
from executor.faults import BrowserLost
from executor.proxy.forwarder import LOOPBACK
from models.monitoring.metrics import BROWSER_LAUNCHES

_MOST = os.cpu_count() or 1  # one browser fills a core; more of them only cost memory
log = structlog.get_logger(__name__)


class BrowserPool:
    """Started when jobs come; at most ``contexts`` jobs at once, a few in each browser.

    A worn browser is replaced before it is closed: new jobs go to a fresh one, the old one ends with its last job.
    """

    def __init__(
        self,
        executable: Path | None = None,
        contexts: int = 2,
        *,
        sandbox: bool | None = None,
        remote: str = "",
        forwarder_host: str = LOOPBACK,
    ) -> None:
        """``remote``: URL of a server that has the browsers; it reaches this process under ``bridge_host``."""
        self.forwarder_host = forwarder_host
        self._executable = executable
        self._remote = remote
        self._sandbox = sandbox
        self._limit = asyncio.Semaphore(contexts)
        self._changing = asyncio.Lock()
        self._driver: Driver | None = None
        self._serving: list[PooledBrowser] = []
        self._retired: list[PooledBrowser] = []

    @property
    def serving(self) -> tuple[PooledBrowser, ...]:
        """The browsers that new jobs may go to, the oldest first."""
        return tuple(self._serving)

    @asynccontextmanager
    async def context(
        self, *, session: Mapping[str, Any] | None = None, proxy_server: str | None = None
    ) -> AsyncGenerator[Tab]:
        """A tab of its own for one job, closed in every case."""
        async with self._limit, AsyncExitStack() as stack:
            try:
                tab = await stack.enter_async_context(self._tab(session, proxy_server))
            except BrowserLost as lost:
                if not isinstance(lost.__cause__, Error):
                    raise
                # It had died, and nobody knew: nothing was done in it, so this costs no try of the job's own.
                tab = await stack.enter_async_context(self._tab(session, proxy_server))
            yield tab

    @asynccontextmanager
    async def _tab(self, session: Mapping[str, Any] | None, proxy_server: str | None) -> AsyncGenerator[Tab]:
        browser = await self._fit_browser()
        try:
            async with browser.tab(session, proxy_server) as tab:
                yield tab
        finally:
            browser.jobs -= 1
            await self._close_retired()

    async def aclose(self) -> None:
        """Close every browser and the driver."""
        async with self._changing:
            await shielded.drain(limits.CLOSE)  # what still opens wants to be closed in order
            await asyncio.gather(*(browser.aclose() for browser in (*self._retired, *self._serving)))
            if self._driver:
                await self._driver.aclose()
            self._driver, self._serving, self._retired = None, [], []

    async def _fit_browser(self) -> PooledBrowser:
        """A browser with room for one more job, which is counted at once."""
        async with self._changing:
            browser = self._with_room() or await self._start_another()
            browser.jobs += 1
        await self._close_retired()
        return browser

    def _with_room(self) -> PooledBrowser | None:
        """The fit one with the fewest jobs; None when another browser should share them."""
        fit = [browser for browser in self._serving if browser.fit]
        least_busy = min(fit, key=lambda browser: browser.jobs, default=None)
        full = least_busy is None or least_busy.jobs >= limits.JOBS_PER_BROWSER
        return None if full and len(fit) < _MOST else least_busy

    async def _start_another(self) -> PooledBrowser:
        worn = [browser for browser in self._serving if not browser.fit]
        try:
            fresh = await self._launch()
            BROWSER_LAUNCHES.labels("ok").inc()
        except BrowserLost:
            BROWSER_LAUNCHES.labels("failed").inc()
            if alive := next((browser for browser in self._serving if browser.alive), None):
                return alive  # worn or full is better than none
            raise
        self._serving = [browser for browser in self._serving if browser.fit] + [fresh]
        self._retired += worn
        return fresh

    async def _launch(self) -> PooledBrowser:
        if self._executable is None and not self._remote:
            self._executable = await asyncio.to_thread(find_chromium)
        if self._driver is None or not self._driver.alive:
            self._driver = await Driver.start()
        try:
            return await PooledBrowser.launch(self._start(self._driver))
        except BrowserLost:
            # A driver that hangs looks just like this; unless a browser still lives on it, the next try gets another.
            if not any(browser.alive for browser in self._serving):
                driver, self._driver = self._driver, None
                await driver.aclose()
            raise

    def _start(self, driver: Driver) -> Coroutine[Any, Any, PooledBrowser]:
        if self._executable is None:
            return connected(driver, self._remote)
        return launched(driver, self._executable, sandbox=self._sandboxed())

    async def _close_retired(self) -> None:
        """Close retired browsers that nobody uses any more."""
        idle = [browser for browser in self._retired if not browser.jobs]
        self._retired = [browser for browser in self._retired if browser.jobs]
        for browser in idle:
            await browser.aclose()

    def _sandboxed(self) -> bool:
        if self._sandbox is not None:
            return self._sandbox
        if os.geteuid() != 0:
            return True
        log.warning("browser_without_sandbox", why="Chromium's sandbox does not work for root")
        return False
