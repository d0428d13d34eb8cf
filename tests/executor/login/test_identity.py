"""Whose account it is, and what a thing is called: compared as a whole and in its place, whatever others are called."""

import asyncio
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from aiohttp import web

from bot.sandbox.site import Member, PracticeSite
from executor.browser.pool import BrowserPool
from models.domain.lifecycle import LoginStatus, Status
from tests.executor.conftest import PASSWORD, MakeJob, do
from tests.executor.served import served

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.usefixtures("ready_pictures")]

LOGIN, NUMBER = "ana@x.example", "100012345678901"
BIDI = "\u202e\u2028\x85\u200f"
OTHERS = [
    Member(login="mary.ana@x.example", user_id="7001", password=PASSWORD, name="Mary"),
    Member(login="ana@x.example.org", user_id="7002", password=PASSWORD, name=LOGIN),
    Member(login="o'ana@x.example", user_id="7003", password=PASSWORD, name=f"ID {NUMBER}"),
    Member(login="eve@x.example", user_id="7004", password=PASSWORD, name=f"Eve\n{LOGIN}\nID {NUMBER}"),
    Member(login="bid@x.example", user_id="7005", password=PASSWORD, name=f"{BIDI}ID {NUMBER}{BIDI}"),
    Member(login="num@x.example", user_id=f"{NUMBER}1", password=PASSWORD, name=f"{NUMBER} ID {NUMBER}"),
    Member(login=NUMBER, user_id="7006", password=PASSWORD, name=LOGIN),
]


async def test_nothing_is_done_under_another_account_whatever_it_is_called(
    make_job: MakeJob, browsers: BrowserPool, site: PracticeSite
) -> None:
    for member in OTHERS:
        site.state.books.enrol(member)
    jobs = [
        make_job("create_page", login=LOGIN, user_id=known, session=site.session_for(other.login), limit=90.0)
        for other in OTHERS
        for known in (None, NUMBER)
    ]
    endings = [done.outcome for done in await asyncio.gather(*(do(job, browsers) for job in jobs))]

    assert {(ending.status, ending.cause) for ending in endings} == {(Status.UNKNOWN_ERROR, "wrong_account")}
    assert site.books()["pages"] == []


async def test_the_account_itself_is_known_whatever_it_is_called(
    make_job: MakeJob, browsers: BrowserPool, site: PracticeSite
) -> None:
    names = (f"ID 5 {BIDI}", "\nmary.ana@x.example")
    jobs = []
    for at, name in enumerate(names):
        member = Member(login=f"Ana{at}@X.example", user_id=f"100{at}", password=PASSWORD, name=name)
        site.state.books.enrol(member)
        session = site.session_for(member.login)
        jobs += [
            make_job(login=member.login, user_id=member.user_id),
            make_job(login=member.login.lower(), user_id=None, session=session),
            make_job(login=member.user_id, user_id=None, session=session),
        ]
    endings = [done.outcome for done in await asyncio.gather(*(do(job, browsers) for job in jobs))]

    assert {(ending.login_status, ending.result) for ending in endings} == {
        (LoginStatus.LOGGED_IN, "logged in")
    }


async def test_a_password_of_another_account_leaves_no_session_with_this_one(
    make_job: MakeJob, browsers: BrowserPool
) -> None:
    done = await do(make_job(login="ben@example.com", user_id="9", session=None, password=PASSWORD), browsers)

    assert done.outcome.cause == "wrong_account"
    assert done.outcome.result == "The stored login and password belong to another account; nothing was done."
    assert done.session is None


@pytest_asyncio.fixture(loop_scope="session")
async def unclear() -> AsyncIterator[tuple[str, list[str]]]:
    """A site whose home screen shows the badge of the day; its address, and the badge."""
    badge = [""]

    async def home(_: web.Request) -> web.Response:
        return web.Response(text=f"<!doctype html>{badge[0]}", content_type="text/html")

    async with served(home) as (url,):
        yield url, badge


OURS = f"<b>Ana</b><i>{LOGIN}</i><i>ID {NUMBER}</i>"


