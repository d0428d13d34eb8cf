"""Clicks on the card of a task."""

import asyncio

import pytest

from bot.sandbox.slack import LocalSlack, Person
from models.secrets.sealing import Sealer
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


async def test_the_card_of_a_cancelled_task_names_who_cancelled_it(ana: Person, sealer: Sealer) -> None:
    ids = await waiting_tasks(1, sealer, by="U0BEN")
    await ana.say(f"/tasks {ids[0]}")
    card = await ana.wait_for_view(f"Task #{ids[0]}")

    await ana.click(card, "Cancel execution")

    await ana.wait_for_view(lambda view: "Canceled by <@U0ANA>." in ana.reads(view))
