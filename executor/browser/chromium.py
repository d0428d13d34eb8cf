"""Which Chromium to use on this machine."""

import asyncio
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from executor import limits
from executor.browser import environment
from executor.browser import install as browser_install

# The headless shell first: it does the same work for half of the processor time. Not Debian's wrapper script, which
# adds switches of its own. Relative names are looked for in PATH.
_SYSTEM = (
    "/usr/lib/chromium/chromium-headless-shell",
    "chromium-headless-shell",
    "/usr/lib/chromium/chromium",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "microsoft-edge",
)
_CACHES = ("~/.cache/ms-playwright", "~/Library/Caches/ms-playwright", "~/AppData/Local/ms-playwright")
_SHELL_NAMES = ("chrome-headless-shell", "headless_shell", "chrome-headless-shell.exe")


_ADVICE = "Install one with: playwright install --with-deps --only-shell chromium"


class ChromiumMissing(Exception):
    """No usable Chromium; the message lists what was tried and the command to run."""

    def __init__(self, tried: list[str], advice: str) -> None:
        super().__init__("\n".join(["No usable Chromium. Tried:", *(f"- {line}" for line in tried), advice]))
        self.tried = tried


def find_chromium(configured: str | None = None) -> Path:
    """The executable to use: the configured one, else the best that is installed and starts."""
    if configured:
        return _only(Path(configured).expanduser())
    tried: list[str] = []
    for candidate in _installed():
        problem = _problem(candidate)
        if problem is None:
            return candidate
        tried.append(f"{candidate}: {problem}")
    raise ChromiumMissing(
        tried or ["the usual places: nothing found"],
        _ADVICE,
    )


async def ensure_chromium(configured: str | None = None) -> Path:
    """Like ``find_chromium``; on a machine that has none, try to install one. Done once, when a worker starts."""
    try:
        return await asyncio.to_thread(find_chromium, configured)
    except ChromiumMissing as missing:
        if configured:
            raise
        tried = missing.tried
    for install in browser_install.STEPS:
        tried.append(await install())
        with suppress(ChromiumMissing):
            return await asyncio.to_thread(find_chromium)
    raise ChromiumMissing(tried, _ADVICE)


def _only(path: Path) -> Path:
    """The configured executable. Another one in its place would not be what was asked for."""
    problem = _problem(path)
    if problem is None:
        return path
    raise ChromiumMissing(
        [f"{path} (configured): {problem}"],
        "Set it to a Chromium that starts, or remove the setting.",
    )


def _installed() -> Iterator[Path]:
    yield from _downloaded()
    for name in _SYSTEM:
        if path := shutil.which(name):
            yield Path(path)
    if (unpacked := browser_install.UNPACKED.expanduser()).is_file():
        yield unpacked


def _downloaded() -> Iterator[Path]:
    """Headless shells that Playwright has downloaded, the newest first."""
    configured = os.environ.get("PLAYWRIGHT_BROWSERS_PATH")  # Playwright's variable, not ours
    for cache in [configured] if configured else _CACHES:
        builds = sorted(
            Path(cache).expanduser().glob("chromium_headless_shell-*"), key=_revision, reverse=True
        )
        for build in builds:
            yield from (path for name in _SHELL_NAMES for path in build.glob(f"*/{name}"))


def _revision(build: Path) -> int:
    digits = build.name.rpartition("-")[2]
    return int(digits) if digits.isdigit() else 0


def _problem(executable: Path) -> str | None:
    """Why this executable cannot be used. A stub that only tells how to install something is caught here."""
    try:
        answer = subprocess.run(  # noqa: S603 - a path from the list above or from the settings
            [executable, "--version"],
            capture_output=True,
            text=True,
            timeout=limits.VERSION_CALL,
            env=environment.plain(),
            check=False,
        )
    except subprocess.TimeoutExpired:
        return "does not print its version"
    except OSError as error:
        return error.strerror or "cannot be started"
    if answer.returncode != 0:
        return f"exits with {answer.returncode}: {answer.stderr.strip()[:200]}"
    return None if any(char.isdigit() for char in answer.stdout) else "prints no version"
