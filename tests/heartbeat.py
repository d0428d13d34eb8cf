"""Whether others are answered meanwhile: a task on the same loop that should come around every few milliseconds."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

TICK = 0.005  # seconds


@dataclass
class Heartbeat:
    """``longest`` is the longest time in seconds in which nobody else had a turn."""

    longest: float = 0.0


@asynccontextmanager
async def beating() -> AsyncIterator[Heartbeat]:
    """Watch the loop for as long as the block runs."""
    heartbeat = Heartbeat()

    async def beat() -> None:
        last = time.monotonic()
        while True:
            await asyncio.sleep(TICK)
            heartbeat.longest, last = max(heartbeat.longest, time.monotonic() - last), time.monotonic()

    task = asyncio.create_task(beat())
    await asyncio.sleep(TICK)
    try:
        yield heartbeat
    finally:
        await asyncio.sleep(2 * TICK)  # one more beat, which a block without an end would hold up
        task.cancel()
