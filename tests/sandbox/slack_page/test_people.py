"""Who can be named and acted as on the page, and how user groups are read there."""

import re

import pytest
from playwright.async_api import expect

from bot.demo.actor import Desk
from bot.sandbox.slack import LocalSlack
from tests.sandbox.slack.bots import web_client
from tests.sandbox.slack_page.conftest import OpenDesk

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_group_is_read_by_its_handle_and_stands_out_for_who_is_in_it(
    slack: LocalSlack, open_desk: OpenDesk
) -> None:
    ana, chen = await open_desk("U0ANA"), await open_desk("U0CHEN")
    async with web_client(slack) as client:
        await client.chat_postMessage(channel="C0OPS", text="for <!subteam^S0OPS> and <!subteam^S0OLD|@old>")

    for desk, stands_out in ((ana, True), (chen, False)):
        message = await desk.newest("for @ops and @old")
        classes = await message.get_by_text("@ops", exact=True).get_attribute("class") or ""
        assert ("mention--me" in classes) is stands_out


async def test_a_group_that_is_typed_is_mentioned(slack: LocalSlack, desk: Desk) -> None:
    await desk.page.get_by_role("textbox", name=re.compile("Message")).press_sequentially("hello @nig")
    await desk.page.get_by_role("option", name="@night-shift").click()
    await desk.page.keyboard.press("Enter")

    await desk.newest("hello @night-shift")
    channel = next(one for one in slack.books()["channels"] if one["id"] == "C0OPS")
    assert channel["messages"][-1]["text"] == "hello <!subteam^S0NIGHT>"


async def test_strangers_and_those_who_left_are_not_offered_to_act_as(desk: Desk) -> None:
    await desk.page.get_by_role("button", name="Act as").click()

    await expect(desk.page.get_by_role("menuitem")).to_have_text(
        [re.compile(name) for name in ("Ana Ruiz", "Ben Osei", "Chen Li", "Gia Weber.*guest")]
    )


async def test_who_left_is_not_offered_to_be_named(desk: Desk) -> None:
    await desk.page.get_by_role("textbox", name=re.compile("Message")).press_sequentially("@")

    offered = desk.page.get_by_role("option")
    await expect(offered.filter(has_text="Sara Lund")).to_be_visible()
    await expect(offered.filter(has_text="Drew Hale")).to_have_count(0)
