"""One map serves a form on one screen as on three, and a list in parts; what a form does not ask for is never sent."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from playwright.async_api import Route

from executor.browser.pool import BrowserPool
from executor.faults import SiteFault
from executor.progress import Progress, TimeLimit
from executor.sitemap import loading
from executor.visit import Visit
from executor.walk.entry_list import Entry, EntryList
from executor.walk.form import FormWalk, values_of
from tests.executor.conftest import MakeJob

pytestmark = pytest.mark.asyncio(loop_scope="session")
NAME = "<label>Page name <input></label>"
CATEGORY = "<label><input type=radio>Community</label>"
REVIEW = "<dl><dt>Page name</dt><dd>Acme Shop</dd><dt>Category</dt><dd>Community</dd></dl>"
SUBMIT = "<button>Next</button><button>Create page</button>"
FORGETS = "<script>setTimeout(() => { document.querySelector('input').value = '' }, 50)</script>"
PARTS = """<h1>Your pages</h1><ul aria-label=Pages></ul><a href=#>More</a><script>
const more = document.querySelector('a'), list = document.querySelector('ul'), parts = [['A', 'B'], ['C', 'D'], ['E']];
const add = (name) => { list.innerHTML += `<li><a href=/>${name}</a><small>ID ${name.charCodeAt()}</small></li>`; };
const draw = () => { parts.shift().forEach((name, at) => at ? setTimeout(add, 60, name) : add(name));
  if (!parts.length) more.remove(); };
more.onclick = () => { list.innerHTML = ''; setTimeout(draw, 100); return false; }; draw();</script>"""


@asynccontextmanager
async def showing(
    html: str, browsers: BrowserPool, make_job: MakeJob, **of_job: object
) -> AsyncIterator[Visit]:
    """A visit to a site that answers everything with this page."""
    async with browsers.context() as tab:

        async def answer(route: Route) -> None:
            await route.fulfill(body=f"<!doctype html>{html}", content_type="text/html")

        await tab.context.route("**/*", answer)
        job = make_job("create_page", **of_job)
        yield Visit(job, tab, Progress(session=None), forwarder=None, limit=TimeLimit(60))


def walk_of(visit: Visit) -> FormWalk:
    way = visit.way("create_page")
    return FormWalk(visit, way, way.path, values_of(visit, visit.job.params), noun="page")


async def test_a_form_of_three_screens_may_be_one(browsers: BrowserPool, make_job: MakeJob) -> None:
    async with showing(NAME + CATEGORY + REVIEW + SUBMIT, browsers, make_job) as visit:
        walk = walk_of(visit)
        await walk.open()
        last = await walk.fill_in()

        assert last.once
        assert await visit.page.get_by_label("Page name").input_value() == "Acme Shop"
        assert await visit.page.get_by_role("radio").is_checked()


async def test_a_field_that_loses_what_was_typed_is_filled_in_again(
    browsers: BrowserPool, make_job: MakeJob
) -> None:
    async with showing(NAME + CATEGORY + REVIEW + SUBMIT + FORGETS, browsers, make_job) as visit:
        walk = walk_of(visit)
        await walk.open()
        await walk.fill_in()

        assert await visit.page.get_by_label("Page name").input_value() == "Acme Shop"


async def test_what_the_form_does_not_ask_for_is_not_sent(browsers: BrowserPool, make_job: MakeJob) -> None:
    text = loading.PRACTICE.read_text().replace('  { term = "Category", shows = "{category}" },\n', "")
    site_map = loading.parse(text.encode(), "ours.toml")
    async with showing(NAME + REVIEW + SUBMIT, browsers, make_job, site_map=site_map) as visit:
        walk = walk_of(visit)
        await walk.open()
        with pytest.raises(SiteFault, match="did not ask for the Category; nothing was sent"):
            await walk.fill_in()


@pytest.mark.parametrize(
    ("name", "found"), [*((name, Entry(name=name, id=str(ord(name)))) for name in "ABCDE"), ("F", None)]
)
async def test_a_list_is_read_part_by_part(
    name: str, found: Entry | None, browsers: BrowserPool, make_job: MakeJob
) -> None:
    turned = '[lists.pages]\nnext = { role = "link", name = "More" }'
    site_map = loading.parse(
        loading.PRACTICE.read_text().replace("[lists.pages]", turned).encode(), "ours.toml"
    )
    async with showing(PARTS, browsers, make_job, site_map=site_map) as visit:
        assert await EntryList(visit, "pages").find(name) == found
