"""Clicks on the card of a task."""

import asyncio
from datetime import UTC, datetime

import pytest

from bot.sandbox.slack import LocalSlack, Person
from models.secrets.sealing import Sealer
from models.tables.tasks import Attempt
from models.tasks import bulk
from tests.factories import ended, waiting_tasks

pytestmark = pytest.mark.usefixtures("bot")


async def test_a_double_click_asks_one_question(ana: Person, slack: LocalSlack, sealer: Sealer) -> None:
    ids = await waiting_tasks(1, sealer, kind="create_page")
    await ended(ids[0], result="Page Shop (ID 1)")
    await ana.say(f"/tasks {ids[0]}")
    card = await ana.wait_for_view(f"Task #{ids[0]}")

    await asyncio.gather(ana.click(card, "Retry task"), ana.click(card, "Retry task"))

    await slack.refusal("duplicate_external_id")
    asked = await ana.wait_for_view("Re-execute")
    assert await ana.submit(asked) is None
    await ana.wait_for_view(lambda view: "Re-executed 1" in ana.reads(view))
    assert len(ana.views) == 1


async def test_a_page_made_while_the_question_was_open_is_not_made_again_by_its_yes(
    ana: Person, sealer: Sealer
) -> None:
    (task_id,) = await waiting_tasks(1, sealer, kind="create_page")
    await ended(task_id, result="Page Shop (ID 1)")
    await ana.say(f"/tasks {task_id}")
    await ana.click(await ana.wait_for_view(f"Task #{task_id}"), "Retry task")
    asked = await ana.wait_for_view("Re-execute")
    await bulk.repeat([task_id], by="U0BEN", batch_id=None, now=datetime.now(UTC))
    await ended(task_id, result="Page Shop (ID 2)")

    assert await ana.submit(asked) is None

    await ana.wait_for_view(lambda view: "Re-executed 0" in ana.reads(view))
    assert await Attempt.filter(task_id=task_id).count() == 2


async def test_the_card_of_a_cancelled_task_names_who_cancelled_it(ana: Person, sealer: Sealer) -> None:
    ids = await waiting_tasks(1, sealer, by="U0BEN")
    await ana.say(f"/tasks {ids[0]}")
    card = await ana.wait_for_view(f"Task #{ids[0]}")

    await ana.click(card, "Cancel execution")

    await ana.wait_for_view(lambda view: "Canceled by <@U0ANA>." in ana.reads(view))
