"""The seal on the way to the site while a step is taken that must not be taken twice."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from executor.faults import SiteFault


class Seal:
    """One connection may pass. The others wait, and are refused if that one breaks before the seal is lifted."""

    def __init__(self) -> None:
        self._taken = False
        self._broken = False
        self._over = asyncio.Event()

    def lift(self) -> None:
        self._over.set()

    @asynccontextmanager
    async def passage(self) -> AsyncGenerator[None]:
        if self._taken:
            await self._over.wait()
            if self._broken:
                raise SiteFault("The connection to the site broke.", cause="connection_lost")
            yield
            return
        self._taken = True
        try:
            yield
        finally:
            self._broken = not self._over.is_set()
            self._over.set()
