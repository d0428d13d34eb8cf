"""The second step of a log-in at the site: a code counts once, and bad ones lock it for a while."""

import time

import pyotp
import pytest
from playwright.async_api import expect

from bot.sandbox.practice.codes import Codes
from bot.sandbox.site import Member, PracticeSite
from tests.sandbox.site.conftest import Visit
from tests.sandbox.site.test_login import log_in

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
WREN = Member(login="wren", user_id="100012345678990", password="feather-4", name="Wren", totp=SECRET)
NOW = 1_800_000_015.0


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    now = [NOW]
    monkeypatch.setattr(time, "time", lambda: now[0])
    return now


def _code(moment: float) -> str:
    return pyotp.TOTP(SECRET).at(moment)


def test_a_code_is_right_once_in_its_window_and_in_the_next_one(clock: list[float]) -> None:
    codes = Codes()

    assert codes.judge(WREN, _code(NOW - 60)) == "wrong"
    assert codes.judge(WREN, _code(NOW - 30)) == "right"
    assert codes.judge(WREN, _code(NOW)) == "right"
    assert codes.judge(WREN, _code(NOW)) == "wrong"


def test_bad_codes_in_a_row_lock_it_for_a_while(clock: list[float]) -> None:
    codes = Codes()

    assert [codes.judge(WREN, "000000") for _ in range(3)] == ["wrong", "wrong", "locked"]
    assert codes.judge(WREN, _code(NOW)) == "locked"
    clock[0] += WREN.lock_seconds
    assert codes.judge(WREN, _code(clock[0])) == "right"


@pytest.mark.asyncio(loop_scope="session")
async def test_a_right_password_leads_to_the_code_and_nowhere_else(site: PracticeSite, visit: Visit) -> None:
    site.state.books.enrol(WREN)
    page = await visit("/login")
    await log_in(page, WREN.login, WREN.password)
    await expect(page.get_by_role("heading", name="Enter your code")).to_be_visible()
    await page.goto("/pages")
    await page.get_by_label("Login code").fill("000000")
    await page.get_by_role("button", name="Continue").click()
    await expect(page.get_by_role("alert")).to_have_text("That code is not correct.")
    assert site.books()["accounts"][-1]["sessions"] == 0

    await page.get_by_label("Login code").fill(_code(time.time()))
    await page.get_by_role("button", name="Continue").click()

    await expect(page.get_by_role("heading", name="Welcome back, Wren")).to_be_visible()
    assert site.books()["accounts"][-1]["codes_ok"] == 1
