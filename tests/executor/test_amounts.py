"""A site decides how much it shows. How much of it is read is decided here, and others are answered meanwhile."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from playwright.async_api import Route

from executor import limits
from executor.browser.pool import BrowserPool
from executor.browser.screenshot import take_picture
from executor.faults import SiteFault
from executor.progress import Progress, TimeLimit
from executor.visit import Visit
from executor.walk.entry_list import Entry, EntryList
from executor.walk.texts import text_of
from models.domain.outcomes import Evidence
from tests.executor.conftest import MakeJob
from tests.heartbeat import beating

pytestmark = pytest.mark.asyncio(loop_scope="session")
LONG = "<p id=long></p><script>document.getElementById('long').textContent = 'Join us. '.repeat(1e5)</script>"
OWN_STRINGS = "<script>String.prototype.slice = String.prototype.substring = () => 'x'.repeat(1e6)</script>"
OWN_HEIGHT = "<script>Object.defineProperty(Element.prototype, 'scrollHeight', {get: () => %s})</script>"


@asynccontextmanager
async def _showing(html: str, browsers: BrowserPool, make_job: MakeJob) -> AsyncIterator[Visit]:
    """A visit to a site that answers everything with this page."""
    async with browsers.context() as tab:

        async def answer(route: Route) -> None:
            await route.fulfill(body=f"<!doctype html><h1>Your pages</h1>{html}", content_type="text/html")

        await tab.context.route("**/*", answer)
        yield Visit(make_job(), tab, Progress(session=None), forwarder=None, limit=TimeLimit(60))


def _list(number: int, *names: str) -> str:
    items = (f"<li><a href=/>{name}</a> ID 9</li>" for name in (*(f"P{n}" for n in range(number)), *names))
    return f"<ul aria-label=Pages>{''.join(items)}</ul>"


@pytest.mark.parametrize("before", ["", OWN_STRINGS])
async def test_of_a_text_without_end_the_beginning_is_read(before: str, browsers: BrowserPool) -> None:
    async with browsers.context() as tab:
        await tab.page.set_content(before + LONG)
        text = await text_of(tab.page.locator("#long"))

    assert text == ("Join us. " * 1000)[: limits.TEXT_CHARS]


@pytest.mark.parametrize(
    "html",
    [
        "<div style='width:40000px;height:9000px'>wide</div>",
        f"<div style='height:70000px'>tall</div>{OWN_HEIGHT % 5}",
        OWN_HEIGHT % "NaN",
        OWN_HEIGHT % "'high'",
    ],
)
async def test_the_picture_of_a_page_of_any_size_is_of_ours(html: str, browsers: BrowserPool) -> None:
    async with browsers.context() as tab:
        await tab.page.set_content(html)
        picture = await take_picture(tab, stuck=False)

    assert isinstance(picture, Evidence)
    assert picture.width == limits.VIEWPORT_WIDTH
    assert limits.VIEWPORT_HEIGHT <= picture.height <= limits.PICTURE_HEIGHT


async def test_a_list_of_thousands_is_searched_by_the_browser(
    browsers: BrowserPool, make_job: MakeJob
) -> None:
    async with _showing(_list(5000, "Acme <b>Shop</b>"), browsers, make_job) as visit, beating() as heartbeat:
        found = await EntryList(visit, "pages").find("Acme  Shop")

    assert found == Entry(name="Acme Shop", id="9")
    assert heartbeat.longest < 1


async def test_a_list_with_too_many_of_one_name_is_not_read(browsers: BrowserPool, make_job: MakeJob) -> None:
    names = ["Acme"] * (limits.ENTRIES + 1)
    async with _showing(_list(0, *names), browsers, make_job) as visit:
        with pytest.raises(SiteFault, match="more than 200 entries"):
            await EntryList(visit, "pages").find("Acme")
