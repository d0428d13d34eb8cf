"""Hostile on demand: each behaviour spoils what it says, for whom it says, and nothing else."""

import asyncio
import time

import pytest
from playwright.async_api import Dialog, Error, expect
from playwright.async_api import TimeoutError as BrowserTimeoutError

from bot.sandbox.site import Behaviour, PracticeSite
from tests.sandbox.site.conftest import JONAS, MAYA, Fetch, Visit
from tests.sandbox.site.test_pages import name_it, to_review

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_slow_answers_late_and_only_the_account_it_names(site: PracticeSite, fetch: Fetch) -> None:
    site.behave(Behaviour(kind="slow", login=MAYA.login, path="/home", value=2_000))
    started = time.monotonic()
    await fetch("/home", JONAS)
    between = time.monotonic()
    await fetch("/home", MAYA)

    assert between - started < 1.5
    assert time.monotonic() - between >= 2


async def test_hang_never_answers_and_does_not_keep_the_site_open(site: PracticeSite, visit: Visit) -> None:
    site.behave(Behaviour(kind="hang", path="/notifications"))
    page = await visit("/home", MAYA)
    with pytest.raises(BrowserTimeoutError):
        await page.goto("/notifications", timeout=500)

    async with asyncio.timeout(5):
        await site.aclose()


async def test_error500_stops_after_its_times(site: PracticeSite, fetch: Fetch) -> None:
    site.behave(Behaviour(kind="error500", path="/pages", value=2))
    answers = [await fetch("/pages", MAYA) for _ in range(3)]

    assert [status for status, _, _ in answers] == [500, 500, 200]


async def test_redirect_loop_never_arrives(site: PracticeSite, visit: Visit) -> None:
    page = await visit("/home", MAYA)
    site.behave(Behaviour(kind="redirect_loop", path="/business"))

    with pytest.raises(Error, match="ERR_TOO_MANY_REDIRECTS"):
        await page.goto("/business")


async def test_drop_closes_the_connection(site: PracticeSite, visit: Visit) -> None:
    page = await visit("/home", MAYA)
    site.behave(Behaviour(kind="drop", path="/pages"))

    with pytest.raises(Error, match=r"ERR_(EMPTY_RESPONSE|CONNECTION_RESET|CONNECTION_CLOSED)"):
        await page.goto("/pages")


async def test_drop_after_the_work_loses_only_the_answer(site: PracticeSite, visit: Visit) -> None:
    page = await visit("/pages/create", MAYA)
    await to_review(page, "Lost answer")
    site.behave(Behaviour(kind="drop", path="/pages/create/review", method="POST", after=True))
    async with page.expect_event("requestfailed"):
        await page.get_by_role("button", name="Create page").click(no_wait_after=True)

    assert [entry["name"] for entry in site.books()["pages"]] == ["Lost answer"]


async def test_a_drop_with_times_is_not_repaired_by_the_browser(site: PracticeSite, visit: Visit) -> None:
    page = await visit("/home", MAYA)
    site.behave(Behaviour(kind="drop", path="/pages", times=1))
    with pytest.raises(Error, match="ERR_EMPTY_RESPONSE"):
        await page.goto("/pages")
    await page.wait_for_url("chrome-error://**")

    await page.goto("/pages")


@pytest.mark.parametrize(("value", "kind"), [(0, "alert"), (1, "confirm"), (2, "prompt")])
async def test_dialog_opens_on_load(site: PracticeSite, visit: Visit, value: int, kind: str) -> None:
    site.behave(Behaviour(kind="dialog", path="/pages", value=value))
    page = await visit("/home", MAYA)
    seen: list[str] = []

    async def dismiss(dialog: Dialog) -> None:
        seen.append(dialog.type)
        await dialog.dismiss()

    page.on("dialog", dismiss)
    await page.goto("/pages")

    assert seen == [kind]


async def test_reload_mid_form_loses_the_choice_once(site: PracticeSite, visit: Visit) -> None:
    site.behave(Behaviour(kind="reload_mid_form", path="/pages/create"))
    page = await visit("/pages/create", MAYA)
    await name_it(page, "Reloaded")
    async with page.expect_event("framenavigated"):
        await page.get_by_role("radio", name="Artist", exact=True).click()  # `check` would choose again

    await expect(page.get_by_role("radio", name="Artist", exact=True)).not_to_be_checked()
    await page.goto("/pages/create")
    await to_review(page, "Not again")


async def test_endless_script_leaves_a_page_that_does_not_answer(site: PracticeSite, visit: Visit) -> None:
    site.behave(Behaviour(kind="endless_script", path="/pages"))
    page = await visit("/home", MAYA)
    await page.goto("/pages", wait_until="commit")

    with pytest.raises(BrowserTimeoutError):
        await page.get_by_role("link", name="Create new page").click(timeout=700)


async def test_notification_dialog_can_be_sent_away(site: PracticeSite, visit: Visit) -> None:
    site.behave(Behaviour(kind="notification_dialog"))
    page = await visit("/home", MAYA)
    dialog = page.get_by_role("dialog", name="Turn on notifications")
    await expect(dialog).to_be_visible()
    await dialog.get_by_role("button", name="Not now").click()

    await expect(dialog).to_have_count(0)


async def test_the_log_in_of_one_account_can_be_spoiled(site: PracticeSite, visit: Visit) -> None:
    site.behave(Behaviour(kind="error500", login=MAYA.login, path="/login"))
    page = await visit("/login")
    await page.get_by_label("Email or user ID").fill(MAYA.user_id)
    await page.get_by_role("button", name="Log in").click()

    await expect(page.get_by_role("heading", name="Something went wrong")).to_be_visible()


async def test_calm_ends_every_behaviour(site: PracticeSite, fetch: Fetch) -> None:
    site.behave(Behaviour(kind="error500", value=9), Behaviour(kind="hang", path="/pages"))
    site.calm()
    status, path, text = await fetch("/pages", MAYA)

    assert (status, path) == (200, "/pages")
    assert "Your pages</h1>" in text
