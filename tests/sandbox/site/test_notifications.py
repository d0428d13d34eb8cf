"""Notification settings: eight switches that flip when the site has saved them."""

import pytest
from playwright.async_api import expect

from bot.sandbox.practice.books import kinds_switched_on
from bot.sandbox.practice.records import NOTIFICATION_KINDS
from bot.sandbox.site import Behaviour, PracticeSite
from tests.sandbox.site.conftest import MAYA, Visit

pytestmark = pytest.mark.asyncio(loop_scope="session")


def switches_on(site: PracticeSite) -> set[str]:
    entries = site.books()["notifications"]
    return {entry["kind"] for entry in entries if entry["login"] == MAYA.login and entry["on"]}


async def test_five_to_eight_kinds_are_on_at_first() -> None:
    counts = {len(kinds_switched_on(str(100012345678900 + number))) for number in range(200)}

    assert counts == {5, 6, 7, 8}


async def test_the_switches_show_what_the_books_say(site: PracticeSite, visit: Visit) -> None:
    page = await visit("/notifications", MAYA)

    for kind in NOTIFICATION_KINDS:
        wanted = "true" if kind in kinds_switched_on(MAYA.user_id) else "false"
        await expect(page.get_by_role("switch", name=kind)).to_have_attribute("aria-checked", wanted)


async def test_all_switches_can_be_turned_off(site: PracticeSite, visit: Visit) -> None:
    page = await visit("/notifications", MAYA)
    for kind in switches_on(site):
        await page.get_by_role("switch", name=kind, exact=True).click()
        await expect(page.get_by_role("switch", name=kind, exact=True)).to_have_attribute(
            "aria-checked", "false"
        )

    assert switches_on(site) == set()
    await page.reload()
    await expect(page.get_by_role("switch", checked=True)).to_have_count(0)


async def test_a_switch_waits_for_the_site_before_it_flips(site: PracticeSite, visit: Visit) -> None:
    site.behave(Behaviour(kind="slow", path="/notifications/", value=400))
    page = await visit("/notifications", MAYA)
    kind = min(switches_on(site))
    switch = page.get_by_role("switch", name=kind, exact=True)
    await switch.click()

    await expect(switch).to_have_attribute("aria-busy", "true")
    await expect(switch).to_have_attribute("aria-checked", "true")
    await expect(switch).to_have_attribute("aria-checked", "false")
    assert kind not in switches_on(site)


async def test_a_switch_that_could_not_be_saved_stays_and_says_so(site: PracticeSite, visit: Visit) -> None:
    site.behave(Behaviour(kind="error500", path="/notifications/", value=1))
    page = await visit("/notifications", MAYA)
    switch = page.get_by_role("switch", name=min(switches_on(site)), exact=True)
    await switch.click()

    await expect(page.get_by_role("alert")).to_have_text("We could not save that. Try again.")
    await expect(switch).to_have_attribute("aria-checked", "true")


async def test_a_session_that_expires_meanwhile_leads_to_the_log_in(site: PracticeSite, visit: Visit) -> None:
    page = await visit("/notifications", MAYA)
    site.state.sessions.expire(MAYA.login)
    await page.get_by_role("switch").first.click()

    await expect(page.get_by_role("alert")).to_have_text("Your session has expired. Log in again.")
