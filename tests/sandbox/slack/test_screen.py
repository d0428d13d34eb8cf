"""What people can and cannot do at the page."""

from typing import Any

import pytest
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.slack import LocalSlack, Person, workspace
from bot.sandbox.slack.finding import NotFound
from bot.sandbox.slack.manifest import SlashCommand
from bot.sandbox.slack.person import Refused

from .bots import socket_bot
from .drawings import actions, button, field, modal, option, section, select


async def test_a_selection_in_a_message_is_in_the_state_of_the_next_click(
    app: AsyncApp, ana: Person, client: AsyncWebClient
):
    got: list[Any] = []

    @app.action("tasks")
    async def picked(ack: Any) -> None:
        await ack()

    @app.action("cancel")
    async def cancel(ack: Any, body: Any) -> None:
        await ack()
        got.extend(body["state"]["values"]["picker"]["tasks"]["selected_options"])

    picker = select("Select tasks", "tasks", "#1", "#2", "#3", kind="multi_static_select")
    blocks = [actions(picker, button("Cancel", "cancel"), block_id="picker")]
    await client.chat_postMessage(channel="C0OPS", text="list", blocks=blocks)
    message = await ana.wait_for_message("Select tasks")
    await ana.select(message, "Select tasks", ["#1", "#3"])
    await ana.click(message, "Cancel")

    assert [chosen["value"] for chosen in got] == ["#1", "#3"]


async def test_a_control_that_was_redrawn_away_does_nothing(
    ana: Person, client: AsyncWebClient, slack: LocalSlack
):
    posted = await client.chat_postMessage(channel="C0OPS", text="x", blocks=[actions(button("Go", "go"))])
    stale = await ana.wait_for_message("[Go]")
    await client.chat_update(channel="C0OPS", ts=posted["ts"], text="gone", blocks=[section("gone")])

    with pytest.raises(Refused, match="not there any more"):
        await ana.click(stale, "Go")
    assert slack.books()["deliveries"] == []


async def test_options_nobody_offered_cannot_be_chosen(ana: Person, client: AsyncWebClient):
    await client.chat_postMessage(
        channel="C0OPS", text="x", blocks=[actions(select("Pick", "pick", "A"), block_id="b")]
    )
    message = await ana.wait_for_message("Pick")
    forged = message | {"blocks": [actions(select("Pick", "pick", "Z"), block_id="b")]}

    with pytest.raises(Refused, match="no option with the value 'z'"):
        await ana.select(forged, "Pick", "Z")


async def test_a_button_for_ben_is_not_for_ana(ana: Person, client: AsyncWebClient):
    only_ben = button("Go", "go", visible_to_user_ids=["U0BEN"])
    await client.chat_postMessage(channel="C0OPS", text="x", blocks=[actions(only_ben)])

    with pytest.raises(Refused, match="not for you"):
        await ana.click(await ana.wait_for_message("[Go]"), "Go")


async def test_a_click_nobody_takes_shows_trouble(ana: Person, client: AsyncWebClient):
    await client.chat_postMessage(channel="C0OPS", text="x", blocks=[actions(button("Go", "go"))])

    await ana.click(await ana.wait_for_message("[Go]"), "Go")

    assert ana.toasts == ["We had some trouble connecting. Try again?"]


async def test_what_cannot_be_found_is_said_with_what_is_there(ana: Person, client: AsyncWebClient):
    await client.chat_postMessage(channel="C0OPS", text="x", blocks=[actions(button("Go", "go"))])
    message = await ana.wait_for_message("[Go]")

    with pytest.raises(NotFound, match=r"no button reads 'Stop'; there are \['Go'\]"):
        await ana.click(message, "Stop")
    with pytest.raises(NotFound, match="not seen within"):
        await ana.wait_for_message("Stop", seconds=0.01)


