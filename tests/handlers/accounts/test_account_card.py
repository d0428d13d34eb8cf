"""From an account's card: its tasks, a new one, how its proxy answered; and to the card by a name typed nearly right."""

from datetime import UTC, datetime

import pytest

from bot.sandbox.slack import Person
from models.accounts import proxy_answers, records
from models.domain.outcomes import ProxyAnswer
from models.domain.proxies import ProxyAddress
from models.domain.values.accounts import AccountRecord
from models.secrets.sealing import Sealer
from models.tables.accounts import Account
from models.tables.tasks import Task
from tests.factories import some_accounts, waiting_tasks

pytestmark = [pytest.mark.usefixtures("bot"), pytest.mark.parametrize("transport", ["socket"], indirect=True)]


async def test_the_card_lists_the_accounts_tasks_where_it_was_opened(ana: Person, sealer: Sealer) -> None:
    await waiting_tasks(2, sealer)
    await ana.say("/accounts emea00")

    await ana.click(await ana.wait_for_view("Account"), "Tasks")

    assert "Total 1 ·" in ana.reads(await ana.wait_for_message("Filter: account:emea00"))
    await ana.wait_for_view(lambda view: "Its tasks are listed in <#C0OPS>." in ana.reads(view))


async def test_the_card_creates_a_task_of_its_account(ana: Person, sealer: Sealer) -> None:
    await some_accounts(2, sealer)
    await ana.say("/accounts emea01")
    await ana.click(await ana.wait_for_view("Account"), "New task…")
    form = await ana.wait_for_view("New tasks")
    await ana.fill(form, {"Task type": "Close notification"})
    form = await ana.wait_for_view("New tasks")

    assert await ana.submit(form) is None

    await ana.wait_for_message("Close notification · 1 task")
    task = await Task.get().select_related("account")
    assert (task.type, task.account.login) == ("close_notifications", "emea01")


async def test_the_card_says_how_its_proxy_answered_last(ana: Person, sealer: Sealer) -> None:
    proxy = ProxyAddress(scheme="http", host="10.0.0.1", port=3128)
    await records.save_accounts([AccountRecord(login="ann", group="emea", proxy=proxy)], sealer=sealer)
    number = (await Account.get()).proxy_id  # pyright: ignore[reportAttributeAccessIssue]
    now = datetime.now(UTC)

    async def read() -> str:
        await ana.say("/accounts ann")
        card = await ana.wait_for_view("Account")
        await ana.close(card)
        return ana.reads(card)

    assert "http://10.0.0.1:3128\nNot asked yet" in await read()
    await proxy_answers.note([ProxyAnswer(proxy_id=number, seconds=0.12)], now=now)
    assert "✅ Answered" in (answered := await read())
    assert "in 120 ms" in answered
    await proxy_answers.note([ProxyAnswer(proxy_id=number, failure="It hangs up.")], now=now)
    assert "❌ Did not answer" in (failed := await read())
    assert "It hangs up." in failed


@pytest.mark.parametrize("typed", ["mea0", "emae00", "1000000"])
async def test_a_name_that_is_nobodys_is_answered_with_the_near_ones_as_buttons(
    ana: Person, sealer: Sealer, typed: str
) -> None:
    await some_accounts(2, sealer)

    await ana.say(f"/accounts {typed}")
    message = await ana.wait_for_message(f"There is no account `{typed}`, or more than one. Did you mean")
    await ana.click(message, "emea00")

    assert "10000000" in ana.reads(await ana.wait_for_view("Account"))


async def test_a_hold_of_a_name_that_is_nobodys_names_a_near_one(ana: Person, sealer: Sealer) -> None:
    await some_accounts(1, sealer)

    await ana.say("/accounts hold emae00 away")

    await ana.wait_for_message("Did you mean `emea00`?")
