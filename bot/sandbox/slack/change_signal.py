"""Waiting for something to become true, without looking more often than things change."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


class Alarm:
    """Rung at every change; whoever waits looks again then, and only then."""

    def __init__(self) -> None:
        self._rung = asyncio.Event()

    def ring(self) -> None:
        rung, self._rung = self._rung, asyncio.Event()
        rung.set()

    async def until(self, check: Callable[[], T | None], seconds: float) -> T:
        """What the check finds; TimeoutError if it finds nothing in time."""
        async with asyncio.timeout(seconds):
            while True:
                rung = self._rung
                found = check()
                if found:
                    return found
                await rung.wait()
