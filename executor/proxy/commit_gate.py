"""The gate on the way to the site while a step is taken that must not be taken twice."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager

from executor.faults import SiteFault


class CommitGate:
    """One connection may pass. The others wait, and are refused if that one breaks before the gate opens.

    None passes once the task may be somebody else's: this process may have stood still since the click.
    """

    def __init__(self, is_ours: Callable[[], bool]) -> None:
        self._is_ours = is_ours
        self._passed = False
        self._broken = False
        self._over = asyncio.Event()

    def open(self) -> None:
        """Let everything pass again."""
        self._over.set()

    @asynccontextmanager
    async def passage(self) -> AsyncGenerator[None]:
        if self._passed:
            await self._over.wait()
            if self._broken:
                raise SiteFault("The connection to the site broke.", cause="connection_lost")
            yield
            return
        if not self._is_ours():
            raise SiteFault("The task may be another worker's now.", cause="lease_over")
        self._passed = True
        try:
            yield
        finally:
            self._broken = not self._over.is_set()
            self._over.set()
