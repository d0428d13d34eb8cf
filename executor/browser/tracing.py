"""An optional trace of one try: every step with its page, kept when it failed.

The account's secrets are taken out of its texts, and it has no pictures: those would show the page as it was. It still
holds what the account's pages say, so whoever keeps it must seal it. What a page writes letter by letter stays in it.
"""

import asyncio
import io
import json
import tempfile
import zipfile
import zlib
from contextlib import suppress
from pathlib import Path
from typing import Any

import structlog
from playwright.async_api import Error

from executor import limits
from executor.browser import shielded
from executor.browser.tab import Tab
from executor.redaction import files
from executor.redaction.redactor import Redactor

log = structlog.get_logger(__name__)


async def start(tab: Tab) -> None:
    """Begin to record. A browser that does not do that is no reason not to work."""
    try:
        await shielded.finish(tab.context.tracing.start(snapshots=True, screenshots=False), limits.TRACE)
    except (TimeoutError, Error) as error:
        log.warning("no_trace", reason=type(error).__name__)


async def stop(tab: Tab) -> bytes | None:
    """The trace so far, a ZIP for Playwright's viewer, without secrets; None when there is none or it is too large."""
    try:
        with tempfile.TemporaryDirectory(prefix="bellhop-trace-") as folder:
            file = Path(folder) / "trace.zip"
            await shielded.finish(tab.context.tracing.stop(path=file), limits.TRACE)
            await tab.learn_cookies()
            length = file.stat().st_size
            if length > limits.TRACE_BYTES:
                log.warning("trace_too_large", length=length)
                return None
            return await asyncio.to_thread(_without_secrets, file, tab.private.redactor)
    except (TimeoutError, Error, OSError, zipfile.BadZipFile, zlib.error) as error:
        log.warning("no_trace", reason=type(error).__name__)
        return None


def _without_secrets(trace: Path, redactor: Redactor) -> bytes | None:
    """The same ZIP with each of its texts redacted; None when it is too large unpacked."""
    clean = io.BytesIO()
    with zipfile.ZipFile(trace) as old, zipfile.ZipFile(clean, "w", zipfile.ZIP_DEFLATED) as new:
        length = sum(part.file_size for part in old.infolist())
        if length > limits.TRACE_UNPACKED:
            log.warning("trace_too_large", unpacked=length)
            return None
        redactor.learn({"cookies": _cookies(old)})
        for part in old.infolist():
            if part.file_size <= limits.TRACE_PART:
                new.writestr(part.filename, files.cleaned(old.read(part), redactor))
    return clean.getvalue()


def _cookies(trace: zipfile.ZipFile) -> list[dict[str, Any]]:
    """The cookies that any answer in a trace gave: a session may have been replaced more than once meanwhile."""
    found: list[dict[str, Any]] = []
    parts = [part for part in trace.infolist() if part.filename.endswith(".network")]
    for part in parts:
        if part.file_size <= limits.TRACE_PART:
            for line in trace.read(part).decode(errors="replace").splitlines():
                with suppress(ValueError, KeyError, TypeError, RecursionError):
                    found += json.loads(line)["snapshot"]["response"]["cookies"]
    return found
