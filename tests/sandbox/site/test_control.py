"""The desk behind the site: setting the stage over HTTP, as another process does."""

from typing import Any

import aiohttp
import pytest
from playwright.async_api import Browser, expect

from bot.sandbox.site import PracticeSite
from tests.sandbox.site.conftest import MAYA, Visit

pytestmark = pytest.mark.asyncio(loop_scope="session")

WREN = {
    "login": "wren@castellano.example",
    "user_id": "100012345678999",
    "password": "feather-4",
    "name": "Wren Castellano",
    "status": "ok",
}


async def posted(desk: aiohttp.ClientSession, path: str, data: object) -> Any:
    async with desk.post(path, json=data) as answer:
        assert answer.status == 200, await answer.text()
        return await answer.json()


async def test_the_site_is_healthy(desk: aiohttp.ClientSession) -> None:
    async with desk.get("/_health") as answer:
        assert answer.status == 200


async def test_a_member_and_a_session_made_at_the_desk_work(
    desk: aiohttp.ClientSession, browser: Browser, site: PracticeSite
) -> None:
    await posted(desk, "/_site/members", [WREN])
    state = await posted(desk, "/_site/sessions", {"login": WREN["login"]})
    context = await browser.new_context(base_url=site.url, storage_state=state)
    page = await context.new_page()
    await page.goto("/home")

    await expect(page.get_by_role("heading", name="Welcome back, Wren")).to_be_visible()
    await context.close()


async def test_an_expired_session_can_be_had(
    desk: aiohttp.ClientSession, browser: Browser, site: PracticeSite
) -> None:
    state = await posted(desk, "/_site/sessions", {"login": MAYA.login, "expired": True})
    context = await browser.new_context(base_url=site.url, storage_state=state)
    page = await context.new_page()
    await page.goto("/home")

    assert page.url.endswith("/login?reason=expired")
    await context.close()


async def test_a_member_can_be_changed_while_signed_in(desk: aiohttp.ClientSession, visit: Visit) -> None:
    await posted(desk, "/_site/members", [WREN])
    page = await visit("/home", MAYA)
    await posted(desk, "/_site/members", [vars_of_maya() | {"status": "checkpoint"}])
    await page.reload()

    assert page.url.endswith("/checkpoint")


def vars_of_maya() -> dict[str, str]:
    return {"login": MAYA.login, "user_id": MAYA.user_id, "password": MAYA.password, "name": MAYA.name}


async def test_an_invitation_made_at_the_desk_is_valid(desk: aiohttp.ClientSession, visit: Visit) -> None:
    entry = {"code": "NEW-1", "business": "Tidewater", "role": "Analyst"}
    assert await posted(desk, "/_site/invitations", entry) == {"links": ["/invitations/NEW-1"]}
    page = await visit("/invitations/NEW-1", MAYA)

    await expect(page.get_by_role("heading", name="Join Tidewater")).to_be_visible()


async def test_behaviours_are_switched_on_and_off(desk: aiohttp.ClientSession, visit: Visit) -> None:
    await posted(desk, "/_site/behaviour", {"kind": "error500", "path": "/home", "value": 99})
    page = await visit("/home", MAYA)
    await expect(page.get_by_role("heading", name="Something went wrong")).to_be_visible()
    async with desk.delete("/_site/behaviour") as answer:
        assert answer.status == 200
    await page.reload()

    await expect(page.get_by_role("heading", name="Welcome back, Maya")).to_be_visible()


@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("/_site/members", [{"login": "x"}]),
        ("/_site/members", [WREN | {"status": "asleep"}]),
        ("/_site/behaviour", {"kind": "rude"}),
        ("/_site/invitations", {"code": "x"}),
        ("/_site/behaviour", "text"),
    ],
)
async def test_the_desk_refuses_what_it_does_not_understand(
    desk: aiohttp.ClientSession, path: str, data: object
) -> None:
    async with desk.post(path, json=data) as answer:
        assert answer.status == 400


async def test_the_books_name_the_account_of_every_entry(
    desk: aiohttp.ClientSession, site: PracticeSite
) -> None:
    site.state.books.publish(site.state.books.start_draft(MAYA.login, "Walnut"))
    site.state.books.found_business("Northside Foods", MAYA.login)
    async with desk.get("/_books") as answer:
        books = await answer.json()

    assert set(books) == {"accounts", "pages", "businesses", "memberships", "notifications"}
    assert all(entry["login"] for entries in books.values() for entry in entries)


async def test_a_form_without_its_token_is_refused(desk: aiohttp.ClientSession, site: PracticeSite) -> None:
    cookie = site.session_for(MAYA.login)["cookies"][0]
    headers = {"Cookie": f"{cookie['name']}={cookie['value']}"}
    async with desk.post("/pages/create", data={"name": "Forged"}, headers=headers) as answer:
        assert answer.status == 403
        assert "This form has expired" in await answer.text()
