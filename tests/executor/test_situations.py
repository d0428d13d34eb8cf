"""Every action in every situation: the right status, login status and sentence, and nothing in the books too much."""

import asyncio

import pytest

from bot.sandbox.site import Behaviour, PracticeSite
from executor import limits
from executor.attempt import perform
from executor.browser.pool import BrowserPool
from executor.job import Fenced, Job
from executor.outcomes import Done
from models.domain.lifecycle import LoginStatus, Status
from tests.executor.conftest import PICTURED, MakeJob, do, kill_all, until
from tests.executor.situations import ALL, FINE_RESULTS, PASSWORD, SITUATIONS, Situation
from tests.fuzz.harness.effort import IS_LONG

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.usefixtures("short_waits")]


async def _do(job: Job, browsers: BrowserPool, *, pictured: bool) -> Done:
    PICTURED.set(pictured)  # for the task that this is
    return await do(job, browsers)


@pytest.mark.usefixtures("one_picture")
@pytest.mark.parametrize("name", SITUATIONS)
async def test_every_action_ends_as_it_must(
    name: str, site: PracticeSite, make_job: MakeJob, browsers: BrowserPool
) -> None:
    situation = SITUATIONS[name]
    changes = {"user_id": None, **situation.job(site)}
    login = str(changes.pop("login", "ana@example.com"))
    jobs = [make_job(kind, login=login, **changes) for kind in types_of(name)]
    site.behave(*situation.behaviours)
    # A page that hangs is stopped for its picture, and gives its session only then.
    stuck = situation.status is Status.TIMED_OUT
    work = [asyncio.create_task(_do(job, browsers, pictured=stuck or job is jobs[0])) for job in jobs]
    if situation.killed:
        # Every tab waits for its first screen.
        await until(lambda: site.state.behaviours._met.total() == len(jobs))
        kill_all(browsers)
    done_jobs = await asyncio.gather(*work)

    for job, done in zip(jobs, done_jobs, strict=True):
        agrees(job, done, situation)
    books_agree(site, situation, len(jobs))


def agrees(job: Job, done: Done, situation: Situation) -> None:
    outcome = done.outcome
    failed = bool(situation.cause)
    ended_at_login = situation.status is Status.ENDED and failed and job.type.id != "check"
    says = f"Not done: {situation.says}" if ended_at_login else situation.says
    expected = says if failed else FINE_RESULTS.get(job.type.id, "notification kinds switched off")

    assert (outcome.status, outcome.login_status, outcome.cause) == (
        situation.status,
        situation.login,
        situation.cause,
    ), outcome
    assert expected in outcome.result
    assert (done.picture is None) is (situation.status is Status.NO_PROXY)  # no browser was opened there
    kept = situation.login in (LoginStatus.LOGGED_IN, LoginStatus.CHECKPOINT)
    assert (done.session is not None) is kept


def types_of(name: str) -> tuple[str, ...]:
    """The types of the tasks that are put into a situation.

    Where no action begins they are of two kinds: ``check``, whose result says it otherwise, and one that changes
    something, another one in each situation. With ``BELLHOP_FUZZ=long`` they are all.
    """
    situation = SITUATIONS[name]
    if situation.types != ALL or not situation.cause or IS_LONG:
        return situation.types
    check, *others = ALL
    return check, others[list(SITUATIONS).index(name) % len(others)]


def books_agree(site: PracticeSite, situation: Situation, jobs: int) -> None:
    books = site.books()
    done = () if situation.cause else situation.types
    joined = [entry["role"] for entry in books["memberships"] if entry["login"] == "ana@example.com"]
    on = [entry for entry in books["notifications"] if entry["on"] and entry["login"] == "ana@example.com"]
    roles = [("create_bm", "Admin"), ("authorize_bm_invitation", "Employee")]
    ana = books["accounts"][0]

    assert [page["name"] for page in books["pages"]] == ["Acme Shop"] * ("create_page" in done)
    assert [business["name"] for business in books["businesses"]] == ["Acme"] * ("create_bm" in done)
    assert sorted(joined) == [role for kind, role in roles if kind in done]
    assert bool(on) is ("close_notifications" not in done)
    assert (ana["logins_ok"], ana["logins_failed"]) == tuple(count * jobs for count in situation.logins)


async def test_a_lost_claim_touches_nothing(
    site: PracticeSite, make_job: MakeJob, browsers: BrowserPool
) -> None:
    async def no() -> bool:
        return False

    with pytest.raises(Fenced):
        await perform(make_job(session=None, password="battery staple"), browsers=browsers, begin=no)

    assert all(account["logins_failed"] == 0 for account in site.books()["accounts"])


@pytest.mark.usefixtures("ready_pictures")
async def test_begin_is_called_once_however_many_tries(
    site: PracticeSite, make_job: MakeJob, browsers: BrowserPool
) -> None:
    calls = 0

    async def begin() -> bool:
        nonlocal calls
        calls += 1
        return True

    site.behave(Behaviour(kind="error500", times=1))
    done = await perform(make_job(), browsers=browsers, begin=begin)

    assert (calls, done.outcome.result) == (1, "logged in")


