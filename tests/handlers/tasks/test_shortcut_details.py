"""The shortcut *Task details* on a message: the card of its task; of several, the one that is chosen."""

import pytest

from bot.sandbox.slack import LocalSlack, Person
from bot.settings import Settings
from bot.slack.pacing import slack_client
from handlers.batches import present_batch
from models.messages import status_notes
from models.secrets.sealing import Sealer
from models.tables.messages import Outbox
from models.tables.tasks import Attempt
from tests.factories import ended, some_accounts, waiting_tasks

pytestmark = pytest.mark.usefixtures("bot")


async def _note(slack: LocalSlack, ids: list[int], *, result: str = "") -> None:
    """What a relay writes of tasks that have ended."""
    for task_id in ids:
        await ended(task_id)
    await Attempt.filter(task_id__in=ids).update(**({"result": result} if result else {}))
    await Outbox.all().delete()
    notes = [
        present_batch.note(await status_notes.note(attempt.id))
        for attempt in await Attempt.filter(task_id__in=ids).order_by("task_id")
    ]
    client = slack_client(Settings(slack_api_url=slack.api_url, slack_bot_token=slack.workspace.bot_token))
    await client.chat_postMessage(channel="C0OPS", text="\n\n".join(notes))


async def test_on_a_note_of_several_tasks_one_is_chosen(
    ana: Person, slack: LocalSlack, sealer: Sealer
) -> None:
    ids = await waiting_tasks(3, sealer)
    await _note(slack, ids)

    await ana.shortcut("Task details", await ana.wait_for_message(f"#{ids[0]} · Check"))
    question = await ana.wait_for_view("Which task?")
    assert [f"#{task_id}" in ana.reads(question) for task_id in ids] == [True] * 3
    await ana.click(question, f"Details of #{ids[1]}")

    card = await ana.wait_for_view(f"Task #{ids[1]}")
    await ana.click(card, "Retry task")
    await ana.wait_for_view(lambda view: "Waiting to execution" in ana.reads(view))


async def test_another_number_in_what_a_site_said_is_no_task_of_the_note(
    ana: Person, slack: LocalSlack, sealer: Sealer
) -> None:
    (task_id,) = await waiting_tasks(1, sealer)
    await _note(slack, [task_id], result="You are visitor #17 · welcome")

    await ana.shortcut("Task details", await ana.wait_for_message("visitor"))

    await ana.wait_for_view(f"Task #{task_id}")


async def test_a_message_that_names_no_task_is_said_to_be_no_note(ana: Person, slack: LocalSlack) -> None:
    await ana.say("issue #4711 is mine")

    await ana.shortcut("Task details", await ana.wait_for_message("issue"))

    await ana.wait_for_message("That message is neither a status note nor the message of a batch")


async def test_on_a_batchs_message_its_tasks_are_listed(ana: Person, sealer: Sealer) -> None:
    await waiting_tasks(2, sealer)
    await some_accounts(3, sealer, group="apac")
    await ana.say("/tasks new")
    form = await ana.wait_for_view("New tasks")
    await ana.fill(form, {"Group": "apac"})
    assert await ana.submit(form) is None

    await ana.shortcut("Task details", await ana.wait_for_message("Check · 3 tasks"))

    await ana.wait_for_message("Total 3")
