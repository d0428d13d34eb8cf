"""A second person's yes: what was asked for is frozen, and runs only when somebody else has approved it."""

from collections.abc import AsyncIterator

import pytest

from bot.sandbox.slack import LocalSlack, Person
from bot.settings import Settings
from models.access.grants import Audit
from models.batches.approval_table import Approval
from models.domain.lifecycle import LoginStatus, Status
from models.domain.values.batches.approvals import ApprovalAnswer
from models.secrets.sealing import Sealer
from models.sql import run
from models.tables.tasks import Task
from tests.factories import ended, some_accounts, waiting_tasks

pytestmark = pytest.mark.usefixtures("bot")


@pytest.fixture
def config(config: Settings) -> Settings:
    """More than two tasks, and each page, need a second person."""
    return config.model_copy(update={"approve_above": 2, "approve_types": ("create_page",)})


@pytest.fixture
async def ben(slack: LocalSlack) -> AsyncIterator[Person]:
    async with Person(slack.url, "U0BEN") as person:
        yield person


async def _ask(ana: Person, sealer: Sealer, accounts: int = 3) -> None:
    await some_accounts(accounts, sealer)
    await ana.say("/tasks new")
    form = await ana.wait_for_view("New tasks")
    await ana.fill(form, {"Group": "emea"})
    assert await ana.submit(form) is None


async def test_a_large_batch_is_made_when_somebody_else_approves_it(
    ana: Person, ben: Person, sealer: Sealer
) -> None:
    await _ask(ana, sealer)
    await ana.wait_for_message("This needs a second person")
    question = await ben.wait_for_message("*Check · 3 tasks* needs a second person.")
    assert await Task.all().count() == 0

    await ben.click(question, "Approve")

    await ben.wait_for_message("*Check · 3 tasks* was approved by <@U0BEN>.")
    assert {task.operation_user for task in await Task.all()} == {"U0ANA"}
    assert await Audit.filter(actor="U0BEN", action="approve", allowed=True).count() == 1


async def test_nobody_approves_what_they_asked_for_but_may_take_it_back(ana: Person, sealer: Sealer) -> None:
    await _ask(ana, sealer)
    question = await ana.wait_for_message("needs a second person.\nAsked by")

    await ana.click(question, "Approve")
    await ana.wait_for_message("Somebody else must approve it.")
    await ana.click(question, "Reject")

    await ana.wait_for_message("*Check · 3 tasks* was rejected by <@U0ANA>.")
    assert await Task.all().count() == 0


async def test_a_small_batch_of_a_usual_type_needs_nobody(ana: Person, sealer: Sealer) -> None:
    await _ask(ana, sealer, accounts=2)

    await ana.wait_for_message("Check · 2 tasks")
    assert await Task.all().count() == 2


async def test_a_second_page_is_made_only_after_a_second_persons_yes(
    ana: Person, ben: Person, sealer: Sealer
) -> None:
    (task_id,) = await waiting_tasks(1, sealer, kind="create_page")
    await ended(task_id)
    await ana.say(f"/tasks retry {task_id}")
    await ana.submit(await ana.wait_for_view("Re-execute"))
    question = await ben.wait_for_message("*Re-execute · Create page · 1 task* needs a second person.")
    assert (await Task.get(id=task_id)).status is Status.ENDED

    await ben.click(question, "Approve")

    await ben.wait_for_message("*Re-execute · Create page · 1 task* was approved by <@U0BEN>.")
    assert (await Task.get(id=task_id)).status is Status.WAITING


async def test_two_who_press_approve_make_one_batch(
    ana: Person, ben: Person, slack: LocalSlack, sealer: Sealer
) -> None:
    await _ask(ana, sealer)
    question = await ben.wait_for_message("*Check · 3 tasks* needs a second person.")

    async with Person(slack.url, "U0CHEN") as chen:
        await ben.click(question, "Approve")
        await chen.click(question, "Approve")
        await chen.wait_for_message("was approved by")

    assert await Task.all().count() == 3


async def test_an_old_message_answers_no_question_that_was_given_its_number_by_a_restored_database(
    ana: Person, ben: Person, sealer: Sealer
) -> None:
    await _ask(ana, sealer)
    old = await ben.wait_for_message("*Check · 3 tasks* needs a second person.")
    await Approval.all().delete()
    await run("DELETE FROM sqlite_sequence WHERE name = 'approval'", [])
    await _ask(ana, sealer, accounts=4)
    asked = "needs a second person.\nAsked by"
    new = last = await ben.wait_for_message(asked, after=old["ts"])

    for button in ("Approve", "Reject", "Show accounts"):
        await ben.click(old, button)
        last = await ben.wait_for_message("This message does not stand for that any more", after=last["ts"])
    assert await Approval.all().values_list("id", "answer") == [(1, ApprovalAnswer.ASKED)]

    await ben.click(new, "Approve")
    await ben.wait_for_message("was approved by <@U0BEN>.")


async def test_who_approves_can_look_at_the_accounts_of_a_batch_that_is_not_made_yet(
    ana: Person, ben: Person, sealer: Sealer
) -> None:
    await _ask(ana, sealer)
    await ana.say("/accounts hold emea01 away")
    question = await ben.wait_for_message("*Check · 3 tasks* needs a second person.")

    await ben.click(question, "Show accounts")

    shown = ben.reads(await ben.wait_for_view("Accounts"))
    assert "*emea* · 3 accounts\nemea00, emea01 🔒, emea02" in shown
    assert "🔒 1 account on hold: tasks wait there until the hold ends." in shown
    assert await Task.all().count() == 0


async def test_who_approves_can_look_at_the_frozen_tasks_of_an_operation(
    ana: Person, ben: Person, sealer: Sealer
) -> None:
    task_id, _ = await waiting_tasks(2, sealer, kind="create_page")
    await ended(task_id)
    await ana.say(f"/tasks retry {task_id}")
    await ana.submit(await ana.wait_for_view("Re-execute"))
    question = await ben.wait_for_message("*Re-execute · Create page · 1 task* needs a second person.")

    await ben.click(question, "Show tasks")

    listed = ben.reads(await ben.wait_for_message("Filter: batch:2"))
    assert "Total 1 ·" in listed
    assert f"#{task_id}" in listed


async def test_who_approves_is_told_whose_accounts_it_is_about_and_what_cannot_be_undone(
    ana: Person, ben: Person, sealer: Sealer
) -> None:
    ids = await waiting_tasks(2, sealer, kind="create_page")
    await ended(ids[0], result="Page Shop (ID 1)")
    await ended(ids[1], status=Status.UNKNOWN_ERROR, login=LoginStatus.UNKNOWN, result="An error.")
    await ana.say(f"/tasks retry {ids[0]} {ids[1]}")
    assert await ana.submit(await ana.wait_for_view("Re-execute")) is None

    question = ben.reads(await ben.wait_for_message("needs a second person."))

    assert "Accounts: emea00, emea01 · group emea" in question
    assert "1 task has made a page or business manager already, or may have." in question