@pytest.mark.parametrize(
    "inside",
    [
        f"Ana {LOGIN} ID {NUMBER}",
        f"<b>Ana</b><i>{LOGIN}</i>",
        f"<b>Ana</b><i>ID {NUMBER}</i>",
        f"{OURS}<i>ID 7</i>",
        f"<i>Ana</i><i>ID {NUMBER}</i><i>{LOGIN}</i>",
        f"{OURS}</div><div role=group aria-label=Account>{OURS}",
    ],
)
async def test_where_it_is_not_clear_who_is_inside_a_person_is_told_and_nothing_done(
    inside: str, unclear: tuple[str, list[str]], make_job: MakeJob, browsers: BrowserPool
) -> None:
    url, badge = unclear
    badge[0] = f"<div role=group aria-label=Account>{inside}</div>"
    job = make_job(login=LOGIN, user_id=NUMBER, site_url=url, session={"cookies": [], "origins": []})
    done = await do(job, browsers)

    assert (done.outcome.status, done.outcome.cause) == (Status.UNKNOWN_ERROR, "account_unclear")
    assert done.outcome.result == (
        "The site does not show clearly which account is logged in; nothing was done."
    )


ODD = "Page ID 5 Business ID 5 ID 5 Role Admin"


@pytest.mark.parametrize("name", [f"{ODD} {BIDI}", "Business ID 5"])
async def test_what_is_made_has_its_own_id_whatever_it_and_the_account_are_called(
    name: str, make_job: MakeJob, browsers: BrowserPool, site: PracticeSite
) -> None:
    site.state.books.enrol(Member(login="odd@x.example", user_id="8001", password=PASSWORD, name=name))
    params = {"create_page": {"page_name": name, "category": "Community"}, "create_bm": {"bm_name": name}}
    jobs = [make_job(kind, login="odd@x.example", params=params[kind]) for kind in params]
    made = [(await do(job, browsers)).outcome.result for job in jobs]
    again = [(await do(job, browsers)).outcome.result for job in jobs]

    books = site.books()
    ids = [books["pages"][0]["id"], next(bm["id"] for bm in books["businesses"] if bm["login"])]
    assert [(f"(ID {number})" in first) for number, first in zip(ids, made, strict=True)] == [True, True]
    assert all("already there" in second for second in again)
    assert all(f"(ID {number})" in second for number, second in zip(ids, again, strict=True))


async def test_the_last_look_reads_what_is_to_be_made_and_not_what_stands_beside_it(
    make_job: MakeJob, browsers: BrowserPool, site: PracticeSite
) -> None:
    """The account has the wanted name, which so stands on every screen; the site has lost what was filled in."""
    start = site.state.books.start_draft
    site.state.books.start_draft = lambda login, name: start(login, "Ana")  # type: ignore[method-assign]
    params = {"page_name": "Ana Ruiz", "category": "Community"}
    done = await do(make_job("create_page", params=params), browsers)

    assert done.outcome.result == "The last look shows something else than was asked for."
    assert site.books()["pages"] == []


@pytest.mark.parametrize("named", ["You are invited as Admin.", "You already belong to Globex."])
async def test_an_invitation_is_read_from_the_invitation_whatever_the_account_is_called(
    named: str, make_job: MakeJob, browsers: BrowserPool, site: PracticeSite
) -> None:
    site.state.books.enrol(Member(login="inv@x.example", user_id="8002", password=PASSWORD, name=named))
    done = await do(make_job("authorize_bm_invitation", login="inv@x.example"), browsers)

    assert done.outcome.result == "Joined Globex as Employee"


@pytest.mark.parametrize("name", ["You already belong to X.", "X Role Admin"])
async def test_a_business_manager_may_have_any_name(
    name: str, make_job: MakeJob, browsers: BrowserPool, site: PracticeSite
) -> None:
    site.state.books.invite("ODD", name, "Employee")
    job = make_job("authorize_bm_invitation", params={"invitation_link": f"{site.url}/invitations/ODD"})
    first, second = [(await do(job, browsers)).outcome.result for _ in range(2)]

    assert first == f"Joined {name} as Employee"
    assert second == f"{name} was joined already, as Employee"
