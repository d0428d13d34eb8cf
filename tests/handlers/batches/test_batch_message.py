"""What people do on the message of a batch, in Slack: its tasks, cancel the rest, re-execute what failed, undo."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.sandbox.slack import LocalSlack, Person
from bot.settings import Settings
from models.access import grants
from models.access.grants import Audit
from models.domain.lifecycle import LoginStatus, Status
from models.domain.outcomes import LOOK_LOST
from models.domain.permissions import Grant, Role
from models.domain.values.batches import UNDO
from models.messages.outbox import MessageKind
from models.secrets.sealing import Sealer
from models.sql import transaction
from models.tables.messages import Outbox
from models.tables.tasks import Batch, Task
from tests.factories import claimed, ended, waiting_tasks

pytestmark = pytest.mark.usefixtures("bot")


class Counting(Person):
    """A person whose clicks are counted: on a button, and on what a window is sent with."""

    clicks = 0

    async def click(self, *given: Any, **named: Any) -> Any:
        self.clicks += 1
        return await super().click(*given, **named)

    async def submit(self, *given: Any, **named: Any) -> Any:
        self.clicks += 1
        return await super().submit(*given, **named)


@pytest.fixture
def config(config: Settings) -> Settings:
    """Ben is no admin."""
    return config.model_copy(update={"admins": ("U0ANA",)})


@pytest.fixture
async def ana(slack: LocalSlack) -> AsyncIterator[Counting]:
    async with Counting(slack.url, "U0ANA") as person:
        yield person


async def statuses() -> list[Status]:
    return [task.status for task in await Task.all().order_by("id")]


def buttons(message: dict[str, Any]) -> list[str]:
    rows = [block["elements"] for block in message["blocks"] if block["type"] == "actions"]
    return [element["text"]["text"] for row in rows for element in row]


async def message_of(person: Person, words: str, *, missing: str = "") -> dict[str, Any]:
    """The batch's message, once it reads so."""

    def reads(message: dict[str, Any]) -> bool:
        text = person.reads(message)
        return "Batch 1 ·" in text and words in text and not (missing and missing in text)

    return await person.wait_for_message(reads)


async def failed(task_id: int, *, cause: str = "time_limit") -> None:
    await ended(task_id, status=Status.TIMED_OUT, login=LoginStatus.UNKNOWN, result="so", cause=cause)


async def test_a_mistaken_batch_is_canceled_with_two_clicks(ana: Counting, sealer: Sealer) -> None:
    ids = await waiting_tasks(4, sealer)
    await ended(ids[0])
    await claimed(ids[1])
    message = await message_of(ana, "1 of 4 done")

    await ana.click(message, "Cancel the rest")
    question = await ana.wait_for_view("Cancel execution")
    assert "*2 tasks* of 2 will be canceled." in ana.reads(question)
    assert await ana.submit(question) is None

    await ana.wait_for_message("Canceled 2 · Skipped 0")
    assert ana.clicks == 2
    assert await statuses() == [Status.ENDED, Status.STARTING, *[Status.CANCELED] * 2]
    await message_of(ana, "1 of 4 done · 2 canceled", missing="Cancel the rest")


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
    shown = await message_of(ana, "Undone by <@U0ANA>: what had not begun is canceled.")
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


def _shows_no_undo(person: Person, posted: dict[str, Any]) -> bool:
    (now,) = [message for message in person.messages() if message["ts"] == posted["ts"]]
    return "Undo" not in buttons(now) and "Cancel the rest" in buttons(now)


async def test_only_what_failed_runs_again_and_a_page_that_may_be_there_is_asked_about(
    ana: Counting, sealer: Sealer
) -> None:
    ids = await waiting_tasks(4, sealer, kind="create_page")
    await ended(ids[0], result="Shop (1)")
    await failed(ids[1])
    await ended(
        ids[2],
        status=Status.UNKNOWN_ERROR,
        result=LOOK_LOST,
        cause="worker_lost",
    )
    message = await message_of(ana, "1 of 4 done · 2 failed")
    assert "• *Time limit* · 1 task: Re-execute it later." in ana.reads(message)

    await ana.click(message, "Re-execute failed")
    question = await ana.wait_for_view("Re-execute")
    words = ana.reads(question)
    assert "*2 tasks* of 2 will run again." in words
    assert f"#{ids[2]} may have made one already" in words
    assert f"#{ids[1]} " not in words
    assert await statuses() == [Status.ENDED, Status.TIMED_OUT, Status.UNKNOWN_ERROR, Status.WAITING]
    assert await ana.submit(question) is None

    await ana.wait_for_message("Re-executed 2 · Skipped 0")
    assert await statuses() == [Status.ENDED, *[Status.WAITING] * 3]


