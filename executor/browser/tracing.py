"""An optional trace of one try: every step with pictures and pages, kept when it failed.

A trace holds cookies and all that was typed, so whoever keeps it must seal it.
"""

import asyncio
import tempfile
from pathlib import Path

import structlog
from playwright.async_api import Error

from executor import limits
from executor.browser import shielded
from executor.browser.tab import Tab

log = structlog.get_logger(__name__)


async def start(tab: Tab) -> None:
    """Begin to record. A browser that does not do that is no reason not to work."""
    try:
        await shielded.finish(tab.context.tracing.start(snapshots=True, screenshots=True), limits.TRACE)
    except (TimeoutError, Error) as error:
        log.warning("no_trace", reason=type(error).__name__)


async def stop(tab: Tab) -> bytes | None:
    """The trace so far, a ZIP for Playwright's viewer; None when the browser gives none or it is too large."""
    with tempfile.TemporaryDirectory(prefix="bellhop-trace-") as folder:
        file = Path(folder) / "trace.zip"
        try:
            await shielded.finish(tab.context.tracing.stop(path=file), limits.TRACE)
            length = file.stat().st_size
            if length > limits.TRACE_BYTES:
                log.warning("trace_too_large", length=length)
                return None
            return await asyncio.to_thread(file.read_bytes)
        except (TimeoutError, Error, OSError) as error:
            log.warning("no_trace", reason=type(error).__name__)
            return None
