"""User groups: who is in them, and how they are mentioned."""

from dataclasses import replace
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.slack import LocalSlack, Person, workspace
from bot.sandbox.slack.manifest import SlashCommand

from .bots import socket_bot, web_client
from .drawings import section


async def listed(client: AsyncWebClient, **wanted: Any) -> dict[str, dict[str, Any]]:
    groups: list[dict[str, Any]] = (await client.usergroups_list(**wanted))["usergroups"]
    return {group["id"]: group for group in groups}


async def members(client: AsyncWebClient, group: str, **wanted: Any) -> list[str]:
    users: list[str] = (await client.usergroups_users_list(usergroup=group, **wanted))["users"]
    return users


async def test_groups_are_listed_without_their_members(client: AsyncWebClient):
    ops = (await listed(client))["S0OPS"]

    assert (ops["handle"], ops["name"], ops["is_usergroup"], ops["date_delete"]) == (
        "ops",
        "Operations",
        True,
        0,
    )
    assert not {"users", "user_count"} & set(ops)


async def test_members_and_their_number_are_listed_when_asked_for(client: AsyncWebClient):
    ops = (await listed(client, include_users=True, include_count=True))["S0OPS"]

    assert (ops["users"], ops["user_count"]) == (["U0ANA", "U0BEN"], 2)


async def test_who_is_in_a_group_can_change(client: AsyncWebClient, slack: LocalSlack):
    before = await members(client, "S0NIGHT")
    slack.set_members("S0NIGHT", ["U0BEN", "U0GIA"])

    assert before == ["U0CHEN"]
    assert await members(client, "S0NIGHT") == ["U0BEN", "U0GIA"]


async def test_who_is_deactivated_leaves_every_group(client: AsyncWebClient, slack: LocalSlack):
    slack.change_person("U0BEN", deleted=True)

    assert await members(client, "S0OPS") == ["U0ANA"]


async def test_a_disabled_group_is_told_of_only_when_asked_for(client: AsyncWebClient, slack: LocalSlack):
    slack.change_group("S0OPS", date_delete=1_700_000_001)

    assert set(await listed(client)) == {"S0NIGHT"}
    assert (await listed(client, include_disabled=True))["S0OPS"]["date_delete"] == 1_700_000_001
    assert await members(client, "S0OPS", include_disabled=True) == ["U0ANA", "U0BEN"]
    with pytest.raises(SlackApiError, match="no_such_subteam"):
        await members(client, "S0OPS")


async def test_an_unknown_group_has_no_members(client: AsyncWebClient, slack: LocalSlack):
    with pytest.raises(SlackApiError, match="no_such_subteam"):
        await members(client, "S0NOBODY")
    with pytest.raises(KeyError):
        slack.set_members("S0NOBODY", [])


async def test_groups_have_a_scope_of_their_own():
    known = workspace(scopes=("chat:write", "users:read"))
    async with LocalSlack(known) as slack, web_client(slack) as client:
        with pytest.raises(SlackApiError, match="missing_scope"):
            await members(client, "S0OPS")
        with pytest.raises(SlackApiError, match="usergroups:read"):
            await listed(client)


@pytest.mark.parametrize(
    ("typed", "received"),
    [
        ("access @ops viewer", "access <!subteam^S0OPS|@ops> viewer"),
        ("by:@night-shift", "by:<!subteam^S0NIGHT|@night-shift>"),
        ("<!subteam^S0OPS|@ops>", "<!subteam^S0OPS|@ops>"),
        ("@opsy @old", "@opsy @old"),
    ],
)
async def test_groups_in_commands_become_ids_if_the_manifest_says_so(typed: str, received: str):
    command = SlashCommand(command="/tasks", description="x", should_escape=True)
    known = workspace(commands=(command,))
    old = replace(known.groups[0], id="S0OLD", handle="old", date_delete=1_700_000_001)
    async with LocalSlack(replace(known, groups=(*known.groups, old))) as slack, socket_bot(slack) as app:

        @app.command("/tasks")
        async def tasks(ack: Any, command: Any) -> None:
            await ack(command["text"])

        async with Person(slack.url, "U0ANA") as ana:
            await ana.say(f"/tasks {typed}")
            assert ana.reads(ana.messages()[-1]) == received


async def test_a_group_in_rich_text_is_read_by_its_id(client: AsyncWebClient, ana: Person):
    mention = {"type": "usergroup", "usergroup_id": "S0OPS"}
    line = {"type": "rich_text_section", "elements": [{"type": "text", "text": "for "}, mention]}
    blocks = [{"type": "rich_text", "elements": [line]}, section("all")]

    await client.chat_postMessage(channel="C0OPS", text="x", blocks=blocks)

    assert await ana.wait_for_message("for S0OPS")
