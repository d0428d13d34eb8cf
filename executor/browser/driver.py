"""The driver: the node process through which this process speaks with its browsers.

Two odd facts force its shape. When the driver dies every browser dies with it, yet ``is_connected`` of those
browsers stays True. And the library does not show the process, so that it is found in one place here; where that
does not work, a dead driver is noticed by the next call that fails.
"""

import asyncio
import logging
import os
import signal
from contextlib import suppress

import structlog
from playwright.async_api import BrowserType, Error, Playwright, async_playwright

from executor import limits
from executor.browser import environment, shielded
from executor.faults import BrowserLost

log = structlog.get_logger(__name__)


class Driver:
    """One running driver; ``alive`` turns False when its process ends."""

    def __init__(self, playwright: Playwright, process: asyncio.subprocess.Process | None) -> None:
        self.alive = True
        self._playwright = playwright
        self._process = process
        self._watch = asyncio.create_task(self._wait_for_end()) if process else None

    @classmethod
    async def start(cls) -> "Driver":
        try:
            return await shielded.open_or_undo(_start(), limits.DRIVER_START, Driver.aclose)
        except (TimeoutError, Error, OSError) as error:
            raise BrowserLost("The browser driver did not start.", cause="driver_failed") from error

    @property
    def chromium(self) -> BrowserType:
        return self._playwright.chromium

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    async def aclose(self) -> None:
        """Stop the driver, the hard way if it does not go."""
        self.alive = False
        if self._watch:
            self._watch.cancel()
        try:
            await shielded.finish(self._playwright.stop(), limits.CLOSE)
        except (TimeoutError, Error):
            with suppress(ProcessLookupError):
                if self._process:
                    self._process.kill()

    async def _wait_for_end(self) -> None:
        if self._process:
            code = await self._process.wait()
            self.alive = False
            # Told to stop with the whole group; the jobs it had get another.
            told = code == -signal.SIGTERM
            log.log(logging.INFO if told else logging.WARNING, "browser_driver_ended", code=code)


async def _start() -> Driver:
    manager = async_playwright()
    with environment.only_plain(NODE_OPTIONS=_bounded_heap()):  # the browsers inherit it from the driver
        playwright = await manager.start()
    transport = getattr(getattr(manager, "_client", None), "_transport", None)
    process = getattr(transport, "_proc", None)
    lost = getattr(transport, "on_error_future", None)
    if isinstance(lost, asyncio.Future):  # the library leaves it unread, which asyncio logs as an error
        lost.add_done_callback(lambda future: future.cancelled() or future.exception())
    return Driver(playwright, process if isinstance(process, asyncio.subprocess.Process) else None)


def _bounded_heap() -> str:
    """The driver takes the environment it finds; there is no other way to tell it anything."""
    return f"{os.environ.get('NODE_OPTIONS', '')} --max-old-space-size={limits.DRIVER_HEAP_MB}".strip()
