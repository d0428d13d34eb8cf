"""A new batch is taken back by one click on its message, for 20 seconds; then the button goes."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.sandbox.slack import LocalSlack, Person
from models.access.grants import Audit
from models.domain.lifecycle import Status
from models.domain.values.batches.standing import UNDO
from models.messages.outbox import MessageKind
from models.secrets.sealing import Sealer
from models.tables.messages import Outbox
from models.tables.tasks import Batch
from tests.factories import claimed, waiting_tasks
from tests.handlers.batches.clicks import Counting, buttons, message_of, statuses

pytestmark = pytest.mark.usefixtures("bot")


@pytest.fixture
async def ana(slack: LocalSlack) -> AsyncIterator[Counting]:
    async with Counting(slack.url, "U0ANA") as person:
        yield person


async def test_a_new_batch_is_undone_with_one_click_and_what_has_begun_is_in_the_receipt(
    ana: Counting, sealer: Sealer
) -> None:
    ids = await waiting_tasks(3, sealer)
    await claimed(ids[0])
    message = await message_of(ana, "Starting execution 1")

    await ana.click(message, "Undo")

    receipt = await ana.wait_for_message("Canceled 2 · Skipped 1")
    assert f"#{ids[0]} is starting since" in ana.reads(receipt)
    assert ana.clicks == 1
    assert await statuses() == [Status.STARTING, Status.CANCELED, Status.CANCELED]
    shown = await message_of(ana, "Undone by <@U0ANA>: tasks that had not started were canceled.")
    assert "Undo" not in buttons(shown)
    assert [line.about async for line in Audit.filter(action="undo", allowed=True)] == [
        f"batch 1: 3 tasks, #{ids[0]} …"
    ]


async def test_the_cancel_of_an_undo_can_itself_be_undone(ana: Counting, sealer: Sealer) -> None:
    await waiting_tasks(2, sealer)
    await ana.click(await message_of(ana, "0 of 2 done"), "Undo")

    await ana.click(await ana.wait_for_message("Canceled 2 · Skipped 0"), "Undo")

    await ana.wait_for_message("*Undone:* 2 tasks wait again.")
    assert await statuses() == [Status.WAITING] * 2


async def test_an_undo_that_is_delivered_twice_is_one(
    ana: Counting, slack: LocalSlack, sealer: Sealer
) -> None:
    await waiting_tasks(2, sealer)
    message = await message_of(ana, "0 of 2 done")
    slack.switches.deliver_twice = True

    await ana.click(message, "Undo")

    await ana.wait_for_message("Canceled 2 · Skipped 0")
    await message_of(ana, "Undone by")
    assert await Batch.filter(kind="cancel").count() == 1


async def test_the_undo_of_a_batch_goes_when_its_time_is_over(ana: Counting, sealer: Sealer) -> None:
    await waiting_tasks(1, sealer)
    message = await message_of(ana, "0 of 1 done")
    assert "Undo" in buttons(message)
    (owed,) = await Outbox.filter(kind=MessageKind.UNDO_OVER, state="pending")
    assert owed.due_at == (await Batch.get()).created_at + UNDO

    await Batch.all().update(created_at=datetime.now(UTC) - UNDO)
    await Outbox.filter(id=owed.id).update(due_at=datetime.now(UTC))

    await ana.see(lambda: _shows_no_undo(ana, message) or None)
    assert await statuses() == [Status.WAITING]


async def test_a_large_cancel_is_undone_on_its_message(ana: Counting, sealer: Sealer) -> None:
    ids = await waiting_tasks(101, sealer)
    await ana.say("/tasks cancel " + " ".join(str(task_id) for task_id in ids))

    await ana.click(await ana.wait_for_message("*Cancel execution · 101 tasks*"), "Undo")

    await ana.wait_for_message("*Undone:* 101 tasks wait again.")
    assert set(await statuses()) == {Status.WAITING}
    shown = await ana.wait_for_message("Canceled 101 · Skipped 0 · Undone 101")
    assert buttons(shown) == ["Show tasks", "Export"]


def _shows_no_undo(person: Person, posted: dict[str, Any]) -> bool:
    (now,) = [message for message in person.messages() if message["ts"] == posted["ts"]]
    return "Undo" not in buttons(now) and "Cancel the rest" in buttons(now)
