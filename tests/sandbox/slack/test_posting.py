"""The Web API for messages, strict where Slack is strict."""

from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.slack import LocalSlack, Person, workspace

from .bots import web_client
from .drawings import actions, button, data_table, section


def error_of(caught: pytest.ExceptionInfo[SlackApiError]) -> dict[str, Any]:
    return caught.value.response.data  # pyright: ignore[reportReturnType]


async def test_a_posted_message_is_seen_by_everybody_with_ids_filled_in(client: AsyncWebClient, ben: Person):
    posted = await client.chat_postMessage(
        channel="C0OPS",
        text="hello",
        blocks=[
            section("*hello*"),
            actions({"type": "button", "text": {"type": "plain_text", "text": "Go"}}),
        ],
    )

    message = await ben.wait_for_message("*hello*")
    assert message["ts"] == posted["ts"]
    assert message["blocks"][0]["text"] == {"type": "mrkdwn", "text": "*hello*", "verbatim": False}
    assert message["blocks"][1]["block_id"]
    assert message["blocks"][1]["elements"][0]["action_id"]


@pytest.mark.parametrize(
    ("method", "arguments", "error"),
    [
        ("chat.postMessage", {"channel": "C0RANDOM", "text": "x"}, "not_in_channel"),
        ("chat.postMessage", {"channel": "C0NOWHERE", "text": "x"}, "channel_not_found"),
        ("chat.postMessage", {"channel": "C0OPS"}, "no_text"),
        ("chat.postMessage", {"channel": "C0OPS", "text": "x", "colour": "red"}, "invalid_arguments"),
        ("chat.postMessage", {"text": "x"}, "invalid_arguments"),
        ("chat.postMessage", {"channel": "C0OPS", "blocks": "[{"}, "invalid_blocks_format"),
        (
            "chat.postMessage",
            {"channel": "C0OPS", "text": "x", "metadata": {"a": 1}},
            "invalid_metadata_format",
        ),
        (
            "chat.postMessage",
            {"channel": "C0OPS", "text": "x", "markdown_text": "y"},
            "markdown_text_conflict",
        ),
        ("chat.postEphemeral", {"channel": "C0OPS", "user": "U0NOBODY", "text": "x"}, "user_not_in_channel"),
        ("chat.update", {"channel": "C0OPS", "ts": "1.000001", "text": "x"}, "message_not_found"),
        ("conversations.history", {"channel": "C0OPS"}, "missing_scope"),
        ("conversations.info", {"channel": "C0OPS"}, "missing_scope"),
        ("reactions.add", {"channel": "C0OPS", "name": "eyes", "timestamp": "1.0"}, "missing_scope"),
        ("users.info", {"user": "U0NOBODY"}, "user_not_found"),
        ("views.open", {"trigger_id": "1.2.3", "view": {"type": "modal"}}, "invalid_arguments"),
        ("files.info", {"file": "F0"}, "file_not_found"),
        ("apps.connections.open", {}, "not_allowed_token_type"),
        ("chat.shout", {}, "unknown_method"),
    ],
)
async def test_what_slack_refuses_is_refused_and_written_down(
    client: AsyncWebClient, slack: LocalSlack, method: str, arguments: dict[str, Any], error: str
):
    with pytest.raises(SlackApiError) as caught:
        await client.api_call(method, json=arguments)

    assert error_of(caught)["error"] == error
    assert slack.books()["refusals"][-1]["error"] == error
    assert slack.books()["calls"][-1]["error"] == error


async def test_a_missing_scope_says_what_is_needed_and_what_is_there(client: AsyncWebClient):
    with pytest.raises(SlackApiError) as caught:
        await client.conversations_history(channel="C0OPS")

    assert "channels:history" in error_of(caught)["needed"]
    assert "chat:write" in error_of(caught)["provided"]


@pytest.mark.parametrize(("token", "error"), [("", "not_authed"), ("xoxb-who", "invalid_auth")])
async def test_tokens_are_looked_at(slack: LocalSlack, token: str, error: str):
    async with web_client(slack, token or " ") as stranger:
        with pytest.raises(SlackApiError, match=error):
            await stranger.auth_test()


async def test_scopes_are_the_workspaces():
    granted = (*workspace().app.scopes, "channels:history", "channels:read", "reactions:write")
    async with LocalSlack(workspace(scopes=granted)) as slack, web_client(slack) as client:
        parent = await client.chat_postMessage(channel="C0OPS", text="parent")
        await client.chat_postMessage(channel="C0OPS", text="reply", thread_ts=parent["ts"])
        await client.reactions_add(channel="C0OPS", name="eyes", timestamp=parent["ts"])

        history = (await client.conversations_history(channel="C0OPS"))["messages"]
        replies = (await client.conversations_replies(channel="C0OPS", ts=parent["ts"]))["messages"]
        assert [(message["text"], message["reply_count"]) for message in history] == [("parent", 1)]
        assert [message["text"] for message in replies] == ["parent", "reply"]
        with pytest.raises(SlackApiError, match="thread_not_found"):
            await client.conversations_replies(channel="C0OPS", ts="1.000001")
        with pytest.raises(SlackApiError, match="already_reacted"):
            await client.reactions_add(channel="C0OPS", name="eyes", timestamp=parent["ts"])


