"""Members, guests, strangers and those who left, as Slack tells of them."""

from typing import Any

import pytest
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.slack import LocalSlack, Person
from bot.sandbox.slack.finding import NotFound

from .drawings import actions, button, field, modal

OWN, OTHER = "T0BELLHOP", "T0PARTNER"
Told = dict[str, Any]


async def told_of(client: AsyncWebClient, user: str) -> Told:
    told: Told = (await client.users_info(user=user))["user"]
    return told


async def test_a_member_is_neither_guest_nor_stranger(client: AsyncWebClient):
    ben = await told_of(client, "U0BEN")

    assert (ben["deleted"], ben["is_restricted"], ben["is_ultra_restricted"]) == (False, False, False)
    assert ben["team_id"] == OWN
    assert "is_stranger" not in ben


async def test_a_stranger_is_of_another_team(client: AsyncWebClient):
    sara = await told_of(client, "U0SARA")

    assert sara["is_stranger"] is True
    assert sara["team_id"] == sara["profile"]["team"] == OTHER


async def test_of_who_is_deactivated_little_is_left(client: AsyncWebClient):
    drew = await told_of(client, "U0DREW")

    assert drew["deleted"] is True
    assert not {"tz", "is_admin", "is_restricted"} & set(drew)


async def test_a_guest_of_one_channel_is_a_guest_too(client: AsyncWebClient, slack: LocalSlack):
    gia = await told_of(client, "U0GIA")
    slack.change_person("U0GIA", is_restricted=False, is_ultra_restricted=True)
    narrow = await told_of(client, "U0GIA")

    assert (gia["is_restricted"], gia["is_ultra_restricted"]) == (True, False)
    assert (narrow["is_restricted"], narrow["is_ultra_restricted"]) == (True, True)


async def test_the_list_of_users_tells_the_same(client: AsyncWebClient):
    members = (await client.users_list())["members"]

    assert all([one == await told_of(client, one["id"]) for one in members])
    assert {one["id"] for one in members} >= {"U0ANA", "U0GIA", "U0DREW", "U0SARA", "U0BELLHOP"}


async def test_a_change_is_told_at_once(client: AsyncWebClient, slack: LocalSlack):
    before = await told_of(client, "U0BEN")
    slack.change_person("U0BEN", deleted=True)

    assert (before["deleted"], (await told_of(client, "U0BEN"))["deleted"]) == (False, True)


async def test_nobody_cannot_be_changed(slack: LocalSlack):
    with pytest.raises(KeyError):
        slack.change_person("U0NOBODY", deleted=True)


async def test_clicks_and_forms_carry_the_team_of_who_acts(
    app: AsyncApp, client: AsyncWebClient, slack: LocalSlack
):
    got: list[Told] = []

    @app.action("go")
    async def go(ack: Any, body: Any, client: Any) -> None:
        await ack()
        got.append(body)
        chooser = {"type": "plain_text_input", "action_id": "why"}
        view = modal("Why", field("Why", chooser, block_id="why", optional=True))
        await client.views_open(trigger_id=body["trigger_id"], view=view)

    @app.view("form")
    async def form(ack: Any, body: Any) -> None:
        await ack()
        got.append(body)

    await client.chat_postMessage(channel="C0OPS", text="x", blocks=[actions(button("Go", "go"))])
    async with Person(slack.url, "U0SARA") as sara:
        await sara.click(await sara.wait_for_message("[Go]"), "Go")
        await sara.submit(await sara.wait_for_view("Why"))

    assert [(body["user"]["team_id"], body["team"]["id"]) for body in got] == [(OTHER, OWN)] * 2


async def test_a_command_carries_the_workspace_whoever_types_it(app: AsyncApp, slack: LocalSlack):
    @app.command("/tasks")
    async def tasks(ack: Any, command: Any) -> None:
        await ack(f"{command['user_id']} in {command['team_id']}")

    async with Person(slack.url, "U0SARA") as sara:
        await sara.say("/tasks")
        assert sara.reads(sara.messages()[-1]) == f"U0SARA in {OWN}"


async def test_who_is_deactivated_can_still_act_but_not_be_chosen(
    app: AsyncApp, ana: Person, client: AsyncWebClient, slack: LocalSlack
):
    got: list[str] = []

    @app.action("by")
    async def by(ack: Any, body: Any) -> None:
        await ack()
        got.append(body["user"]["id"])

    menu = {"type": "users_select", "action_id": "by", "placeholder": {"type": "plain_text", "text": "By"}}
    await client.chat_postMessage(channel="C0OPS", text="x", blocks=[actions(menu)])
    shown = await ana.wait_for_message("By")
    slack.change_person("U0ANA", deleted=True)
    await ana.select(shown, "By", "@ben")

    assert got == ["U0ANA"]
    with pytest.raises(NotFound):
        await ana.select(shown, "By", "@drew")
