"""Slash commands, response_url, ephemerals and buttons, through a real Bolt app."""

from typing import Any

import pytest
from slack_bolt.async_app import AsyncApp

from bot.sandbox.slack import LocalSlack, Person
from bot.sandbox.slack.person import Refused

from .drawings import actions, button, data_table, section


async def test_a_command_is_answered_privately_with_blocks(app: AsyncApp, ana: Person, ben: Person):
    @app.command("/tasks")
    async def tasks(ack: Any, respond: Any, command: Any) -> None:
        await ack()
        await respond(text="list", blocks=[section(f"Tasks for {command['text']}"), data_table(3)])

    await ana.say("/tasks status:waiting")

    message = await ana.wait_for_message("Tasks for status:waiting")
    assert message["is_ephemeral"]
    assert message["blocks"][1]["block_id"]
    assert ben.messages() == []


async def test_an_acknowledgement_may_carry_the_answer(app: AsyncApp, ana: Person):
    @app.command("/tasks")
    async def tasks(ack: Any) -> None:
        await ack("Right away.")

    await ana.say("/tasks")

    assert ana.reads(ana.messages()[-1]) == "Right away."


async def test_a_button_on_an_ephemeral_message_replaces_it(app: AsyncApp, ana: Person, slack: LocalSlack):
    seen: list[Any] = []

    @app.command("/tasks")
    async def tasks(ack: Any, respond: Any) -> None:
        await ack()
        await respond(blocks=[section("Page 1"), actions(button("Next", "next", value="2"))], text="1")

    @app.action("next")
    async def following(ack: Any, body: Any, respond: Any) -> None:
        await ack()
        seen.append(body)
        await respond(text="2", blocks=[section("Page 2")], replace_original=True)

    await ana.say("/tasks")
    first = await ana.wait_for_message("Page 1")
    await ana.click(first, "Next")
    second = await ana.wait_for_message("Page 2")

    assert second["ts"] == first["ts"]
    assert "message" not in seen[0]
    assert seen[0]["container"]["is_ephemeral"] is True
    assert seen[0]["actions"][0]["value"] == "2"
    assert slack.books()["refusals"] == []


async def test_a_public_answer_and_the_deletion_of_the_private_one(app: AsyncApp, ana: Person, ben: Person):
    @app.command("/tasks")
    async def tasks(ack: Any, respond: Any) -> None:
        await ack()
        await respond(blocks=[section("Only you"), actions(button("Share", "share"))], text="x")

    @app.action("share")
    async def share(ack: Any, respond: Any) -> None:
        await ack()
        await respond(text="For all", response_type="in_channel", replace_original=False)
        await respond(delete_original=True)

    await ana.say("/tasks")
    await ana.click(await ana.wait_for_message("Only you"), "Share")

    assert not (await ben.wait_for_message("For all"))["is_ephemeral"]
    await ana.see(lambda: [ana.reads(message) for message in ana.messages()] == ["For all"])


async def test_a_response_url_is_good_for_five_uses(app: AsyncApp, ana: Person, slack: LocalSlack):
    statuses: list[int] = []

    @app.command("/tasks")
    async def tasks(ack: Any, respond: Any, client: Any) -> None:
        await ack()
        statuses.extend([(await respond(f"answer {number}")).status_code for number in range(6)])
        await client.chat_postMessage(channel="C0OPS", text="done")

    await ana.say("/tasks")
    await ana.wait_for_message("done")

    assert statuses == [200] * 5 + [404]
    assert [refusal["error"] for refusal in slack.books()["refusals"]] == ["used_url"]


async def test_nobody_home_is_said_by_slackbot(ana: Person, slack: LocalSlack):
    await ana.say("/tasks")

    assert ana.reads(ana.messages()[-1]) == '/tasks failed with the error "dispatch_failed"'
    assert slack.books()["deliveries"][0]["acked"] is False


async def test_no_acknowledgement_in_time_is_a_failure_too(app: AsyncApp, ana: Person):
    @app.command("/tasks")
    async def tasks() -> None:
        """Never acknowledges."""

    await ana.say("/tasks")

    await ana.wait_for_message("dispatch_failed")


async def test_an_unknown_command_never_leaves_slack(ana: Person, slack: LocalSlack):
    with pytest.raises(Refused, match="/foo is not a valid command"):
        await ana.say("/foo bar")

    assert slack.books()["deliveries"] == []


async def test_commands_do_not_work_in_threads(ana: Person):
    with pytest.raises(Refused, match="not supported in threads"):
        await ana.say("/tasks", thread_ts="1700000000.000001")


async def test_deliver_twice_calls_the_bot_twice(app: AsyncApp, ana: Person, slack: LocalSlack):
    heard: list[str] = []

    @app.command("/tasks")
    async def tasks(ack: Any, command: Any) -> None:
        await ack()
        heard.append(command["trigger_id"])

    slack.switches.deliver_twice = True
    await ana.say("/tasks")

    assert len(heard) == 2
    assert heard[0] == heard[1]
