"""Windows that a page opens: one of the site, opened by our own click, is followed; no other is."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest
import pytest_asyncio
from aiohttp import web
from playwright.async_api import Page

from bot.sandbox.site import Behaviour, PracticeSite
from executor.browser import browser as launching
from executor.browser.pool import BrowserPool
from models.domain.lifecycle import Status
from tests.executor.conftest import PASSWORD, MakeJob, do, until
from tests.executor.served import served

_WAYS = {
    "a link with target=_blank": '<a target=_blank href="/next">Go</a>',
    "a link with rel=noopener in a named window": '<a target=shop rel=noopener href="/next">Go</a>',
    "a base with a target": '<base target=_blank><a href="/next">Go</a>',
    "window.open": "<button onclick=\"window.open('/next')\">Go</button>",
    "document.open with a name": "<button onclick=\"document.open('/next', 'shop', 'width=300')\">Go</button>",
    "window.open with a name": "<button onclick=\"window.open('/next', 'shop', 'width=300')\">Go</button>",
    "about:blank, then an address": """<button onclick="let w = window.open('about:blank', '_blank');
        setTimeout(() => { w.location.href = '/next' }, 50)">Go</button>""",
    "no address, then one": "<button onclick=\"let w = window.open(); w.location = '/next'\">Go</button>",
    "a form that is posted": "<form method=post target=_blank action=/next><button>Go</button></form>",
    "a form by a script": """<form id=f method=post target=_blank action=/next></form>
        <button onclick="document.getElementById('f').submit()">Go</button>""",
    "several, one of them elsewhere": """<button onclick="window.open('{elsewhere}/ad'); window.open('/next'); window.open('/ad')">
        Go</button>""",
    "one beside the way of the tab itself": "<a href=/next onclick=\"window.open('/ad')\">Go</a>",
}
_NOT_FOLLOWED = {
    "a script on load": "<button>Go</button><script>window.open('/ad'); window.open('{elsewhere}/ad')</script>",
    "a click of a script's own": """<a id=a target=_blank href=/ad></a><button>Go</button>
        <script>document.getElementById('a').click()</script>""",
    "a click that leads elsewhere": '<a target=_blank href="{elsewhere}/ad">Go</a>',
    "window.open that leads elsewhere": "<button onclick=\"window.open('{elsewhere}/ad')\">Go</button>",
    "a form that is posted elsewhere": """<form method=post target=_blank action="{elsewhere}/ad">
        <input name=password value=secret><button>Go</button></form>""",
}


@dataclass
class Opener:
    """A site whose first page opens windows, and another one; with all that was asked of the two."""

    url: str = ""
    elsewhere: str = ""
    body: str = ""
    asked: list[str] = field(default_factory=list[str])

    async def answer(self, request: web.Request) -> web.Response:
        self.asked.append(f"{request.method} http://{request.host}{request.path}")
        body = (
            self.body.replace("{elsewhere}", self.elsewhere) if request.path == "/" else f"<h1>{request.path}"
        )
        return web.Response(text=body, content_type="text/html")


@pytest_asyncio.fixture(loop_scope="session")
async def opener() -> AsyncIterator[Opener]:
    opener = Opener()
    async with served(opener.answer, ports=2) as (opener.url, opener.elsewhere):
        yield opener


async def _click(page: Page, opener: Opener) -> None:
    await page.goto(opener.url)
    await page.get_by_text("Go").click(no_wait_after=True)


@pytest.mark.asyncio(loop_scope="session")
@pytest.mark.parametrize("way", _WAYS)
async def test_a_window_of_the_site_that_our_click_opens_is_followed(
    way: str, opener: Opener, browsers: BrowserPool
) -> None:
    opener.body = _WAYS[way]
    async with browsers.context() as tab:
        await tab.keep_on(opener.url)
        await _click(tab.page, opener)
        await tab.page.get_by_role("heading", name="/next").wait_for(timeout=5000)

        assert len(tab.context.pages) == 1
    assert not [asked for asked in opener.asked if "/ad" in asked]
    assert sum("/next" in asked for asked in opener.asked) == 1


@pytest.mark.asyncio(loop_scope="session")
@pytest.mark.parametrize("way", _NOT_FOLLOWED)
async def test_no_other_window_is_followed_and_nothing_is_sent_elsewhere(
    way: str, opener: Opener, browsers: BrowserPool
) -> None:
    opener.body = _NOT_FOLLOWED[way]
    async with browsers.context() as tab:
        await tab.keep_on(opener.url)
        await _click(tab.page, opener)
        await tab.page.evaluate("new Promise(done => requestAnimationFrame(() => setTimeout(done, 100)))")

        assert tab.page.url == f"{opener.url}/"
        assert len(tab.context.pages) == 1
    own = {f"{opener.url}/", f"{opener.url}/favicon.ico"}
    assert {asked.partition(" ")[2] for asked in opener.asked} <= own


@pytest.mark.asyncio(loop_scope="session")
async def test_a_browser_that_does_not_block_windows_has_them_closed(
    opener: Opener, monkeypatch: pytest.MonkeyPatch, chromium
) -> None:
    flags = tuple(flag for flag in launching.LAUNCH_ARGUMENTS if flag != "--block-new-web-contents")
    monkeypatch.setattr(launching, "LAUNCH_ARGUMENTS", flags)
    opener.body = "<button>Go</button><script>window.open('/ad'); window.open('/ad')</script>"
    pool = BrowserPool(executable=chromium)
    try:
        async with pool.context() as tab:
            opened = asyncio.Event()
            tab.context.on("page", lambda _: opened.set())
            await _click(tab.page, opener)
            await asyncio.wait_for(opened.wait(), 5)
            await until(lambda: len(tab.context.pages) == 1)

            assert tab.page.url == f"{opener.url}/"
    finally:
        await pool.aclose()


@pytest.mark.asyncio(loop_scope="session")
async def test_a_task_is_done_where_everything_opens_a_window(
    site: PracticeSite, make_job: MakeJob, browsers: BrowserPool
) -> None:
    site.behave(Behaviour(kind="new_windows"))
    done = await do(make_job("create_page", session=None, password=PASSWORD), browsers)

    assert done.outcome.status is Status.ENDED
    assert done.outcome.result
