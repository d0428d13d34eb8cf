"""What a process does again and again for as long as it lives: no exception may end it, or nobody would see that it ended."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

import structlog

_log = structlog.get_logger()


async def repeat(  # noqa: PLR0913 - each is said by its name
    step: Callable[[], Awaitable[object]],
    *,
    every: float,
    failed: str,
    expected: tuple[type[Exception], ...] = (),
    again: float | None = None,
    at_once: bool = True,
    stop: asyncio.Event | None = None,
) -> None:
    """Do ``step`` every so many seconds until it returns False, ``again`` seconds after it failed; ``at_once``: the first
    time without a wait; ``stop`` ends a wait.

    What it raises is a line ``failed`` of the log, with its traceback unless it is ``expected``; then it is done again.
    """
    stop = stop or asyncio.Event()
    if not at_once:
        await _pause(every, stop)
    while True:
        pause = every if again is None else again
        try:
            if await step() is False:
                return
            pause = every
        except expected as error:
            _log.warning(failed, error=type(error).__name__)
        except Exception as error:  # noqa: BLE001 - the place for all loops: the next round may succeed
            _log.error(failed, error=type(error).__name__, exc_info=error)
        await _pause(pause, stop)
        if stop.is_set():
            return


async def _pause(seconds: float, stop: asyncio.Event) -> None:
    with suppress(TimeoutError):
        await asyncio.wait_for(stop.wait(), seconds)
