"""Waiting for something to become true, without looking more often than things change."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


class ChangeSignal:
    """Notified of every change; whoever waits looks again then, and only then."""

    def __init__(self) -> None:
        self._changed = asyncio.Event()

    def notify(self) -> None:
        changed, self._changed = self._changed, asyncio.Event()
        changed.set()

    async def until(self, check: Callable[[], T | None], seconds: float) -> T:
        """What the check finds; TimeoutError if it finds nothing in time."""
        async with asyncio.timeout(seconds):
            while True:
                changed = self._changed
                found = check()
                if found:
                    return found
                await changed.wait()
