"""The browsers: replaced when they die, freeze or wear out, and never more jobs at once than there are places."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from pathlib import Path

import pytest
import pytest_asyncio
import structlog
from playwright.async_api import Error

from bot.sandbox.site import Behaviour, PracticeSite
from executor import limits
from executor.browser import shielded
from executor.browser.memory import group_memory_mb
from executor.browser.pool import BrowserPool
from executor.faults import BrowserLost
from models.domain.lifecycle import Status
from tests.executor.conftest import MakeJob, do, until

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.usefixtures("short_waits")]


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def pool(chromium: Path) -> AsyncGenerator[BrowserPool]:
    """A BrowserPool that a test may break: for the next one it mends itself, which is its rule."""
    async with aclosing(BrowserPool(contexts=2, executable=chromium)) as pool:
        yield pool


def browser_pid(pool: BrowserPool) -> int:
    pid = pool.serving[-1].pid
    assert pid is not None
    return pid


def driver_pid(pool: BrowserPool) -> int:
    assert pool._driver is not None
    assert pool._driver.pid is not None
    return pool._driver.pid


FAULTS: dict[str, Callable[[BrowserPool], None]] = {
    "the browser is killed": lambda pool: os.kill(browser_pid(pool), signal.SIGKILL),
    "the browser freezes": lambda pool: os.kill(browser_pid(pool), signal.SIGSTOP),
    "the driver is killed": lambda pool: os.kill(driver_pid(pool), signal.SIGKILL),
}


@pytest.mark.parametrize("fault", FAULTS)
async def test_a_job_survives_the_loss_of_its_browser(
    fault: str, site: PracticeSite, make_job: MakeJob, pool: BrowserPool
) -> None:
    site.behave(Behaviour(kind="hang", path="/home", times=1))
    work = asyncio.create_task(do(make_job(), pool))
    await until(lambda: site.state.behaviours._met.total() == 1)
    FAULTS[fault](pool)
    done = await work

    assert (done.outcome.status, done.outcome.result) == (Status.ENDED, "logged in")
    assert done.picture is not None


@pytest.mark.parametrize("fault", FAULTS)
async def test_the_next_job_gets_a_good_browser(
    fault: str, pool: BrowserPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    await open_and_close(pool)
    FAULTS[fault](pool)
    if fault == "the browser freezes":
        with monkeypatch.context() as soon:
            soon.setattr(limits, "OPEN_CONTEXT", 1.0)
            with pytest.raises(BrowserLost):
                await open_and_close(pool)
    await until(lambda: not any(browser.alive for browser in pool.serving))
    async with pool.context() as tab:
        assert await tab.page.evaluate("1 + 1") == 2


async def test_a_crashed_page_is_told_at_once(pool: BrowserPool) -> None:
    async with pool.context() as tab:
        crash = asyncio.create_task(tab.cdp.send("Page.crash"))
        with pytest.raises(BrowserLost, match="crashed"):
            await tab.watchdog.unless_tripped(tab.page.get_by_text("never").wait_for())
        crash.cancel()
        await asyncio.gather(crash, return_exceptions=True)


async def test_no_more_jobs_at_once_than_places(pool: BrowserPool) -> None:
    inside, most = 0, 0
    full = asyncio.Event()

    async def use() -> None:
        nonlocal inside, most
        async with pool.context():
            inside += 1
            most = max(most, inside)
            if inside == 2:
                full.set()
            await full.wait()
            inside -= 1

    await asyncio.gather(*(use() for _ in range(6)))

    assert most == 2


async def test_a_worn_browser_is_replaced_before_it_is_closed(
    chromium: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "CONTEXTS_PER_BROWSER", 2)
    async with aclosing(BrowserPool(contexts=2, executable=chromium)) as pool:
        async with pool.context() as first:
            async with pool.context():
                old = browser_pid(pool)
            async with pool.context():
                assert browser_pid(pool) != old
                assert await first.page.evaluate("1 + 1") == 2

        assert pool._retired == []
        await until(lambda: not Path(f"/proc/{old}").exists())


async def test_a_cancelled_opening_leaves_no_context(pool: BrowserPool) -> None:
    await open_and_close(pool)

    for turns in range(12):
        opening = asyncio.create_task(open_and_close(pool))
        for _ in range(turns * 3):
            await asyncio.sleep(0)
        opening.cancel()
        await asyncio.gather(opening, return_exceptions=True)
    await shielded.drain(5)
    targets = [await browser._control.send("Target.getBrowserContexts") for browser in pool.serving]

    assert [target["browserContextIds"] for target in targets] == [[]]


async def test_closing_ends_every_process(pool: BrowserPool) -> None:
    await open_and_close(pool)
    pids = [browser_pid(pool), driver_pid(pool)]
    await pool.aclose()

    await until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in pids))


_WORKER = """
import asyncio
from executor.browser.pool import BrowserPool

