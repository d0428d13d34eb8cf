"""Modals: opened, filled in, refused, updated, pushed, cleared and closed."""

from typing import Any

import pytest
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError

from bot.sandbox.slack import LocalSlack, Person

from .drawings import (
    actions,
    button,
    data_table,
    modal,
    section,
    text_field,
)
from .opening import opens


async def test_required_inputs_are_asked_for_before_the_app_hears(
    app: AsyncApp, ana: Person, slack: LocalSlack
):
    opens(app, modal("New tasks", text_field("Name", "name")))

    await ana.say("/tasks")
    view = await ana.wait_for_view("New tasks")

    assert await ana.submit(view) == {"Name": "Please complete this required field."}
    assert [entry["kind"] for entry in slack.books()["deliveries"]] == ["slash_commands"]


async def test_field_errors_of_the_app_come_back_by_label(app: AsyncApp, ana: Person):
    opens(app, modal("New tasks", text_field("Name", "name")))

    @app.view("form")
    async def submitted(ack: Any, view: Any) -> None:
        typed = view["state"]["values"]["name"]["text"]["value"]
        await ack(
            response_action="errors", errors={"name": f"{typed} is taken"}
        ) if typed == "Ada" else await ack()

    await ana.say("/tasks")
    view = await ana.wait_for_view("New tasks")
    await ana.fill(view, {"Name": "Ada"})
    assert await ana.submit(view) == {"Name": "Ada is taken"}
    await ana.fill(view, {"Name": "Grace"})

    assert await ana.submit(view) is None
    assert ana.views == []


async def test_errors_for_blocks_that_are_not_inputs_are_trouble(
    app: AsyncApp, ana: Person, slack: LocalSlack
):
    opens(app, modal("New tasks", text_field("Name", "name", initial_value="Ada")))

    @app.view("form")
    async def submitted(ack: Any) -> None:
        await ack(response_action="errors", errors={"nowhere": "?"})

    await ana.say("/tasks")
    answer = await ana.submit(await ana.wait_for_view("New tasks"))

    assert answer == {"": "We had some trouble connecting. Try again?"}
    assert slack.books()["refusals"][0]["error"] == "invalid_errors"


async def test_update_keeps_the_view_and_changes_its_hash(app: AsyncApp, ana: Person):
    opens(app, modal("Step 1", text_field("Name", "name")))

    @app.view("form")
    async def submitted(ack: Any) -> None:
        await ack(response_action="update", view=modal("Step 2", section("Sure?"), callback_id="second"))

    await ana.say("/tasks")
    first = await ana.wait_for_view("Step 1")
    await ana.fill(first, {"Name": "Ada"})
    await ana.submit(first)
    second = await ana.wait_for_view("Step 2")

    assert second["id"] == first["id"]
    assert second["hash"] != first["hash"]


async def test_clear_takes_the_whole_stack(app: AsyncApp, ana: Person):
    opens(app, modal("Below", actions(button("More", "more"))))

    @app.action("more")
    async def more(ack: Any, body: Any, client: Any) -> None:
        await ack()
        await client.views_push(
            trigger_id=body["trigger_id"], view=modal("Above", section("x"), callback_id="top")
        )

    @app.view("top")
    async def submitted(ack: Any) -> None:
        await ack(response_action="clear")

    await ana.say("/tasks")
    await ana.click(await ana.wait_for_view("Below"), "More")
    above = await ana.wait_for_view("Above")
    assert [view["id"] for view in ana.views] == [above["previous_view_id"], above["id"]]
    await ana.submit(above)

    assert ana.views == []


async def test_a_fourth_view_is_too_many(app: AsyncApp, ana: Person, slack: LocalSlack):
    opens(app, modal("1", actions(button("More", "more"))))

    @app.action("more")
    async def more(ack: Any, body: Any, client: Any) -> None:
        await ack()
        view = modal(str(len(ana.views) + 1), actions(button("More", "more")))
        await client.views_push(trigger_id=body["trigger_id"], view=view)

    await ana.say("/tasks")
    for title in ("1", "2", "3"):
        await ana.click(await ana.wait_for_view(title), "More")

    await slack.refusal("push_limit_reached")
    assert len(ana.views) == 3


async def test_closing_is_told_only_when_asked_for(app: AsyncApp, ana: Person):
    told: list[Any] = []
    opens(app, modal("New tasks", section("x"), notify_on_close=True))

    @app.view_closed("form")
    async def closed(ack: Any, body: Any) -> None:
        await ack()
        told.append(body["is_cleared"])

    await ana.say("/tasks")
    await ana.close(await ana.wait_for_view("New tasks"))

    assert told == [False]
    assert ana.views == []


async def test_a_trigger_works_once(app: AsyncApp, ana: Person):
    errors: list[str] = []

    @app.command("/tasks")
    async def tasks(ack: Any, client: Any, command: Any) -> None:
        await ack()
        await client.views_open(trigger_id=command["trigger_id"], view=modal("A", section("x")))
        with pytest.raises(SlackApiError) as caught:
            await client.views_open(trigger_id=command["trigger_id"], view=modal("B", section("x")))
        errors.append(caught.value.response["error"])
        await client.chat_postMessage(channel="C0OPS", text="done")

    await ana.say("/tasks")
    await ana.wait_for_message("done")

    assert errors == ["exchanged_trigger_id"]


async def test_a_data_table_in_a_modal_is_refused(app: AsyncApp, ana: Person, slack: LocalSlack):
    opens(app, modal("Tasks", data_table()))

    await ana.say("/tasks")
    refusal = await slack.refusal("invalid_arguments")

    assert refusal["detail"] == "unsupported type: data_table [json-pointer:/view/blocks/0/type]"
