"""A crowd: four browsers at once, each with its own account, and nobody's work gets lost or mixed up."""

import asyncio
from typing import Any

import pytest
from playwright.async_api import Browser, expect

from bot.sandbox.site import Member, PracticeSite
from tests.sandbox.site.test_pages import to_review

pytestmark = pytest.mark.asyncio(loop_scope="session")

CROWD = [
    Member(
        login=f"member{at}@crowd.example",
        user_id=f"{100020000000000 + at}",
        password="pw",
        name=f"Member {at}",
    )
    for at in range(4)
]


async def create_one_page(site: PracticeSite, browser: Browser, member: Member) -> None:
    state: Any = site.session_for(member.login)
    context = await browser.new_context(base_url=site.url, storage_state=state)
    context.set_default_timeout(60_000)
    page = await context.new_page()
    await page.goto("/pages/create")
    await to_review(page, f"Page of {member.login}")
    await page.get_by_role("button", name="Create page").click()
    await expect(page.get_by_role("status")).to_have_text("Page created", timeout=60_000)
    await context.close()


async def test_four_browsers_at_once(browser: Browser) -> None:
    async with PracticeSite(CROWD) as site:
        await asyncio.gather(*(create_one_page(site, browser, member) for member in CROWD))
        pages = site.books()["pages"]

    assert {entry["name"]: entry["login"] for entry in pages} == {
        f"Page of {member.login}": member.login for member in CROWD
    }
    assert len({entry["id"] for entry in pages}) == len(CROWD)