async def main():
    pool = BrowserPool()
    async with pool.context(session=None) as tab:
        script = asyncio.create_task(tab.page.evaluate("() => { for (;;) {} }" if BUSY else "1"))
        print("pids", pool._driver.pid, pool.serving[-1].pid, flush=True)
        await asyncio.sleep(60)

asyncio.run(main())
"""


@pytest.mark.parametrize("busy", [False, True], ids=["at rest", "with a script that never ends"])
async def test_nothing_outlives_a_worker_that_is_killed(busy: bool) -> None:  # noqa: FBT001 - a table's column
    worker = await asyncio.create_subprocess_exec(
        sys.executable, "-c", _WORKER.replace("BUSY", str(busy)), stdout=asyncio.subprocess.PIPE
    )
    assert worker.stdout is not None
    pids = await worker.stdout.readuntil(b"pids") and await worker.stdout.readline()
    driver, browser = map(int, pids.split())
    group = {pid for pid in _running() if _leads(pid) == browser}
    assert browser in group

    worker.kill()
    await worker.wait()

    await until(lambda: not {driver, *group} & _running())


def _running() -> set[int]:
    """All processes but those that have ended and were not buried yet."""
    return {
        int(folder.name)
        for folder in Path("/proc").glob("[0-9]*")
        if (folder / "stat").exists() and ") Z " not in _stat(folder)
    }


def _leads(pid: int) -> int:
    """The leader of a process's group."""
    fields = _stat(Path(f"/proc/{pid}")).rpartition(")")[2].split()
    return int(fields[2]) if fields else 0


def _stat(folder: Path) -> str:
    try:
        return (folder / "stat").read_text()
    except OSError:
        return ""


async def test_local_storage_comes_back_where_it_belongs(
    site: PracticeSite, make_job: MakeJob, pool: BrowserPool
) -> None:
    kept = {"origin": site.url, "localStorage": [{"name": "theme", "value": "dark"}]}
    other = {"origin": "https://elsewhere.example", "localStorage": [{"name": "a", "value": "b"}]}
    session = site.session_for("ana@example.com") | {"origins": [kept, other]}
    done = await do(make_job(session=session), pool)

    assert done.session is not None
    assert done.session["origins"] == [kept]


async def test_memory_of_a_browser_is_counted_with_all_its_processes(pool: BrowserPool) -> None:
    async with pool.context() as tab:
        await tab.page.evaluate("1")
        whole = group_memory_mb(browser_pid(pool))

    assert whole is not None
    assert whole > 60


async def open_and_close(pool: BrowserPool) -> None:
    async with pool.context():
        pass


async def _told_to_stop(pool: BrowserPool) -> None:
    """End the driver while a job has a tab."""
    async with pool.context() as tab:
        assert pool._driver
        assert pool._driver.pid
        os.kill(pool._driver.pid, signal.SIGTERM)
        await tab.page.wait_for_event("close", timeout=5000)


async def test_a_driver_that_is_told_to_stop_with_its_group_is_no_trouble_in_the_log(
    pool: BrowserPool,
) -> None:
    with structlog.testing.capture_logs() as lines:
        with pytest.raises(Error):
            await _told_to_stop(pool)
        await until(lambda: any(line["event"] == "browser_driver_ended" for line in lines))

    assert {line["log_level"] for line in lines if line["event"] == "browser_driver_ended"} == {"info"}
    assert "error" not in {line["log_level"] for line in lines}
