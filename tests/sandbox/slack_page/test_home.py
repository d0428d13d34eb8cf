"""The Home tab at the page: what stands on it, and what the app hears of it."""

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import expect

from bot.demo.actor import PATIENCE, Desk
from bot.sandbox.slack import LocalSlack
from models.domain.lifecycle import Status
from models.secrets.sealing import Sealer
from models.tables.tasks import Task
from tests.factories import waiting_tasks
from tests.sandbox.slack.bots import socket_bot
from tests.sandbox.slack.drawings import actions, button, data_table, home, option, plain, select
from tests.sandbox.slack_page.conftest import OpenDesk

pytestmark = pytest.mark.asyncio(loop_scope="session")
Hear = Callable[[], Awaitable[dict[str, Any]]]


@pytest_asyncio.fixture(loop_scope="session")
async def hear(slack: LocalSlack) -> AsyncIterator[Hear]:
    """The next event of an app that has one of each control on everybody's Home tab."""
    events: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
    async with socket_bot(slack) as app:

        @app.event("app_home_opened")
        async def opened(event: dict[str, Any], client: Any) -> None:
            if event["tab"] == "home":
                await client.views_publish(user_id=event["user"], view=one_of_each())
            await events.put(event)

        @app.action(re.compile(""))
        async def acted(ack: Any, body: dict[str, Any]) -> None:
            await ack()
            await events.put(body)

        @app.options("town")
        @app.options("villages")
        async def offer(ack: Any, body: dict[str, Any]) -> None:
            found = [option(text) for text in ("Lima", "Quito") if text.startswith(body["value"])]
            await ack(option_groups=[{"label": plain("South"), "options": found}])

        yield lambda: asyncio.wait_for(events.get(), PATIENCE / 1000)


def one_of_each() -> dict[str, Any]:
    groups = [
        {"label": plain("North"), "options": [option("Oslo"), option("Riga")]},
        {"label": plain("South"), "options": [option("Rome")]},
    ]
    at_once = {"min_query_length": 0}
    return home(
        data_table(3),
        actions(
            select("Capital", "city") | {"option_groups": groups},
            select("Cities", "cities", kind="multi_static_select") | {"option_groups": groups},
            select("Town", "town", kind="external_select") | at_once,
            select("Villages", "villages", kind="multi_external_select") | at_once,
            block_id="picks",
        ),
        actions(
            {"type": "overflow", "action_id": "more", "options": [option("Copy"), option("Drop")]},
            button("Go", "go", value="7"),
            block_id="deeds",
        ),
    )


async def test_every_control_on_it_tells_the_app(desk: Desk, hear: Hear) -> None:
    shown = await desk.visit_home()
    await hear()
    await expect(shown.get_by_role("row")).to_have_count(4, timeout=PATIENCE)

    await desk.choose(shown, "Capital", "Rome")
    await desk.choose(shown, "Cities", "Oslo")
    await desk.choose(shown, "Cities", "Rome")
    await desk.choose(shown, "Town", "Quito")
    await desk.choose(shown, "Villages", "Lima", "Quito")
    await desk.pick(shown, "Drop")
    await desk.press(shown, "Go")

    deeds = [await hear() for _ in range(8)]
    told = {deed["actions"][0]["action_id"]: deed for deed in deeds}
    assert told["more"]["actions"][0]["selected_option"]["value"] == "drop"
    assert (told["go"]["actions"][0]["value"], told["go"]["view"]["type"]) == ("7", "home")
    picks = told["go"]["view"]["state"]["values"]["picks"]
    assert [picks[name]["selected_option"]["value"] for name in ("city", "town")] == ["rome", "quito"]
    many = [[one["value"] for one in picks[name]["selected_options"]] for name in ("cities", "villages")]
    assert many == [["oslo", "rome"], ["lima", "quito"]]


async def test_the_app_hears_of_each_visit_and_of_what_stands_there(desk: Desk, hear: Hear) -> None:
    tab = desk.page.get_by_role("tab")

    await desk.visit_home()
    first = await hear()
    await tab.filter(has_text="Messages").click()
    between = await hear()
    await tab.filter(has_text="Home").click()
    second = await hear()

    assert [visit["tab"] for visit in (first, between, second)] == ["home", "messages", "home"]
    assert [bool(visit.get("view")) for visit in (first, between, second)] == [False, False, True]


@pytest.mark.usefixtures("bot")
async def test_bellhops_list_is_used_on_it_and_found_again(
    desk: Desk, open_desk: OpenDesk, sealer: Sealer
) -> None:
    newest = (await waiting_tasks(30, sealer))[-1]
    shown = await desk.visit_home()
    await desk.press(shown, "Next")
    await expect(shown).to_contain_text("Page 2 of 2", timeout=PATIENCE)
    await desk.press(shown, "First")
    await expect(shown).to_contain_text("Page 1 of 2", timeout=PATIENCE)

    await desk.choose(shown, "Select tasks", f"#{newest}")
    await desk.press(shown, "Cancel execution")
    await desk.press(await desk.dialog("Cancel execution"), "Cancel execution")

    await expect(shown).to_contain_text("Canceled 1 · Skipped 0", timeout=PATIENCE)
    assert (await Task.get(id=newest)).status is Status.CANCELED
    again = await (await open_desk("U0ANA")).visit_home()
    await expect(again.get_by_role("row").nth(1)).to_contain_text("Canceled", timeout=PATIENCE)
