"""The Home tab, shortcuts and overflow menus."""

from typing import Any

import pytest
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError

from bot.sandbox.slack import Person

from .drawings import (
    data_table,
    home,
    modal,
    option,
    section,
)


async def test_home_is_published_and_guarded_by_its_hash(app: AsyncApp, ana: Person, client: Any):
    @app.event("app_home_opened")
    async def opened(event: Any, client: Any) -> None:
        await client.views_publish(user_id=event["user"], view=home(section("Welcome"), data_table(2)))

    await ana.visit_home()
    first = await ana.wait_for_home("Welcome")
    await client.views_publish(user_id="U0ANA", view=home(section("Newer")), hash=first["hash"])
    with pytest.raises(SlackApiError, match="hash_conflict"):
        await client.views_publish(user_id="U0ANA", view=home(section("Older")), hash=first["hash"])

    assert ana.reads(await ana.wait_for_home("Newer")) == "Newer"


async def test_shortcuts_carry_a_trigger_and_the_message(app: AsyncApp, ana: Person, client: Any):
    got: list[Any] = []

    @app.shortcut("new_tasks")
    async def new_tasks(ack: Any, body: Any, client: Any) -> None:
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=modal("New tasks", section("x")))

    @app.shortcut("task_details")
    async def task_details(ack: Any, body: Any) -> None:
        await ack()
        got.append(body["message"]["metadata"]["event_payload"])

    about = {"event_type": "note", "event_payload": {"task": 7}}
    await client.chat_postMessage(channel="C0OPS", text="note", metadata=about)
    await ana.shortcut("Task details", await ana.wait_for_message("note"))
    await ana.shortcut("New tasks")
    await ana.wait_for_view("New tasks")

    assert got == [{"task": 7}]


async def test_an_overflow_menu_sends_the_chosen_entry(app: AsyncApp, ana: Person, client: Any):
    got: list[Any] = []
    menu = {
        "type": "overflow",
        "action_id": "row",
        "options": [option("Details", "d:1"), option("Retry", "r:1")],
    }

    @app.action("row")
    async def row(ack: Any, payload: Any) -> None:
        await ack()
        got.append(payload["selected_option"]["value"])

    await client.chat_postMessage(channel="C0OPS", text="row", blocks=[section("#1", accessory=menu)])
    await ana.click(await ana.wait_for_message("#1"), "Retry")

    assert got == ["r:1"]
