"""Logging in: what lets people in, what does not, and where held accounts end up."""

import pytest
from playwright.async_api import Page, expect

from bot.sandbox.site import PracticeSite
from tests.sandbox.site.conftest import INES, MAYA, OMAR, Visit

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def log_in(page: Page, login: str, password: str) -> None:
    await page.get_by_label("Email or user ID").fill(login)
    await page.get_by_label("Password").fill(password)
    await page.get_by_role("button", name="Log in").click()


async def test_the_front_door_leads_to_the_log_in(visit: Visit) -> None:
    page = await visit("/")

    assert page.url.endswith("/login")
    await expect(page.get_by_role("heading", name="Log in to Commons", level=1)).to_be_visible()


@pytest.mark.parametrize("login", [MAYA.login, MAYA.user_id])
async def test_email_and_user_id_both_let_a_member_in(site: PracticeSite, visit: Visit, login: str) -> None:
    page = await visit("/login")
    await log_in(page, login, MAYA.password)

    await expect(page.get_by_role("heading", name="Welcome back, Maya", level=1)).to_be_visible()
    account = page.get_by_label("Account", exact=True)
    await expect(account).to_contain_text(MAYA.login)
    await expect(account).to_contain_text(f"ID {MAYA.user_id}")
    assert site.books()["accounts"][0]["logins_ok"] == 1
    assert site.books()["accounts"][0]["sessions"] == 1


async def test_a_wrong_password_is_told_and_counted(site: PracticeSite, visit: Visit) -> None:
    page = await visit("/login")
    await log_in(page, MAYA.login, "guess")

    await expect(page.get_by_role("alert")).to_have_text("The password you entered is incorrect.")
    assert site.books()["accounts"][0] | {"logins_failed": 1, "sessions": 0} == site.books()["accounts"][0]


async def test_an_unknown_login_is_told(visit: Visit) -> None:
    page = await visit("/login")
    await log_in(page, "<b>nobody</b>", "guess")

    await expect(page.get_by_role("alert")).to_have_text("No account matches that login.")
    await expect(page.get_by_label("Email or user ID")).to_have_value("<b>nobody</b>")


@pytest.mark.parametrize("path", ["/", "/home", "/pages/create", "/notifications", "/invitations/LAKE-1"])
async def test_an_expired_session_is_told_on_any_page(visit: Visit, path: str) -> None:
    page = await visit(path, MAYA, expired=True)

    assert page.url.endswith("/login?reason=expired")
    await expect(page.get_by_role("alert")).to_have_text("Your session has expired. Log in again.")


async def test_a_new_log_in_mends_an_expired_session(visit: Visit) -> None:
    page = await visit("/home", MAYA, expired=True)
    await log_in(page, MAYA.login, MAYA.password)

    await expect(page.get_by_role("heading", name="Welcome back, Maya")).to_be_visible()


@pytest.mark.parametrize("path", ["/", "/home", "/pages", "/disabled"])
async def test_a_checkpoint_stands_before_every_page(visit: Visit, path: str) -> None:
    page = await visit(path, OMAR)

    assert page.url.endswith("/checkpoint")
    await expect(page.get_by_role("heading", name="Confirm your identity", level=1)).to_be_visible()
    await expect(page.get_by_text("We noticed unusual activity on this account.")).to_be_visible()


async def test_no_code_passes_the_checkpoint(visit: Visit) -> None:
    page = await visit("/login")
    await log_in(page, OMAR.login, OMAR.password)
    await page.get_by_label("Security code").fill("123456")
    await page.get_by_role("button", name="Continue").click()

    await expect(page.get_by_role("alert")).to_contain_text("That code is not correct.")


async def test_a_disabled_account_sees_that_it_is_disabled(visit: Visit) -> None:
    page = await visit("/login")
    await log_in(page, INES.login, INES.password)

    await expect(page.get_by_role("heading", name="Your account is disabled", level=1)).to_be_visible()
    assert page.url.endswith("/disabled")


async def test_logging_out_ends_the_session(site: PracticeSite, visit: Visit) -> None:
    page = await visit("/home", MAYA)
    await page.get_by_role("button", name="Log out").click()

    await expect(page.get_by_role("heading", name="Log in to Commons")).to_be_visible()
    assert site.books()["accounts"][0]["sessions"] == 0