async def test_the_attempt_ends_at_its_limit(
    site: PracticeSite, make_job: MakeJob, browsers: BrowserPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "NAVIGATION", 30.0)
    site.behave(Behaviour(kind="hang"))
    done = await do(make_job(limit=2.0), browsers)

    assert (done.outcome.status, done.outcome.cause) == (Status.TIMED_OUT, "time_limit")
    assert done.outcome.result == "The time limit of 2 s passed."
    assert done.picture is not None


async def test_a_page_whose_script_never_ends_has_a_picture(
    site: PracticeSite, make_job: MakeJob, browsers: BrowserPool
) -> None:
    site.behave(Behaviour(kind="endless_script", path="/notifications"))
    done = await do(make_job("close_notifications", limit=4), browsers)

    assert done.outcome.status is Status.TIMED_OUT
    assert done.picture is not None


@pytest.mark.usefixtures("ready_pictures")
async def test_a_cancelled_job_leaves_no_context(
    site: PracticeSite, make_job: MakeJob, browsers: BrowserPool
) -> None:
    begun = asyncio.Event()

    async def begin() -> bool:
        begun.set()
        return True

    site.behave(Behaviour(kind="hang"))
    work = asyncio.create_task(perform(make_job(), browsers=browsers, begin=begin))
    await begun.wait()
    work.cancel()
    with pytest.raises(asyncio.CancelledError):
        await work
    site.calm()

    assert not any(browser._browser.contexts for browser in browsers.serving)
    assert (await do(make_job(), browsers)).outcome.result == "logged in"


_BAD = {"name": "a", "value": "b", "domain": "127.0.0.1", "path": "/", "sameSite": "no_restriction"}


@pytest.mark.usefixtures("ready_pictures")
async def test_a_bad_cookie_costs_itself_and_not_the_session(
    site: PracticeSite, make_job: MakeJob, browsers: BrowserPool
) -> None:
    good = site.session_for("ana@example.com")["cookies"]
    session = {"cookies": [_BAD, *good, _BAD | {"name": "c", "path": None}], "origins": []}
    done = await do(make_job(session=session, password=None), browsers)

    assert done.outcome.result == "logged in"


@pytest.mark.usefixtures("ready_pictures")
async def test_a_session_that_no_browser_takes_does_not_keep_the_password_from_being_tried(
    make_job: MakeJob, browsers: BrowserPool
) -> None:
    done = await do(make_job(session={"cookies": [_BAD], "origins": []}, password=PASSWORD), browsers)

    assert done.outcome.result == "logged in"


@pytest.mark.usefixtures("ready_pictures")
@pytest.mark.parametrize(
    ("link", "says"),
    [
        ("https://elsewhere.example/invitations/GOOD", "leads to elsewhere.example, not to the platform"),
        ("{site}@elsewhere.example/invitations/GOOD", "leads to another address, not to the platform"),
        ("{site}/invitations/%2e%2e/pages", "the link is not an invitation of the platform"),
        ("{site}/invitations/../pages?confirm=1", "the link is not an invitation of the platform"),
    ],
)
async def test_a_link_to_another_site_or_screen_is_never_opened(
    link: str, says: str, site: PracticeSite, make_job: MakeJob, browsers: BrowserPool
) -> None:
    site.behave(Behaviour(kind="error500", path="/pages", times=9))  # who opens it would say so
    params = {"invitation_link": link.format(site=site.url)}
    done = await do(make_job("authorize_bm_invitation", params=params), browsers)

    assert done.outcome.status is Status.ENDED
    assert says in done.outcome.result


@pytest.mark.usefixtures("ready_pictures")
@pytest.mark.parametrize(
    ("task_type", "result"),
    [
        ("create_page", "Page Acme Shop (ID 615204417310452) was already there; no second one was made."),
        ("close_notifications", "0 notification kinds switched off: all were off already"),
        ("authorize_bm_invitation", "Globex was joined already, as Employee"),
    ],
)
async def test_what_is_already_so_is_left_so(
    task_type: str, result: str, make_job: MakeJob, browsers: BrowserPool
) -> None:
    await do(make_job(task_type), browsers)
    done = await do(make_job(task_type), browsers)

    assert (done.outcome.status, done.outcome.result) == (Status.ENDED, result)


@pytest.mark.usefixtures("ready_pictures")
async def test_a_refusal_of_the_site_is_told_in_its_words(make_job: MakeJob, browsers: BrowserPool) -> None:
    params = {"page_name": "A" * 90, "category": "Artist"}
    done = await do(make_job("create_page", params=params), browsers)

    assert done.outcome.status is Status.ENDED
    assert done.outcome.result == "Not done: the site said: A page name can have at most 75 characters."
