"""Modals: opened, filled in, refused, updated, pushed, cleared and closed."""

from contextlib import suppress
from typing import Any

import pytest
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError

from bot.sandbox.slack import LocalSlack, Person

from .drawings import (
    actions,
    button,
    data_table,
    field,
    home,
    modal,
    option,
    section,
    select,
    text_field,
)


def opens(app: AsyncApp, view: dict[str, Any]) -> None:
    """`/tasks` opens this view."""

    @app.command("/tasks")
    async def tasks(ack: Any, client: Any, command: Any) -> None:
        await ack()
        with suppress(SlackApiError):
            await client.views_open(trigger_id=command["trigger_id"], view=view)


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


async def test_every_kind_of_field_reaches_the_app(app: AsyncApp, ana: Person):
    got: list[Any] = []
    kinds = ("static_select", "multi_static_select", "checkboxes", "radio_buttons")
    opens(
        app,
        modal(
            "Filters",
            *[
                field(
                    kind,
                    {"type": kind, "action_id": "a", "options": [option("Red"), option("Blue")]},
                    block_id=kind,
                )
                for kind in kinds
            ],
            field("From", {"type": "datepicker", "action_id": "a"}, block_id="from"),
            field("By", {"type": "users_select", "action_id": "a"}, block_id="by"),
            field("Later", {"type": "datepicker", "action_id": "a"}, block_id="later", optional=True),
        ),
    )

    @app.view("form")
    async def submitted(ack: Any, view: Any) -> None:
        await ack()
        got.append({block: entry["a"] for block, entry in view["state"]["values"].items()})

    await ana.say("/tasks")
    view = await ana.wait_for_view("Filters")
    await ana.fill(view, {"static_select": "Red", "radio_buttons": "Blue", "From": "2026-11-01", "By": "ben"})
    await ana.fill(view, {"multi_static_select": ["Red", "Blue"], "checkboxes": ["Blue"]})
    assert await ana.submit(view) is None

    assert got[0]["static_select"]["selected_option"]["value"] == "red"
    assert [chosen["value"] for chosen in got[0]["multi_static_select"]["selected_options"]] == [
        "red",
        "blue",
    ]
    assert got[0]["checkboxes"]["selected_options"][0]["text"] == {
        "type": "plain_text",
        "text": "Blue",
        "emoji": True,
    }
    assert got[0]["by"] == {"type": "users_select", "selected_user": "U0BEN"}
    assert got[0]["later"] == {"type": "datepicker", "selected_date": None}


async def test_an_external_select_offers_what_the_app_suggests(app: AsyncApp, ana: Person):
    got: list[Any] = []
    element = select("Find a task", "find", kind="multi_external_select") | {"min_query_length": 1}
    opens(app, modal("Pick", field("Tasks", element, block_id="tasks")))

    @app.options("find")
    async def options(ack: Any, payload: Any) -> None:
        await ack(options=[option(f"#{payload['value']} check"), option("#99 other")])

    @app.view("form")
    async def submitted(ack: Any, view: Any) -> None:
        await ack()
        got.extend(view["state"]["values"]["tasks"]["find"]["selected_options"])

    await ana.say("/tasks")
    view = await ana.wait_for_view("Pick")
    await ana.fill(view, {"Tasks": ["#99 other"]})
    assert await ana.submit(view) is None

    assert [chosen["value"] for chosen in got] == ["#99 other"]


async def test_a_select_in_a_modal_tells_the_app_at_once_with_the_whole_state(app: AsyncApp, ana: Person):
    got: list[Any] = []
    opens(app, modal("Pick", text_field("Name", "name"), actions(select("Kind", "kind", "Check", "Page"))))

    @app.action("kind")
    async def kind(ack: Any, body: Any) -> None:
        await ack()
        got.append(body)

    await ana.say("/tasks")
    view = await ana.wait_for_view("Pick")
    await ana.fill(view, {"Name": "Ada", "Kind": "Page"})

    assert got[0]["actions"][0]["selected_option"]["value"] == "page"
    assert got[0]["view"]["state"]["values"]["name"]["text"]["value"] == "Ada"
    assert got[0]["container"] == {"type": "view", "view_id": view["id"]}


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