@pytest.mark.parametrize(
    ("typed", "received"),
    [
        ("by:@ben in #general", "by:<@U0BEN|ben> in <#C0GENERAL|general>"),
        ("account:ann1@example.com", "account:<mailto:ann1@example.com|ann1@example.com>"),
        ("`ann1@example.com` ann@ben", "`ann1@example.com` ann@ben"),
        ("site.example, x.csv", "<http://site.example|site.example>, x.csv"),
        ("https://x.example/a?b=1&c=2.", "<https://x.example/a?b=1&amp;c=2>."),
        ("a<b & c", "a&lt;b &amp; c"),
    ],
)
async def test_names_and_addresses_in_commands_are_escaped_if_the_manifest_says_so(typed: str, received: str):
    heard: list[str] = []
    command = SlashCommand(command="/tasks", description="x", should_escape=True)
    async with LocalSlack(workspace(commands=(command,))) as slack, socket_bot(slack) as app:

        @app.command("/tasks")
        async def tasks(ack: Any, command: Any) -> None:
            await ack()
            heard.append(command["text"])

        async with Person(slack.url, "U0ANA") as ana:
            await ana.say(f"/tasks {typed}")
            assert heard == [received]


async def test_subscribed_events_arrive_and_others_do_not():
    async with LocalSlack(workspace(events=("message.im",))) as slack, socket_bot(slack) as app:

        @app.event("message")
        async def message(event: Any, say: Any) -> None:
            await say(f"you said {event['text']}")

        async with Person(slack.url, "U0ANA") as ana:
            await ana.say("out loud")
            await ana.say("hello", channel="D0ANA")
            await ana.wait_for_message("you said hello", channel="D0ANA")
            kinds = [entry["kind"] for entry in slack.books()["deliveries"]]
            assert kinds == ["message"]


async def test_a_file_in_a_form_reaches_the_app(
    app: AsyncApp, ana: Person, slack: LocalSlack, client: AsyncWebClient
):
    got: list[Any] = []
    chooser = {"type": "file_input", "action_id": "csv"}

    @app.shortcut("new_tasks")
    async def new_tasks(ack: Any, body: Any, client: Any) -> None:
        await ack()
        view = modal("Import", field("CSV", chooser, block_id="csv"))
        await client.views_open(trigger_id=body["trigger_id"], view=view)

    @app.view("form")
    async def submitted(ack: Any, view: Any) -> None:
        await ack()
        got.extend(view["state"]["values"]["csv"]["csv"]["files"])

    await ana.shortcut("New tasks")
    view = await ana.wait_for_view("Import")
    await ana.fill(view, {"CSV": [await ana.upload("accounts.csv", b"a,b\n")]})
    assert await ana.submit(view) is None

    headers = {"Authorization": f"Bearer {slack.workspace.bot_token}"}
    async with client.session.get(got[0]["url_private"], headers=headers) as response:
        assert await response.read() == b"a,b\n"


async def test_somebody_who_comes_later_sees_what_is_there(client: AsyncWebClient, slack: LocalSlack):
    parent = await client.chat_postMessage(channel="C0OPS", text="parent")
    await client.chat_postMessage(channel="C0OPS", text="reply", thread_ts=parent["ts"])

    async with Person(slack.url, "U0CHEN") as chen:
        first, second = chen.messages()
        assert first["reply_count"] == 1
        assert chen.thread(first) == [second]


async def test_options_may_come_in_groups(app: AsyncApp, ana: Person, client: AsyncWebClient):
    picked: list[str] = []

    @app.options("find")
    async def offered(ack: Any) -> None:
        label = {"type": "plain_text", "text": "Group"}
        await ack(option_groups=[{"label": label, "options": [option("#4711 check", "4711")]}])

    @app.action("find")
    async def found(ack: Any, payload: Any) -> None:
        await ack()
        picked.append(payload["selected_option"]["value"])

    search = select("Find a task", "find", kind="external_select") | {"min_query_length": 1}
    await client.chat_postMessage(channel="C0OPS", text="x", blocks=[actions(search)])
    await ana.select(await ana.wait_for_message("Find a task"), "Find a task", "#4711")

    assert picked == ["4711"]
