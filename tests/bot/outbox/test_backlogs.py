"""Many messages to one channel: what somebody waits for, and what goes to others, does not wait for all of them."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from bot.outbox.relay import OutboxRelay
from bot.sandbox.slack import LocalSlack
from models.accounts import code_requests, holds
from models.accounts.holds import Hold
from models.messages.outbox import MessageKind
from models.secrets.sealing import Sealer
from models.sql import transaction
from models.tables.accounts import Account
from models.tables.messages import Outbox
from tests.bot.outbox.kinds import BEN, KINDS, now
from tests.factories import claimed, waiting_tasks

pytestmark = pytest.mark.usefixtures("database")
_MANY = 9
CHEN = "U0CHEN"


async def _holds_of(person: str, accounts: list[Account]) -> None:
    for account in accounts:
        await Account.filter(id=account.id).update(owner=person)
        await transaction(lambda account=account: holds.begin(account.id, why="checkpoint", now=now()))


async def _asked(person: str) -> int:
    return await Hold.filter(asked=person).count()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_code_and_a_second_person_are_asked_for_while_many_holds_wait(
    relay: OutboxRelay, slack: LocalSlack, sealer: Sealer
) -> None:
    tasks = await waiting_tasks(_MANY, sealer)
    await Outbox.all().delete()
    first, *others = await Account.all().order_by("id")
    await _holds_of(BEN, others)
    await Account.filter(id=first.id).update(owner=BEN)
    held = await claimed(tasks[0])
    await code_requests.ask(held.task_id, held.fence, until=now() + timedelta(seconds=60), now=now())
    await KINDS[MessageKind.APPROVAL][0](tasks)
    running = asyncio.create_task(relay.run())

    def both(books: dict[str, Any]) -> bool:
        return all(words in str(books["channels"]) for words in ("asks for a one-time code", "for the shop"))

    await slack.until(both)
    waiting = len(others) - await _asked(BEN)
    relay.stop()
    await running

    assert waiting > len(others) / 2


async def test_the_holds_of_one_person_do_not_keep_anothers_waiting(
    relay: OutboxRelay, sealer: Sealer
) -> None:
    await waiting_tasks(_MANY, sealer)
    *of_ben, of_chen = await Account.all().order_by("id")
    await _holds_of(BEN, of_ben)
    await _holds_of(CHEN, [of_chen])
    since = now()
    await Outbox.all().update(unsure_since=since)

    while not await _asked(CHEN):
        assert await relay.send_due(MessageKind.HOLD)
    assert await _asked(BEN) <= len(of_ben) / 2

    left = await Outbox.filter(kind=MessageKind.HOLD, state="pending", created_at__lt=since).order_by(
        "due_at"
    )
    assert [row.id for row in left] == sorted(row.id for row in left)
    assert {row.unsure_since for row in left} == {since}  # that it waits for its reader is not forgotten
