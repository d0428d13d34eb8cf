"""Pages: creating one in three steps, and finding it again."""

import re
from html import unescape

import pytest
from playwright.async_api import Page, expect

from bot.sandbox.site import PracticeSite
from tests.sandbox.site.conftest import JONAS, MAYA, Fetch, Visit

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def name_it(page: Page, name: str) -> None:
    await page.get_by_label("Page name").fill(name)
    await page.get_by_role("button", name="Next").click()


async def to_review(page: Page, name: str, category: str = "Artist") -> None:
    await name_it(page, name)
    await page.get_by_role("radio", name=category, exact=True).check()
    await page.get_by_role("button", name="Next").click()
    await page.get_by_role("button", name="Create page").wait_for()


async def test_the_navigation_leads_to_every_screen(visit: Visit) -> None:
    page = await visit("/home", MAYA)
    for link, heading in (
        ("Pages", "Your pages"),
        ("Notifications", "Notification settings"),
        ("Business", "Business managers"),
        ("Home", "Welcome back, Maya"),
    ):
        await page.get_by_role("navigation", name="Main").get_by_role("link", name=link, exact=True).click()
        await expect(page.get_by_role("heading", name=heading, level=1)).to_be_visible()


async def test_three_steps_create_a_page(site: PracticeSite, visit: Visit) -> None:
    page = await visit("/pages", MAYA)
    await page.get_by_role("link", name="Create new page").click()
    await to_review(page, "Walnut & Rye", "Brand or product")
    await page.get_by_role("button", name="Create page").click()

    await expect(page.get_by_role("status")).to_have_text("Page created")
    await expect(page.get_by_role("heading", name="Walnut & Rye", level=1)).to_be_visible()
    [written] = site.books()["pages"]
    assert re.fullmatch(r"\d{15,16}", written["id"])
    assert written | {"name": "Walnut & Rye", "category": "Brand or product", "login": MAYA.login} == written
    assert page.url.endswith(f"/pages/{written['id']}")
    await expect(page.get_by_text(f"Page ID {written['id']}")).to_be_visible()
    await expect(page.get_by_text("Category Brand or product")).to_be_visible()


async def test_the_list_shows_the_pages_of_its_account_only(site: PracticeSite, visit: Visit) -> None:
    books = site.state.books
    books.publish(books.start_draft(MAYA.login, "Mine"))
    books.publish(books.start_draft(JONAS.login, "Theirs"))
    page = await visit("/pages", MAYA)

    items = page.get_by_role("list", name="Pages").get_by_role("listitem")
    await expect(items).to_have_count(1)
    await expect(items).to_contain_text(f"ID {books.pages[0].id}")
    await items.get_by_role("link", name="Mine").click()
    await expect(page.get_by_role("heading", name="Mine", level=1)).to_be_visible()
    await expect(page.get_by_role("status")).to_have_count(0)


@pytest.mark.parametrize(("name", "sentence"), [("  ", "Give your page a name."), ("x" * 76, "at most 75")])
async def test_a_bad_name_is_told(visit: Visit, name: str, sentence: str) -> None:
    page = await visit("/pages/create", MAYA)
    await name_it(page, name)

    await expect(page.get_by_role("alert")).to_contain_text(sentence)


async def test_a_missing_category_is_told(visit: Visit) -> None:
    page = await visit("/pages/create", MAYA)
    await name_it(page, "Walnut & Rye")
    await page.get_by_role("button", name="Next").click()

    await expect(page.get_by_role("alert")).to_have_text("Choose a category.")
    await expect(page.get_by_role("heading", name="Create a page", level=1)).to_be_visible()


async def test_submitting_a_draft_twice_creates_two_pages(site: PracticeSite, visit: Visit) -> None:
    """As on a real site: the books show whoever clicks twice."""
    page = await visit("/pages/create", MAYA)
    await to_review(page, "Twice")
    for _ in range(2):
        await page.get_by_role("button", name="Create page").click()
        await expect(page.get_by_role("status")).to_be_visible()
        await page.go_back()

    assert [entry["name"] for entry in site.books()["pages"]] == ["Twice", "Twice"]


async def test_a_name_is_shown_as_it_was_written(visit: Visit) -> None:
    name = '<script>alert(1)</script> "quoted" $name'
    page = await visit("/pages/create", MAYA)
    await to_review(page, name)
    await page.get_by_role("button", name="Create page").click()

    await expect(page.get_by_role("heading", level=1)).to_have_text(name)


async def test_nobody_finishes_the_draft_of_another(site: PracticeSite, fetch: Fetch) -> None:
    draft = site.state.books.start_draft(JONAS.login, "Theirs")
    _, path, _ = await fetch(f"/pages/create/category?draft={draft.token}", MAYA)

    assert path == "/pages/create"


async def test_an_unknown_address_has_its_own_screen(fetch: Fetch) -> None:
    status, _, text = await fetch("/pages/999", MAYA)

    assert status == 404
    assert "This content isn't available right now</h1>" in unescape(text)