async def test_its_tasks_are_listed_and_the_batch_is_shown_by_its_number(
    ana: Counting, sealer: Sealer
) -> None:
    await waiting_tasks(2, sealer, group="apac")
    ids = await waiting_tasks(2, sealer)
    message = await ana.wait_for_message(lambda message: "Batch 2 ·" in ana.reads(message))

    await ana.click(message, "Show tasks")
    listed = await ana.wait_for_message("Filter: batch:2")
    assert "Total 2 ·" in ana.reads(listed)

    await ana.say("/tasks batch 2")
    shown = await ana.wait_for_message(
        lambda message: "Batch 2 ·" in ana.reads(message) and "As of " in ana.reads(message)
    )
    assert buttons(shown) == ["Show tasks", "Cancel the rest", "Export", "Refresh"]
    await ana.wait_for_message("Filter: batch:2", after=listed["ts"])

    await ended(ids[0])
    await ana.click(shown, "Refresh")
    await ana.wait_for_message(
        lambda message: "As of " in ana.reads(message) and "1 of 2 done" in ana.reads(message)
    )
    await ana.say("/tasks batch 4711")
    await ana.wait_for_message("There is no batch 4711.")


async def test_what_changed_since_the_message_was_drawn_is_told_and_changes_nothing(
    ana: Counting, sealer: Sealer
) -> None:
    ids = await waiting_tasks(2, sealer)
    await failed(ids[0])
    message = await message_of(ana, "0 of 2 done · 1 failed")
    await Task.all().update(status=Status.ENDED, outcome="done")

    await ana.click(message, "Cancel the rest")
    await ana.wait_for_message("Nothing of this batch waits any more, so there is nothing to cancel.")
    await ana.click(message, "Re-execute failed")
    await ana.wait_for_message("No task of this batch stands as failed any more")

    assert await Batch.all().count() == 1


async def test_who_may_not_act_in_the_groups_of_a_batch_may_look_and_nothing_else(
    slack: LocalSlack, ana: Counting, sealer: Sealer
) -> None:
    ids = await waiting_tasks(2, sealer)
    await failed(ids[0])
    given = [Grant(subject="U0BEN", role=Role.OPERATOR, group="apac")]
    await transaction(lambda: grants.grant(given, by="U0ANA", now=datetime.now(UTC)))
    message = await message_of(ana, "0 of 2 done · 1 failed")
    before = await statuses()

    async with Person(slack.url, "U0BEN") as ben:
        for button in ("Cancel the rest", "Re-execute failed", "Undo"):
            told = len(ben.messages())
            await ben.click(message, button)
            await ben.see(lambda told=told: len(ben.messages()) > told or None)
        await ben.click(message, "Show tasks")
        await ben.wait_for_message("Filter: batch:1")

    assert await statuses() == before
    assert await Batch.all().count() == 1
    assert await Audit.filter(actor="U0BEN", allowed=False).count() == 3


async def test_the_message_of_a_large_re_execution_follows_its_tasks(ana: Counting, sealer: Sealer) -> None:
    ids = await waiting_tasks(101, sealer)
    await ana.say("/tasks cancel " + " ".join(str(task_id) for task_id in ids[:100]))
    await ana.wait_for_message("Canceled 100 · Skipped 0")
    await ended(ids[100])
    await ana.say("/tasks retry " + " ".join(str(task_id) for task_id in ids))
    assert await ana.submit(await ana.wait_for_view("Re-execute")) is None
    await ana.wait_for_message("Re-executed 101 · Skipped 0")
    message = await ana.wait_for_message("Re-execute · 101 tasks")
    assert "Undo" in buttons(message)

    await failed(ids[0])

    shown = await ana.wait_for_message(
        lambda message: "Re-execute · 101 tasks" in ana.reads(message) and "1 failed" in ana.reads(message)
    )
    assert "0 of 101 done · 1 failed" in ana.reads(shown)
    assert {"Show tasks", "Re-execute failed", "Cancel the rest", "Export"} <= set(buttons(shown))
