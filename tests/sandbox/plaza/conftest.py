"""A fresh Plaza for each test, and members of both languages to send there."""

from collections.abc import AsyncIterator, Awaitable, Callable

import aiohttp
import pytest_asyncio
from playwright.async_api import Browser, Page

from bot.sandbox.plaza import Plaza
from bot.sandbox.practice.members import Member
from tests.sandbox.visitors import visitors

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
ANA = Member(login="ana@ruiz.example", user_id="100012345678901", password="nogal-7", name="Ana Ruiz")
LENA = Member(
    login="lena@brandt.example",
    user_id="100012345678902",
    password="birke-3",
    name="Lena Brandt",
    language="de",
    totp=SECRET,
)
CHO = Member(
    login="cho", user_id="100012345678903", password="x", name="Cho Kim", status="checkpoint", language="de"
)
DIA = Member(login="dia", user_id="100012345678904", password="x", name="Dia Isa", status="disabled")

Visit = Callable[..., Awaitable[Page]]
Ask = Callable[..., Awaitable[tuple[int, str, str]]]


@pytest_asyncio.fixture(loop_scope="session")
async def plaza() -> AsyncIterator[Plaza]:
    async with Plaza([ANA, LENA, CHO, DIA], [("GOOD", "Globex", "Employee")]) as running:
        yield running


@pytest_asyncio.fixture(loop_scope="session")
async def visit(plaza: Plaza, browser: Browser) -> AsyncIterator[Visit]:
    """Send somebody to a path, signed in or not, with the question about cookies answered unless it is wanted."""
    async with visitors(browser, plaza.url) as enter:

        async def send(path: str, member: Member | None = None, *, asks_for_cookies: bool = False) -> Page:
            context = await enter(plaza.session_for(member.login) if member else None)
            if not asks_for_cookies:
                await context.add_cookies([{"name": "plaza_cookies", "value": "all", "url": plaza.url}])
            page = await context.new_page()
            await page.goto(path)
            return page

        yield send


@pytest_asyncio.fixture(loop_scope="session")
async def ask(plaza: Plaza) -> AsyncIterator[Ask]:
    """Ask for a path without a browser: status, the path it led to, and the text. ``data`` is sent as the app does."""
    async with aiohttp.ClientSession(plaza.url, cookie_jar=aiohttp.DummyCookieJar()) as client:

        async def send(
            path: str, member: Member | None, data: object = None, *, token: str = ""
        ) -> tuple[int, str, str]:
            cookie = plaza.session_for(member.login)["cookies"][0] if member else {"name": "x", "value": "x"}
            headers = {
                "Cookie": f"{cookie['name']}={cookie['value']}",
                "X-Ficha": token or plaza.state.sessions.token_for(cookie["value"]),
            }
            method = "GET" if data is None else "POST"
            async with client.request(method, path, headers=headers, json=data) as answer:
                return answer.status, answer.url.path, await answer.text()

        yield send
