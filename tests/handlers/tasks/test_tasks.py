"""The console through the outside: what people type and click in Slack."""

from datetime import UTC, datetime

import pytest

from bot.sandbox.slack import Person
from handlers.words.command_words import VERBS
from models.domain.lifecycle import Status
from models.secrets.sealing import Sealer
from models.tables.tasks import Task
from models.tasks import claims
from tests.factories import claimed, ended, some_accounts, waiting_tasks

pytestmark = pytest.mark.usefixtures("bot")


async def test_next_turns_the_page(ana: Person, sealer: Sealer) -> None:
    await waiting_tasks(25, sealer)
    await ana.say("/tasks")
    first = await ana.wait_for_message("Page 1 of 2")

    await ana.click(first, "Next")

    await ana.wait_for_message("Page 2 of 2")


async def test_a_waiting_task_is_cancelled_after_the_numbers_were_named(ana: Person, sealer: Sealer) -> None:
    ids = await waiting_tasks(3, sealer)
    await ended(ids[0])
    await ana.say("/tasks")
    message = await ana.wait_for_message("Total 3")
    await ana.select(message, "Select tasks", [f"#{ids[0]}", f"#{ids[1]}"])

    await ana.click(message, "Cancel execution")
    view = await ana.wait_for_view("Cancel execution")
    assert "*1 task* of 2 will be canceled" in ana.reads(view)
    assert await ana.submit(view) is None

    receipt = await ana.wait_for_message("Canceled 1 · Skipped 1")
    assert f"#{ids[0]} has ended" in ana.reads(receipt)


async def test_unknown_words_get_the_nearest_one(ana: Person) -> None:
    await ana.say("/tasks statsu:waiting")

    await ana.wait_for_message("Did you mean `status:`?")


async def test_an_unknown_task_is_said_to_be_none(ana: Person) -> None:
    await ana.say("/tasks 999999")

    await ana.wait_for_message("There is no task #999999.")


@pytest.mark.parametrize(("channel", "shown"), [("account-ops", "C0OPS"), ("", "D0ANA")])
async def test_opened_in_no_channel_the_form_asks_where_the_batch_is_shown(
    ana: Person, sealer: Sealer, channel: str, shown: str
) -> None:
    await some_accounts(1, sealer)
    await ana.shortcut("New tasks")
    view = await ana.wait_for_view("New tasks")
    await ana.fill(view, {"Task type": "Close notification"})
    await ana.fill(view, {"Group": "emea"} | ({"Channel": channel} if channel else {}))
    assert await ana.submit(view) is None

    await ana.wait_for_message("Close notification · 1 task", channel=shown)


async def test_new_tasks_makes_a_batch_with_a_message_and_waiting_tasks(ana: Person, sealer: Sealer) -> None:
    await some_accounts(3, sealer)
    await ana.say("/tasks new")
    view = await ana.wait_for_view("New tasks")
    await ana.fill(view, {"Task type": "Create page"})
    view = await ana.wait_for_view(lambda form: "Page name" in ana.reads(form))
    await ana.fill(
        view,
        {
            "Accounts": ["emea00", "emea01"],
            "Page name": "Acme",
            "Category": "Community",
            "Why": "Spring sale",
        },
    )

    assert await ana.submit(view) is None

    message = await ana.wait_for_message("Create page · 2 tasks")
    assert "Spring sale" in ana.reads(message)
    await ana.say("/tasks")
    await ana.wait_for_message("Total 2")


async def test_a_bad_parameter_is_told_at_its_field_and_nothing_is_created(
    ana: Person, sealer: Sealer
) -> None:
    await some_accounts(1, sealer)
    await ana.say("/tasks new")
    view = await ana.wait_for_view("New tasks")
    await ana.fill(view, {"Task type": "BM invitation authorization"})
    view = await ana.wait_for_view(lambda form: "Invitation link" in ana.reads(form))
    await ana.fill(view, {"Group": "emea", "Invitation link": "not a link"})

    errors = await ana.submit(view)

    assert errors == {
        "Invitation link": "Invitation link must be a whole link, such as https://example.com/invitations/AB12."
    }
    assert await Task.all().count() == 0


async def test_accounts_or_a_group_must_be_chosen_and_not_both(ana: Person, sealer: Sealer) -> None:
    await some_accounts(1, sealer)
    await ana.say("/tasks new")
    view = await ana.wait_for_view("New tasks")

    assert await ana.submit(view) == {"Accounts": "Choose at least one account, or a group."}
    await ana.fill(view, {"Accounts": ["emea00"], "Group": "emea"})
    assert await ana.submit(view) == {"Group": "Choose accounts or a group, not both."}


