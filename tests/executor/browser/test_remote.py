"""BrowserPool that run elsewhere: the same work over Playwright's own protocol and over CDP."""

import asyncio
import json
import os
import signal
import subprocess
import sys
from collections.abc import AsyncGenerator
from contextlib import suppress
from pathlib import Path

import pytest
import pytest_asyncio

from bot.sandbox.redis import free_port, wait_for_port
from bot.sandbox.site import PracticeSite
from executor.browser.pool import BrowserPool
from models.domain.lifecycle import Status
from tests.executor.conftest import MakeJob, do

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.usefixtures("short_waits")]


def _playwright_server(program: Path, folder: Path, port: int) -> tuple[str, list[str]]:
    config = {"port": port, "wsPath": "/browser", "executablePath": str(program), "headless": True}
    file = folder / "server.json"
    file.write_text(json.dumps(config))
    command = [
        sys.executable,
        "-m",
        "playwright",
        "launch-server",
        "--browser",
        "chromium",
        "--config",
        str(file),
    ]
    return f"ws://127.0.0.1:{port}/browser", command


def _cdp(program: Path, folder: Path, port: int) -> tuple[str, list[str]]:
    command = [
        str(program),
        "--headless",
        "--no-sandbox",
        f"--user-data-dir={folder}",
        f"--remote-debugging-port={port}",
    ]
    return f"http://127.0.0.1:{port}", command


@pytest_asyncio.fixture(loop_scope="session", params=[_playwright_server, _cdp])
async def remote(request: pytest.FixtureRequest, chromium: Path, tmp_path: Path) -> AsyncGenerator[str]:
    """The URL of a browser server."""
    port = free_port()
    url, command = request.param(chromium, tmp_path, port)
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    try:
        await asyncio.to_thread(wait_for_port, port, process, 30)
        yield url
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """Ask the whole group to end, the server that was started by a script too, and see to it."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            process.wait(10)
        os.killpg(process.pid, signal.SIGKILL)
    process.wait(10)


async def test_a_remote_browser_does_the_work_and_is_left_without_a_context(
    remote: str, site: PracticeSite, make_job: MakeJob
) -> None:
    pool = BrowserPool(remote=remote)
    done = await do(make_job("create_page"), pool)
    again = await do(make_job("check"), pool)
    left = [browser._browser.contexts for browser in pool.serving]
    await pool.aclose()

    assert (done.outcome.status, again.outcome.result) == (Status.ENDED, "logged in")
    assert done.outcome.result.startswith("Page Acme Shop (ID ")
    assert len(site.books()["pages"]) == 1
    assert done.picture is not None
    assert all(len(contexts) <= 1 for contexts in left)  # CDP counts the browser's own


async def test_a_server_that_is_not_there_is_told_in_a_sentence(make_job: MakeJob) -> None:
    pool = BrowserPool(remote=f"ws://127.0.0.1:{free_port()}/")
    done = await do(make_job(), pool)
    await pool.aclose()

    assert (done.outcome.status, done.outcome.cause) == (Status.UNKNOWN_ERROR, "browser_start_failed")
    assert done.outcome.result == "The browser could not start."
