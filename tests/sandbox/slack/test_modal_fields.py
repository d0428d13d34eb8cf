"""Fields of modals: what the app gets of each kind, and what an external select offers."""

from typing import Any

from slack_bolt.async_app import AsyncApp

from bot.sandbox.slack import Person

from .drawings import (
    actions,
    field,
    modal,
    option,
    select,
    text_field,
)
from .opening import opens

_KINDS = ("static_select", "multi_static_select", "checkboxes", "radio_buttons")


def _every_kind() -> list[Any]:
    """A field of each kind, named for it."""
    choices = {"action_id": "a", "options": [option("Red"), option("Blue")]}
    return [
        *[field(kind, {"type": kind, **choices}, block_id=kind) for kind in _KINDS],
        field("From", {"type": "datepicker", "action_id": "a"}, block_id="from"),
        field("By", {"type": "users_select", "action_id": "a"}, block_id="by"),
        field("Later", {"type": "datepicker", "action_id": "a"}, block_id="later", optional=True),
    ]


async def test_every_kind_of_field_reaches_the_app(app: AsyncApp, ana: Person):
    got: list[Any] = []
    opens(app, modal("Filters", *_every_kind()))

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
