"""What people do on the message of a batch, in Slack: its tasks, cancel the rest, re-execute what failed, undo."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from bot.sandbox.slack import LocalSlack, Person
from bot.settings import Settings
from models.access import grants
from models.access.grants import Audit
from models.domain.lifecycle import Status
from models.domain.outcomes import LOOK_LOST
from models.domain.permissions import Grant, Role
from models.secrets.sealing import Sealer
from models.sql import transaction
from models.tables.tasks import Batch, Task
from tests.factories import claimed, ended, waiting_tasks
from tests.handlers.batches.clicks import Counting, buttons, failed, message_of, statuses

pytestmark = pytest.mark.usefixtures("bot")


@pytest.fixture
def config(config: Settings) -> Settings:
    """Ben is no admin."""
    return config.model_copy(update={"admins": ("U0ANA",)})


@pytest.fixture
async def ana(slack: LocalSlack) -> AsyncIterator[Counting]:
    async with Counting(slack.url, "U0ANA") as person:
        yield person


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
    assert "• *Time limit passed* · 1 task: Re-execute it later." in ana.reads(message)

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
    assert buttons(shown) == [
        "Show tasks",
        "Run next",
        "Cancel the rest",
        "Then…",
        "Export",
        "New schedule",
        "Refresh",
    ]
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
    await ana.wait_for_message("No task of this batch is waiting any more, so there is nothing to cancel.")
    await ana.click(message, "Re-execute failed")
    await ana.wait_for_message("No task of this batch counts as failed any more")

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
