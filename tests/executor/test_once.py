"""What must not be done twice is done once: whatever gets lost on the way, and however often it is tried."""

import asyncio
from dataclasses import replace

import pytest

from bot.sandbox.site import Behaviour, PracticeSite
from executor import attempt
from executor.browser.pool import BrowserPool
from executor.browser.screenshot import NoPicture, take_picture
from executor.browser.tab import Tab
from executor.outcomes import LOOK_FIRST
from models.domain.lifecycle import LoginStatus, Status
from models.domain.outcomes import Evidence
from tests.executor.conftest import MakeJob, do, kill_all, until

pytestmark = [
    pytest.mark.asyncio(loop_scope="session"),
    pytest.mark.usefixtures("short_waits", "ready_pictures"),
]

COMMITS = {"create_page": "/pages/create/review", "create_bm": "/business/create"}
MADE = {"create_page": "Page Acme Shop (ID ", "create_bm": "BM Acme (ID "}


def created_count(site: PracticeSite, task_type: str) -> int:
    return len(site.books()["pages" if task_type == "create_page" else "businesses"])


def lose(site: PracticeSite, kind: str, *, after: bool) -> None:
    """Let the answer to both creating clicks get lost, or the click itself."""
    for path in COMMITS.values():
        lost = {"kind": kind, "path": path, "method": "POST", "after": after, "times": 9}
        site.behave(Behaviour(**lost))  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", ["error500", "drop", "hang"])
async def test_a_lost_answer_is_looked_up(
    kind: str, site: PracticeSite, make_job: MakeJob, browsers: BrowserPool
) -> None:
    lose(site, kind, after=True)
    endings = await asyncio.gather(*(do(make_job(task_type), browsers) for task_type in COMMITS))

    for task_type, done in zip(COMMITS, endings, strict=True):
        assert created_count(site, task_type) == 1
        assert (done.outcome.status, done.outcome.cause) == (Status.ENDED, "")
        assert done.outcome.result.startswith(MADE[task_type])
        assert "already" not in done.outcome.result


@pytest.mark.parametrize(("kind", "status"), [("error500", Status.UNKNOWN_ERROR), ("hang", Status.TIMED_OUT)])
async def test_what_cannot_be_found_afterwards_is_left_to_a_person(
    kind: str, status: Status, site: PracticeSite, make_job: MakeJob, browsers: BrowserPool
) -> None:
    lose(site, kind, after=False)
    endings = await asyncio.gather(*(do(make_job(task_type), browsers) for task_type in COMMITS))

    for task_type, done in zip(COMMITS, endings, strict=True):
        assert created_count(site, task_type) == 0
        assert (done.outcome.status, done.outcome.login_status) == (status, LoginStatus.LOGGED_IN)
        assert done.outcome.result.endswith(LOOK_FIRST)
        assert not done.outcome.retryable


async def test_a_form_that_starts_anew_in_the_middle_makes_one_page(
    site: PracticeSite, make_job: MakeJob, browsers: BrowserPool
) -> None:
    site.behave(Behaviour(kind="reload_mid_form", times=2))
    done = await do(make_job("create_page"), browsers)

    assert created_count(site, "create_page") == 1
    assert done.outcome.result.startswith(MADE["create_page"])


async def test_a_browser_that_dies_after_the_click_does_not_make_a_second_one(
    site: PracticeSite, make_job: MakeJob, browsers: BrowserPool
) -> None:
    lose(site, "hang", after=True)
    work = [asyncio.create_task(do(make_job(task_type), browsers)) for task_type in COMMITS]
    await until(lambda: all(created_count(site, task_type) == 1 for task_type in COMMITS))
    kill_all(browsers)

    for task_type, done in zip(COMMITS, await asyncio.gather(*work), strict=True):
        assert created_count(site, task_type) == 1
        assert done.outcome.status is Status.ENDED
        assert done.outcome.result.startswith(MADE[task_type])


@pytest.mark.parametrize(("missing", "cause"), [(1, ""), (2, "evidence_missing")])
async def test_a_missing_picture_costs_a_second_look_and_no_second_page(
    missing: int,
    cause: str,
    site: PracticeSite,
    make_job: MakeJob,
    browsers: BrowserPool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = 0

    async def picture(tab: Tab, *, stuck: bool) -> Evidence | NoPicture:
        nonlocal asked
        asked += 1
        return NoPicture.NOT_GIVEN if asked <= missing else await take_picture(tab, stuck=stuck)

    monkeypatch.setattr(attempt, "take_picture", picture)
    done = await do(make_job("create_page"), browsers)

    assert created_count(site, "create_page") == 1
    assert done.outcome.cause == cause
    assert done.outcome.status is (Status.UNKNOWN_ERROR if cause else Status.ENDED)
    assert done.outcome.result.startswith(MADE["create_page"])
    assert (done.picture is None) is bool(cause)


@pytest.mark.parametrize(
    ("moment", "status", "pages"),
    [("pages_of", Status.ENDED, 0), ("publish", Status.UNKNOWN_ERROR, 1)],
    ids=["before the click", "with the click"],
)
async def test_a_checkpoint_in_the_middle_of_the_work(
    moment: str, status: Status, pages: int, site: PracticeSite, make_job: MakeJob, browsers: BrowserPool
) -> None:
    books = site.state.books
    as_before = getattr(books, moment)

    def hold_the_account(of: object) -> object:
        books.enrol(replace(books.members["ana@example.com"], status="checkpoint"))
        return as_before(of)

    setattr(books, moment, hold_the_account)
    done = await do(make_job("create_page"), browsers)

    assert (done.outcome.status, done.outcome.login_status) == (status, LoginStatus.CHECKPOINT)
    assert "checkpoint: a person must confirm the identity" in done.outcome.result
    assert done.outcome.result.endswith(LOOK_FIRST) is (pages == 1)
    assert len(books.pages) == pages