async def test_the_card_retries_a_task_that_is_over(ana: Person, sealer: Sealer) -> None:
    ids = await waiting_tasks(1, sealer)
    await ended(ids[0])
    await ana.say(f"/tasks {ids[0]}")
    card = await ana.wait_for_view(f"Task #{ids[0]}")

    await ana.click(card, "Retry task")

    again = await ana.wait_for_view(lambda view: "Re-executed 1 · Skipped 0" in ana.reads(view))
    assert "Waiting to execution" in ana.reads(again)


async def test_running_an_ended_create_page_again_is_asked_twice(ana: Person, sealer: Sealer) -> None:
    ids = await waiting_tasks(1, sealer, kind="create_page")
    await ended(ids[0], result="Page Shop (ID 1)")
    await ana.say(f"/tasks {ids[0]}")
    card = await ana.wait_for_view(f"Task #{ids[0]}")

    await ana.click(card, "Retry task")
    asked = await ana.wait_for_view("Re-execute")
    assert "Page Shop (ID 1)" in ana.reads(asked)
    assert (await Task.get(id=ids[0])).status is Status.ENDED
    assert await ana.submit(asked) is None

    await ana.wait_for_view(lambda view: "Re-executed 1" in ana.reads(view))


async def test_running_a_create_page_again_while_it_executes_is_asked_too(
    ana: Person, sealer: Sealer
) -> None:
    (task_id,) = await waiting_tasks(1, sealer, kind="create_page")
    assert await claims.begin(await claimed(task_id), now=datetime.now(UTC))
    await ana.say(f"/tasks {task_id}")
    card = await ana.wait_for_view(f"Task #{task_id}")

    await ana.click(card, "Retry task")

    asked = await ana.wait_for_view("Re-execute")
    assert f"#{task_id} is executing now and may make one." in ana.reads(asked)
    assert (await Task.get(id=task_id)).again_by == ""


async def test_an_empty_selection_is_told_what_to_do(ana: Person, sealer: Sealer) -> None:
    await waiting_tasks(1, sealer)
    await ana.say("/tasks")
    message = await ana.wait_for_message("Total 1")

    await ana.click(message, "Re-execute")

    await ana.wait_for_message("Select at least one task first")


async def test_rows_per_page_and_go_to_page_keep_the_filter(ana: Person, sealer: Sealer) -> None:
    await waiting_tasks(45, sealer)
    await ana.say("/tasks status:waiting")
    message = await ana.wait_for_message("Page 1 of 3 · 20 per page")

    await ana.select(message, "Rows per page", "10")
    message = await ana.wait_for_message("Page 1 of 5 · 10 per page")
    await ana.select(message, "Go to page", "Page 4")

    message = await ana.wait_for_message("Page 4 of 5 · 10 per page")
    assert "Filter: status:waiting" in ana.reads(message)


async def test_help_names_every_command(ana: Person) -> None:
    await ana.say("/tasks help")

    message = await ana.wait_for_message("Filter words")
    assert all(usage.typed in ana.reads(message) for verb in VERBS.values() for usage in verb.usages)


async def test_an_empty_list_says_how_to_begin(ana: Person) -> None:
    await ana.say("/tasks")

    await ana.wait_for_message("No tasks yet.")


async def test_a_filter_that_matches_nothing_says_so(ana: Person, sealer: Sealer) -> None:
    await waiting_tasks(1, sealer)

    await ana.say("/tasks status:timed_out")

    await ana.wait_for_message("No task matches this filter.")


async def test_who_creates_tasks_is_told_their_numbers_at_once(ana: Person, sealer: Sealer) -> None:
    await some_accounts(3, sealer)
    await ana.say("/tasks new check")
    form = await ana.wait_for_view("New tasks")
    await ana.fill(form, {"Group": "emea"})

    assert await ana.submit(form) is None

    answer = await ana.wait_for_message("Created 3 tasks: #1 to #3. Follow them in")
    assert answer["is_ephemeral"]


async def test_where_the_bot_is_not_a_member_the_batch_comes_as_a_direct_message(
    ana: Person, sealer: Sealer
) -> None:
    await some_accounts(1, sealer)
    await ana.say("/tasks new", channel="C0RANDOM")
    form = await ana.wait_for_view("New tasks")
    await ana.fill(form, {"Group": "emea"})

    assert await ana.submit(form) is None

    direct = next(channel for channel in ana.memory.messages if channel.startswith("D"))
    await ana.wait_for_message("Check · 1 task", channel=direct)
    await ana.wait_for_message("Created 1 task: #1.", channel=direct)
