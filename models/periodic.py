"""What a process does again and again for as long as it lives: no exception may end it, or nobody would see that it ended."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

import structlog

_LAST = 1.0  # seconds a step has to end when its loop is cancelled
_left: set["asyncio.Future[object]"] = set()  # keeps steps that were left to themselves until they end
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
    limit: float | None = None,
) -> None:
    """Do ``step`` every so many seconds until it returns False, ``again`` seconds after it failed; ``at_once``: the first
    time without a wait; ``stop`` ends a wait; ``limit``: seconds after which a step has failed, and is left to itself.

    What it raises is a line ``failed`` of the log, with its traceback unless it is ``expected``; then it is done again.
    """
    stop = stop or asyncio.Event()
    if not at_once:
        await _pause(every, stop)
    while True:
        pause = every if again is None else again
        try:
            if await _within(limit, step) is False:
                return
            pause = every
        except expected as error:
            _log.warning(failed, error=type(error).__name__)
        except Exception as error:  # noqa: BLE001 - the place for all loops: the next round may succeed
            _log.error(failed, error=type(error).__name__, exc_info=error)
        await _pause(pause, stop)
        if stop.is_set():
            return


async def _within(limit: float | None, step: Callable[[], Awaitable[object]]) -> object:
    """Raise TimeoutError for a step that takes longer. A statement that waits for a database's process that stands still
    cannot even be cancelled, so it is not waited for: the next round has another connection.
    """
    if limit is None:
        return await step()
    working = asyncio.ensure_future(step())
    try:
        await asyncio.wait({working}, timeout=limit)
        if working.done():
            return working.result()
    except asyncio.CancelledError:
        working.cancel()
        await asyncio.wait({working}, timeout=_LAST)
        raise
    finally:
        if not working.done():
            _left.add(working)
            working.add_done_callback(_forget)
            working.cancel()
    raise TimeoutError


def _forget(working: "asyncio.Future[object]") -> None:
    _left.discard(working)
    if not working.cancelled():
        working.exception()  # it has failed already, and was told of


async def _pause(seconds: float, stop: asyncio.Event) -> None:
    with suppress(TimeoutError):
        await asyncio.wait_for(stop.wait(), seconds)
