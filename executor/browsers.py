"""The browsers of this process: long-lived, with a fresh context for every job."""

import asyncio
import os
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import structlog

from executor import limits, shelter
from executor.chromium import find_chromium
from executor.driver import Driver
from executor.faults import BrowserLost
from executor.slot import Slot
from executor.tab import Tab

log = structlog.get_logger(__name__)


class Browsers:
    """Started by the first job; at most ``contexts`` jobs at once.

    A worn browser is replaced before it is closed: new jobs go to the fresh one, the old one ends with its last job.
    """

    def __init__(
        self, executable: Path | None = None, contexts: int = 2, *, sandbox: bool | None = None
    ) -> None:
        self._executable = executable
        self._sandbox = sandbox
        self._places = asyncio.Semaphore(contexts)
        self._changing = asyncio.Lock()
        self._driver: Driver | None = None
        self._current: Slot | None = None
        self._retired: list[Slot] = []

    @asynccontextmanager
    async def context(
        self, *, session: Mapping[str, Any] | None = None, proxy_server: str | None = None
    ) -> AsyncGenerator[Tab]:
        """A tab of its own for one job, closed in every case."""
        async with self._places:
            slot = await self._fit_slot()
            tab = await slot.open(session, proxy_server)
            try:
                yield tab
            finally:
                await slot.close(tab)
                await self._bury()

    async def aclose(self) -> None:
        """Close every browser and the driver."""
        async with self._changing:
            await shelter.drain(limits.CLOSE)  # what still opens wants to be closed in order
            slots = [*self._retired, *([self._current] if self._current else [])]
            await asyncio.gather(*(slot.aclose() for slot in slots))
            if self._driver:
                await self._driver.aclose()
            self._driver, self._current, self._retired = None, None, []

    async def _fit_slot(self) -> Slot:
        async with self._changing:
            current = self._current
            if current is not None and current.alive and not current.worn:
                return current
            try:
                fresh = await self._launch()
            except BrowserLost:
                if current is not None and current.alive:
                    return current  # worn is better than none
                raise
            if current is not None:
                self._retired.append(current)
            self._current = fresh
        await self._bury()
        return fresh

    async def _launch(self) -> Slot:
        if self._executable is None:
            self._executable = await asyncio.to_thread(find_chromium)
        if self._driver is None or not self._driver.alive:
            self._driver = await Driver.start()
        try:
            return await Slot.launch(self._driver, self._executable, sandbox=self._sandboxed())
        except BrowserLost:
            # A driver that hangs looks just like this; unless a browser still lives on it, the next try gets another.
            if self._current is None or not self._current.alive:
                driver, self._driver = self._driver, None
                await driver.aclose()
            raise

    async def _bury(self) -> None:
        """End retired browsers that nobody uses any more."""
        idle = [slot for slot in self._retired if not slot.open_tabs]
        self._retired = [slot for slot in self._retired if slot.open_tabs]
        for slot in idle:
            await slot.aclose()

    def _sandboxed(self) -> bool:
        if self._sandbox is not None:
            return self._sandbox
        if os.geteuid() != 0:
            return True
        log.warning("browser_without_sandbox", why="Chromium's sandbox does not work for root")
        return False