async def test_an_update_without_blocks_leaves_the_old_ones(client: AsyncWebClient, ana: Person):
    posted = await client.chat_postMessage(channel="C0OPS", text="old", blocks=[section("drawn")])
    place = {"channel": "C0OPS", "ts": posted["ts"]}

    await client.chat_update(**place, text="new")
    kept = await ana.wait_for_message(lambda message: message["text"] == "new")
    await client.chat_update(**place, text="newest", blocks=[])

    assert ana.reads(kept) == "drawn"
    assert "blocks" not in await ana.wait_for_message("newest")


async def test_long_texts(client: AsyncWebClient):
    posted = await client.chat_postMessage(channel="C0OPS", text="x" * 50_000)
    assert len(posted["message"]["text"]) == 40_000

    with pytest.raises(SlackApiError, match="msg_too_long"):
        await client.chat_update(channel="C0OPS", ts=posted["ts"], text="x" * 4001)
    with pytest.raises(SlackApiError, match="msg_blocks_too_long"):
        await client.chat_postMessage(
            channel="C0OPS", text="x", blocks=[section("y" * 2500) for _ in range(5)]
        )


async def test_tables_do_not_count_as_long_text(client: AsyncWebClient):
    wide = data_table(rows=100, columns=10, cell="y" * 19)

    assert (await client.chat_postMessage(channel="C0OPS", text="x", blocks=[wide]))["ok"]


async def test_an_ephemeral_message_cannot_be_updated(client: AsyncWebClient, ana: Person, ben: Person):
    posted = await client.chat_postEphemeral(channel="C0OPS", user="U0ANA", text="psst")
    await ana.wait_for_message("psst")

    with pytest.raises(SlackApiError, match="message_not_found"):
        await client.chat_update(channel="C0OPS", ts=posted["message_ts"], text="x")
    assert ben.messages() == []


async def test_only_its_own_messages_may_be_changed(client: AsyncWebClient, ana: Person):
    await ana.say("mine")
    mine = ana.messages()[-1]

    with pytest.raises(SlackApiError, match="cant_update_message"):
        await client.chat_update(channel="C0OPS", ts=mine["ts"], text="x")
    with pytest.raises(SlackApiError, match="cant_delete_message"):
        await client.chat_delete(channel="C0OPS", ts=mine["ts"])


async def test_a_deleted_message_is_gone_from_screens_and_kept_in_the_books(
    client: AsyncWebClient, ana: Person, slack: LocalSlack
):
    posted = await client.chat_postMessage(channel="C0OPS", text="oops")
    await ana.wait_for_message("oops")

    await client.chat_delete(channel="C0OPS", ts=posted["ts"])

    await ana.see(lambda: not ana.messages())
    ops = next(room for room in slack.books()["channels"] if room["id"] == "C0OPS")
    assert ops["messages"][0]["deleted"] is True


async def test_a_direct_message_reaches_one_person(client: AsyncWebClient, ana: Person, ben: Person):
    opened = await client.conversations_open(users=["U0ANA"])
    direct = opened["channel"]["id"]

    await client.chat_postMessage(channel=direct, text="just you")

    assert (await ana.wait_for_message("just you", channel=direct))["channel"] == direct
    assert [channel["id"] for channel in ben.memory.channels if channel["is_im"]] != [direct]


async def test_buttons_with_the_same_action_id_in_one_block_are_refused(client: AsyncWebClient):
    twice = actions(button("A", "go"), button("B", "go"))

    with pytest.raises(SlackApiError) as caught:
        await client.chat_postMessage(channel="C0OPS", text="x", blocks=[twice])

    assert error_of(caught)["error"] == "invalid_blocks"
    assert error_of(caught)["errors"] == [
        "`action_id` go already exists [json-pointer:/blocks/0/elements/1/action_id]"
    ]


async def test_permalinks_lead_back(client: AsyncWebClient, slack: LocalSlack):
    posted = await client.chat_postMessage(channel="C0OPS", text="x")

    link = await client.chat_getPermalink(channel="C0OPS", message_ts=posted["ts"])

    assert link["permalink"] == f"{slack.url}/archives/C0OPS/p{posted['ts'].replace('.', '')}"
