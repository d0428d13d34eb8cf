"""What Slack refuses comes in short, and what it refuses in short comes as text, so that an answer always comes."""

import pytest

from bot.sandbox.slack import LocalSlack, Person
from models.secrets.sealing import Sealer
from tests.factories import ended, waiting_tasks

pytestmark = pytest.mark.usefixtures("bot")
_REFUSALS = ["invalid_blocks", "msg_blocks_too_long"]


@pytest.mark.parametrize("refusal", _REFUSALS)
async def test_a_refused_list_comes_in_short_and_still_turns(
    ana: Person, slack: LocalSlack, sealer: Sealer, refusal: str
) -> None:
    ids = await waiting_tasks(25, sealer)
    await ended(ids[-1], result="Page Shop was made, and more words than a short line holds")
    slack.switches.fail("response_url", refusal)

    await ana.say("/tasks")

    message = await ana.wait_for_message("Total 25 · Page 1 of 2")
    assert not [block for block in message["blocks"] if block["type"] == "data_table"]
    read = ana.reads(message)
    assert "✅ *#25 · Check · Execution ends* · emea24 · Page Shop was made, and more words than…" in read
    assert "Short version" in read
    await ana.click(message, "Next")
    message = await ana.wait_for_message("Page 2 of 2")
    assert any(block["type"] == "data_table" for block in message["blocks"])


async def test_a_list_refused_twice_comes_as_words(ana: Person, slack: LocalSlack, sealer: Sealer) -> None:
    await waiting_tasks(3, sealer)
    slack.switches.fail("response_url", "invalid_blocks", times=2)

    await ana.say("/tasks status:waiting")

    message = await ana.wait_for_message("Total 3 · Page 1 of 1")
    assert not message.get("blocks")
    assert "Filter: status:waiting" in message["text"]
    assert [line for line in message["text"].split("\n") if " *#" in line] == [
        f"⏳ *#{n} · Check · Waiting to execution* · emea{n - 1:02}" for n in (3, 2, 1)
    ]


async def test_a_redrawing_that_is_refused_comes_in_short(
    ana: Person, slack: LocalSlack, sealer: Sealer
) -> None:
    await waiting_tasks(2, sealer)
    await ana.say("/tasks")
    message = await ana.wait_for_message("Total 2")
    slack.switches.fail("response_url", "invalid_blocks")

    await ana.click(message, "Refresh")

    again = await ana.wait_for_message("Short version")
    assert again["ts"] == message["ts"]


async def test_refused_help_comes_as_words(ana: Person, slack: LocalSlack) -> None:
    slack.switches.fail("response_url", "invalid_blocks")

    await ana.say("/tasks help")

    message = await ana.wait_for_message("Filter words")
    assert not message.get("blocks")


async def test_an_address_that_is_gone_is_answered_in_the_channel(ana: Person, slack: LocalSlack) -> None:
    slack.switches.fail("response_url", "expired_url")

    await ana.say("/tasks")

    message = await ana.wait_for_message("No tasks yet.")
    assert message["is_ephemeral"]


async def test_a_refused_private_message_comes_in_short(
    ana: Person, slack: LocalSlack, sealer: Sealer
) -> None:
    await waiting_tasks(1, sealer)
    slack.switches.fail("response_url", "expired_url")
    slack.switches.fail("chat.postEphemeral", "msg_blocks_too_long")

    await ana.say("/tasks")

    await ana.wait_for_message("Short version")


async def test_a_list_that_slack_lets_nobody_change_any_more_says_so(
    ana: Person, slack: LocalSlack, sealer: Sealer
) -> None:
    await waiting_tasks(1, sealer)
    await ana.say("/tasks")
    message = await ana.wait_for_message("Total 1")
    slack.switches.fail("response_url", "expired_url")

    await ana.click(message, "Refresh")

    await ana.wait_for_message("`/tasks` draws a new list.")
