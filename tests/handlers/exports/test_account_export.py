"""``/accounts export``: the accounts as a file for whoever asks, which an import takes back."""

import pytest

from bot.sandbox.slack import LocalSlack, Person
from models.secrets.sealing import Sealer
from tests.factories import some_accounts
from tests.handlers.exports import reading

pytestmark = pytest.mark.usefixtures("bot")


async def test_the_accounts_come_into_the_askers_messages_without_a_secret(
    ana: Person, sealer: Sealer
) -> None:
    await some_accounts(2, sealer)
    await some_accounts(1, sealer, group="apac")

    await ana.say("/accounts export group:emea")

    await ana.wait_for_message("2 accounts, on their way to your messages with Bellhop.")
    name, lines = await reading.file(ana)
    assert name.startswith("accounts-")
    assert list(lines[0]) == ["login", "user_id", "group", "proxy", "needs_proxy", "owner"]
    assert [(line["login"], line["group"]) for line in lines] == [("emea00", "emea"), ("emea01", "emea")]
    message = await ana.wait_for_message("Export · 2 accounts", channel=reading.MINE)
    assert "Filter: group:emea" in ana.reads(message)


async def test_no_accounts_are_said_kindly(ana: Person) -> None:
    await ana.say("/accounts export")
    await ana.wait_for_message("There are no accounts yet, so there is nothing to export.")

    await ana.say("/accounts export held")
    await ana.wait_for_message("No account matches, so there is nothing to export. Filter: held")


async def test_whoever_may_see_nothing_gets_no_file(slack: LocalSlack, sealer: Sealer) -> None:
    await some_accounts(1, sealer)

    async with Person(slack.url, "U0BEN") as ben:
        await ben.say("/accounts export")
        await ben.wait_for_message("ou may not see what Bellhop does")

    assert reading.files(slack) == []
