"""Work on a browser that must come to its end even if whoever asked for it is cancelled.

A cancelled "open" would leave a context that nobody knows; a cancelled "close" leaves it open for good.
"""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, TypeVar

import structlog
from playwright.async_api import Error

T = TypeVar("T")
log = structlog.get_logger(__name__)
_unawaited: set[asyncio.Task[Any]] = set()  # the loop itself keeps only weak references


async def finish(work: Coroutine[Any, Any, T], limit: float) -> T:
    """Await ``work`` for at most ``limit`` seconds; it goes on unawaited when we stop waiting."""
    return await _await(asyncio.ensure_future(work), limit, None)


async def open_or_undo(
    opening: Coroutine[Any, Any, T], limit: float, undo: Callable[[T], Awaitable[Any]]
) -> T:
    """Like ``finish``, for work that opens something: what comes too late is undone."""
    return await _await(asyncio.ensure_future(opening), limit, undo)


async def _await(task: asyncio.Task[T], limit: float, undo: Callable[[T], Awaitable[Any]] | None) -> T:
    try:
        async with asyncio.timeout(limit):
            return await asyncio.shield(task)
    except (TimeoutError, asyncio.CancelledError):
        _keep_running(asyncio.ensure_future(_finish_unawaited(task, undo)))
        raise


async def _finish_unawaited(task: asyncio.Task[T], undo: Callable[[T], Awaitable[Any]] | None) -> None:
    try:
        opened = await task
        if undo is not None:
            await undo(opened)
    except Error as error:  # nobody waits for it any more
        log.info("late_browser_work_failed", reason=error.name)


async def drain(limit: float) -> None:
    """Wait for work of this loop that nobody awaits any more, before its browsers' driver goes away."""
    loop = asyncio.get_running_loop()
    if mine := [task for task in _unawaited if task.get_loop() is loop]:
        await asyncio.wait(mine, timeout=limit)


def _keep_running(task: asyncio.Task[Any]) -> None:
    _unawaited.add(task)
    task.add_done_callback(_unawaited.discard)
