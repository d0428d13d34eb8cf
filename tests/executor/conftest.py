"""What the executor's tests work with: one browser for all, the practice site, and jobs with short limits."""

import asyncio
import os
import signal
from collections.abc import AsyncGenerator, Callable, Sequence
from contextvars import ContextVar
from datetime import UTC, datetime
from pathlib import Path

import pytest
import pytest_asyncio

from bot.sandbox.site import Member, PracticeSite
from executor import attempt, limits
from executor.attempt import perform
from executor.browser.pool import BrowserPool
from executor.browser.screenshot import NoPicture, take_picture
from executor.browser.tab import Tab
from executor.job import Job, SecondStep, TakeWindow
from executor.outcomes import Done
from executor.run import WorkerContext
from models.database import database
from models.domain.one_time_codes import OneTimeCodes
from models.domain.outcomes import Evidence
from models.domain.task_types import TASK_TYPES
from models.secrets.sealing import Sealer
from tests.fuzz.harness.effort import IS_LONG

PASSWORD = "correct horse"
MEMBERS = (
    Member(login="ana@example.com", user_id="100012345678901", password=PASSWORD, name="Ana Ruiz"),
    Member(login="ben@example.com", user_id="100012345678902", password=PASSWORD, name="Ben Okafor"),
    Member(
        login="chk@example.com",
        user_id="100012345678903",
        password=PASSWORD,
        name="Cho Kim",
        status="checkpoint",
    ),
    Member(
        login="dis@example.com",
        user_id="100012345678904",
        password=PASSWORD,
        name="Dia Isa",
        status="disabled",
    ),
)
TOTP = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
TWO_STEPS = tuple(
    Member(
        login=f"{name}@example.com",
        user_id=f"10001234567891{number}",
        password=PASSWORD,
        name=name.title(),
        totp=TOTP,
        totp_period=5,
    )
    for number, name in enumerate(("kim", "lou"))
)
"""Members of whom the site wants a code after the password."""
PARAMS = {
    "check": {},
    "create_page": {"page_name": "Acme Shop", "category": "Community"},
    "close_notifications": {},
    "create_bm": {"bm_name": "Acme"},
    "authorize_bm_invitation": {"invitation_link": "{site}/invitations/GOOD"},
}
MakeJob = Callable[..., Job]


async def take_any(_window: int) -> bool:
    return True


def two_steps(
    secret: str | None = TOTP, login: str = "kim@example.com", take_window: TakeWindow = take_any
) -> dict[str, object]:
    """What is different of a job whose account has a password and gets a code asked for."""
    codes = OneTimeCodes(secret=secret, period=5) if secret else None
    step = SecondStep(codes=codes, take_window=take_window) if codes else None
    return {"login": login, "session": None, "password": PASSWORD, "second_step": step}


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browsers(chromium: Path) -> AsyncGenerator[BrowserPool]:
    pool = BrowserPool(contexts=4, executable=chromium)
    yield pool
    await pool.aclose()


@pytest_asyncio.fixture(loop_scope="session")
async def database_beside(database_url: str) -> AsyncGenerator[str]:
    """As ``database``, in the loop of the browsers: no driver and no browser is started for one test."""
    async with database(database_url):
        yield database_url


@pytest_asyncio.fixture(loop_scope="session")
async def site() -> AsyncGenerator[PracticeSite]:
    invitations = [("GOOD", "Globex", "Employee")]
    async with PracticeSite((*MEMBERS, *TWO_STEPS), invitations, posts=0) as running:
        yield running


@pytest.fixture
def make_job(site: PracticeSite) -> MakeJob:
    """A job that is fine: logged in as Ana, no proxy. What differs is given by name."""

    def make(task_type: str = "check", *, login: str = "ana@example.com", **changes: object) -> Job:
        params = {name: value.format(site=site.url) for name, value in PARAMS[task_type].items()}
        members = site.state.books.members
        values: dict[str, object] = {
            "task_id": 4711,
            "attempt": 1,
            "type": TASK_TYPES[task_type],
            "params": params,
            "login": login,
            "user_id": members[login].user_id if login in members else None,
            "password": None,
            "session": site.session_for(login) if login in members else None,
            "proxy": None,
            "needs_proxy": False,
            "site_url": site.url,
            "limit": 20.0,
        }
        return Job(**(values | changes))  # type: ignore[arg-type]

    return make


@pytest.fixture
def short_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Waits that a hostile site is sure to pass, so that a test need not wait for the real ones."""
    monkeypatch.setattr(limits, "NAVIGATION", 1.2)
    monkeypatch.setattr(limits, "ACTION", 1.2)
    monkeypatch.setattr(limits, "PROXY_CHECK", 0.5)
    monkeypatch.setattr(limits, "PROXY_RECHECK", 0.5)
    monkeypatch.setattr(limits, "RETRY_NEEDS", 1.0)


PICTURED: ContextVar[bool] = ContextVar("pictured", default=True)
"""Whether a real picture is taken of the job that runs now, where a test asks for ``one_picture``."""
READY = Evidence(data=b"", mime="image/jpeg", width=1, height=1, sha256="")


@pytest.fixture
def one_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    """A real picture of one task in each situation: each is a third of an attempt. With ``BELLHOP_FUZZ=long``, of all."""

    async def picture(tab: Tab, *, stuck: bool) -> Evidence | NoPicture:
        return await take_picture(tab, stuck=stuck) if PICTURED.get() or IS_LONG else READY

    monkeypatch.setattr(attempt, "take_picture", picture)


@pytest.fixture
def ready_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    """One picture for every attempt of a test that judges none: to take one is a third of what an attempt costs."""

    async def ready(_tab: Tab, *, stuck: bool) -> Evidence:
        return READY

    monkeypatch.setattr(attempt, "take_picture", ready)


async def yes() -> bool:
    return True


async def do(job: Job, browsers: BrowserPool) -> Done:
    return await perform(job, browsers=browsers, begin=yes)


def kill_all(browsers: BrowserPool) -> None:
    """End every browser as the system does when it runs out of memory."""
    for browser in browsers.serving:
        if browser.pid is not None:
            os.kill(browser.pid, signal.SIGKILL)


async def until(holds: Callable[[], bool]) -> None:
    """Wait for what has no event: the site's books, processes that end."""
    async with asyncio.timeout(10):
        while not holds():  # noqa: ASYNC110 - see above
            await asyncio.sleep(0.02)


@pytest.fixture
def no_browser(sealer: Sealer) -> WorkerContext:
    """A worker whose browsers cannot be started: nothing here gets as far as that, or it says so."""

    async def notify(_: Sequence[int]) -> None:
        """Nobody else works here."""

    return WorkerContext(
        browsers=BrowserPool(executable=Path("/nowhere/chromium")),
        sealer=sealer,
        site_url="http://127.0.0.1:9",
        worker="worker",
        notify=notify,
        now=lambda: datetime.now(UTC),
    )
