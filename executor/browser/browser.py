"""One long-lived browser: opens a context per job, and is replaced when it is worn, sick or gone.

Facts that force its shape: closing a page while it navigates may hang for ever, so only contexts are closed; calls
such as close, storage state and new context have no time-out of their own; a frozen browser answers none of them.
"""

import asyncio
import os
import signal
import time
from collections.abc import AsyncGenerator, Coroutine, Mapping
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import structlog
from playwright.async_api import Browser, BrowserContext, CDPSession, Error, ProxySettings

from executor import limits
from executor.browser import shielded
from executor.browser.driver import Driver
from executor.browser.flags import LAUNCH_ARGUMENTS
from executor.browser.memory import group_memory_mb
from executor.browser.storage_state import Loadable, add_cookies, loadable
from executor.browser.tab import FOLLOW_WINDOWS, Tab, close_others
from executor.browser.watchdog import Watchdog
from executor.faults import BrowserLost

log = structlog.get_logger(__name__)


class PooledBrowser:
    """One running browser with its process id, its age and how many jobs it has."""

    def __init__(self, driver: Driver, browser: Browser, control: CDPSession, pid: int | None) -> None:
        self.pid = pid
        self.jobs = 0  # counted by who hands them out
        self._driver = driver
        self._browser = browser
        self._control = control
        self._served = 0
        self._started = time.monotonic()
        self._swollen = False
        self._killed = False

    @classmethod
    async def launch(cls, start: Coroutine[Any, Any, "PooledBrowser"]) -> "PooledBrowser":
        """Await ``launched`` or ``connected``; raise BrowserLost when the browser does not come up."""
        try:
            return await shielded.open_or_undo(start, limits.LAUNCH, PooledBrowser.aclose)
        except TimeoutError as error:
            raise BrowserLost("The browser did not start in time.", cause="browser_start_failed") from error
        except Error as error:
            log.warning("browser_start_failed", reason=error.message.partition("\n")[0])
            raise BrowserLost("The browser could not start.", cause="browser_start_failed") from error

    @property
    def alive(self) -> bool:
        return not self._killed and self._driver.alive and self._browser.is_connected()

    @property
    def _worn(self) -> bool:
        """Whether a fresh browser should take its place."""
        old = time.monotonic() - self._started > limits.BROWSER_AGE
        return old or self._swollen or self._served >= limits.CONTEXTS_PER_BROWSER

    @property
    def fit(self) -> bool:
        """Whether it may get another job."""
        return self.alive and not self._worn

    @asynccontextmanager
    async def tab(self, session: Mapping[str, Any] | None, proxy_server: str | None) -> AsyncGenerator[Tab]:
        """A new context with one page in it, closed in every case."""
        tab = await self._open_in_time(session, proxy_server)
        try:
            yield tab
        finally:
            await self._close(tab)

    async def answers(self) -> bool:
        """Ask the browser for its version; one that does not answer is killed."""
        if not self.alive:
            return False
        try:
            async with asyncio.timeout(limits.PROBE):
                await self._control.send("Browser.getVersion")
        except (TimeoutError, Error):
            self.kill()
            return False
        return True

    def kill(self) -> None:
        """End the browser with all its processes, now."""
        if self._killed:
            return
        self._killed = True
        log.warning("browser_killed", pid=self.pid)
        with suppress(ProcessLookupError):
            if self.pid and os.getpgid(self.pid) == self.pid:  # it leads its own group, so nobody else is hit
                os.killpg(self.pid, signal.SIGKILL)

    async def aclose(self) -> None:
        """Close the browser, the hard way if it does not go."""
        try:
            await shielded.finish(self._browser.close(), limits.CLOSE)
        except (TimeoutError, Error):
            self.kill()

    async def _open_in_time(self, session: Mapping[str, Any] | None, proxy_server: str | None) -> Tab:
        self._served += 1
        opening = self._open(loadable(session), proxy_server)
        try:
            return await shielded.open_or_undo(opening, limits.OPEN_CONTEXT, self._close_late)
        except (TimeoutError, Error) as error:
            await self.answers()  # one that froze is killed
            raise BrowserLost("The browser did not open a tab.") from error

    async def _close(self, tab: Tab) -> None:
        """Close a context; a browser that cannot do that is killed."""
        try:
            await shielded.finish(tab.context.close(reason="the job is over"), limits.CLOSE)
        except TimeoutError:
            self.kill()
        except Error as error:
            log.debug("context_was_gone", reason=error.name)
        if self._served % limits.MEMORY_CHECK_EVERY == 0:
            await self._check_memory()

    async def _open(self, session: Loadable, proxy_server: str | None) -> Tab:
        context = await self._browser.new_context(
            proxy=ProxySettings(server=proxy_server) if proxy_server else None,
            viewport={"width": limits.VIEWPORT_WIDTH, "height": limits.VIEWPORT_HEIGHT},
            service_workers="block",
            accept_downloads=False,
            reduced_motion="reduce",
        )
        try:
            refused = await add_cookies(context, (session.state or {}).get("cookies", ()))
            if refused:
                log.warning("cookies_left_out", number=refused)
            return await self._set_up(context, session.script)
        except BaseException:
            await context.close(reason="the tab did not open")
            raise

    async def _set_up(self, context: BrowserContext, script: str | None) -> Tab:
        context.set_default_timeout(limits.ACTION * 1000)
        context.set_default_navigation_timeout(limits.NAVIGATION * 1000)
        await context.add_init_script(FOLLOW_WINDOWS)
        if script:
            await context.add_init_script(script)
        page = await context.new_page()
        close_others(context, page)
        cdp = await context.new_cdp_session(page)
        return Tab(context=context, page=page, cdp=cdp, watchdog=Watchdog(page), browser_answers=self.answers)

    async def _close_late(self, tab: Tab) -> None:
        await tab.context.close(reason="opened too late")

    async def _check_memory(self) -> None:
        megabytes = await asyncio.to_thread(group_memory_mb, self.pid) if self.pid else None
        self._swollen = megabytes is not None and megabytes > limits.BROWSER_MEMORY_MB


async def launched(driver: Driver, executable: Path, *, sandbox: bool) -> PooledBrowser:
    """A browser of this machine."""
    browser = await driver.chromium.launch(
        executable_path=executable,
        headless=True,
        chromium_sandbox=sandbox,
        args=list(LAUNCH_ARGUMENTS),
        timeout=limits.LAUNCH * 1000,
        # This process decides when a browser ends, also when it is told to stop itself.
        handle_sigint=False,
        handle_sigterm=False,
        handle_sighup=False,
    )
    control = await browser.new_browser_cdp_session()
    processes = (await control.send("SystemInfo.getProcessInfo"))["processInfo"]
    pid = next((process["id"] for process in processes if process["type"] == "browser"), None)
    return PooledBrowser(driver, browser, control, pid)


async def connected(driver: Driver, url: str) -> PooledBrowser:
    """A browser of the server at ``url``, by Playwright's own protocol (ws, wss) or by CDP (http, https).

    Its process is not this machine's to kill: when it is sick the connection is dropped.
    """
    by_cdp = url.startswith("http")
    connect = driver.chromium.connect_over_cdp if by_cdp else driver.chromium.connect
    browser = await connect(url, timeout=limits.LAUNCH * 1000)
    return PooledBrowser(driver, browser, await browser.new_browser_cdp_session(), None)
