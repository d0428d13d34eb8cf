"""The Chromium of the tests: made sure of once, before the first test that needs one, whoever else is doing the same.

Getting one takes minutes on a machine that has none. It is no test's time, and two installers at once spoil it for
each other: workers, and runs beside each other, wait at one lock.
"""

import asyncio
import fcntl
import os
import tempfile
from pathlib import Path

import pytest

from executor.browser.chromium import ChromiumMissing, ensure_chromium

NEEDED = "chromium"  # the fixture
_LOCK = Path(tempfile.gettempdir()) / f"bellhop-tests-chromium-{os.getuid()}.lock"
_found = pytest.StashKey[Path]()


def prepare(session: pytest.Session) -> None:
    """Make sure of one if any of the collected tests needs it. Where there is none, those tests say so themselves."""
    if any(NEEDED in getattr(item, "fixturenames", ()) for item in session.items):
        try:
            path_of(session.config)
        except ChromiumMissing:
            return


def path_of(config: pytest.Config) -> Path:
    """The one to launch: the one that Playwright's variable names, or the one the program would take."""
    if _found not in config.stash:
        with _LOCK.open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            named = os.environ.get("PLAYWRIGHT_CHROMIUM_EXECUTABLE")
            config.stash[_found] = asyncio.run(ensure_chromium(named))
    return config.stash[_found]
