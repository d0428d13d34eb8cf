"""A fresh site for each test, and visitors to send there."""

from collections.abc import AsyncIterator, Awaitable, Callable

import aiohttp
import pytest_asyncio
from playwright.async_api import Browser, Page

from bot.sandbox.site import Member, PracticeSite
from tests.sandbox.visitors import visitors

MAYA = Member(
    login="maya@northside.example", user_id="100012345678901", password="walnut-7", name="Maya Lindqvist"
)
JONAS = Member(login="jonas@keller.example", user_id="100012345678902", password="print-3", name="Jonas")
OMAR = Member(
    login="omar@haddad.example",
    user_id="100012345678903",
    password="sesame-1",
    name="Omar Haddad",
    status="checkpoint",
)
INES = Member(
    login="ines@duarte.example",
    user_id="100012345678904",
    password="azulejo-2",
    name="Ines Duarte",
    status="disabled",
)

Visit = Callable[..., Awaitable[Page]]
Fetch = Callable[[str, Member], Awaitable[tuple[int, str, str]]]


@pytest_asyncio.fixture(loop_scope="session")
async def site() -> AsyncIterator[PracticeSite]:
    invitations = [("LAKE-1", "Lakeside Outdoor", "Advertiser")]
    async with PracticeSite([MAYA, JONAS, OMAR, INES], invitations) as running:
        yield running


@pytest_asyncio.fixture(loop_scope="session")
async def visit(site: PracticeSite, browser: Browser) -> AsyncIterator[Visit]:
    """Send somebody to a path: `visit("/home", MAYA)` is signed in, `visit("/login")` is not."""
    async with visitors(browser, site.url) as enter:

        async def send(path: str, member: Member | None = None, *, expired: bool = False) -> Page:
            context = await enter(site.session_for(member.login, expired=expired) if member else None)
            page = await context.new_page()
            await page.goto(path)
            return page

        yield send


@pytest_asyncio.fixture(loop_scope="session")
async def fetch(site: PracticeSite) -> AsyncIterator[Fetch]:
    """Ask for a path as somebody who is signed in, without a browser: status, the path it led to, and the text."""
    async with aiohttp.ClientSession(site.url) as client:

        async def ask(path: str, member: Member) -> tuple[int, str, str]:
            cookies = {one["name"]: one["value"] for one in site.session_for(member.login)["cookies"]}
            async with client.get(path, cookies=cookies) as answer:
                return answer.status, answer.url.path, await answer.text()

        yield ask


@pytest_asyncio.fixture(loop_scope="session")
async def desk(site: PracticeSite) -> AsyncIterator[aiohttp.ClientSession]:
    """A client for the desk behind the site, as another process would use it."""
    async with aiohttp.ClientSession(site.url) as client:
        yield client
