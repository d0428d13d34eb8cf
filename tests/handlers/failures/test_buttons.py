"""The buttons of the failures, in a conversation over a real Slack's protocol."""

from datetime import UTC, datetime

import pytest

from bot.sandbox.slack import Person
from models.accounts import holds
from models.domain.lifecycle import LoginStatus, Status
from models.domain.outcomes import LOOK_FIRST
from models.secrets.sealing import Sealer
from models.tables.accounts import Account
from models.tables.tasks import Task
from tests.factories import ended, waiting_tasks

pytestmark = pytest.mark.usefixtures("bot")


async def _site_error(task_id: int) -> None:
    await ended(task_id, status=Status.UNKNOWN_ERROR, result="An error.", cause="site_error")


async def _attempts() -> list[int]:
    return [task.attempt for task in await Task.all().order_by("id")]


async def test_show_is_the_list_of_a_cause_and_failed_leads_back(ana: Person, sealer: Sealer) -> None:
    broken, refused, _ = await waiting_tasks(3, sealer)
    await _site_error(broken)
    await ended(refused, result="Not done: no.", cause="not_done")
    await ana.say("/tasks failed")
    screen = await ana.wait_for_message("2 tasks failed")

    await ana.click(screen, "Show")  # the first cause, by its name

    listed = await ana.wait_for_message("Filter: failed cause:not_done 24h")
    assert "Total 1 · Page 1 of 1" in ana.reads(listed)
    await ana.click(listed, "Failed: 2")
    await ana.wait_for_message("2 tasks failed")


async def test_a_page_that_may_have_been_made_runs_again_by_the_question_alone(
    ana: Person, sealer: Sealer
) -> None:
    (page,) = await waiting_tasks(1, sealer, kind="create_page")
    await ended(page, status=Status.UNKNOWN_ERROR, result=f"Lost. {LOOK_FIRST}", cause="browser_crashed")
    await ana.say("/tasks failed")
    screen = await ana.wait_for_message("1 task failed")
    assert "None of them can succeed yet" in ana.reads(screen)

    await ana.click(screen, "Re-execute 1…")

    question = await ana.wait_for_view("Re-execute")
    assert f"#{page} may have made one already" in ana.reads(question)
    assert await _attempts() == [1]
    assert await ana.submit(question) is None
    await ana.wait_for_message("Re-executed 1 · Skipped 0")
    assert await _attempts() == [2]


async def test_where_more_can_succeed_than_the_button_says_it_is_asked_first(
    ana: Person, sealer: Sealer
) -> None:
    first, held = await waiting_tasks(2, sealer)
    await _site_error(first)
    await _site_error(held)
    account = await Account.get(login="emea01")
    await holds.hold([account.id], why="by hand", by="U0ANA", now=datetime.now(UTC))
    await ana.say("/tasks failed")
    screen = await ana.wait_for_message("2 tasks failed")
    await holds.release([account.id], by="U0ANA", now=datetime.now(UTC))

    await ana.click(screen, "Re-execute the 1 that can succeed")

    question = await ana.wait_for_view("Re-execute")
    assert "*2 tasks* of 2 will run again" in ana.reads(question)
    assert await _attempts() == [1, 1]
    assert await ana.submit(question) is None
    await ana.wait_for_message("Re-executed 2 · Skipped 0")


async def test_a_second_click_finds_nothing_that_it_could_run_again(ana: Person, sealer: Sealer) -> None:
    (task_id,) = await waiting_tasks(1, sealer)
    await _site_error(task_id)
    await ana.say("/tasks failed")
    screen = await ana.wait_for_message("1 task failed")

    await ana.click(screen, "Re-execute the 1 that can succeed")
    await ana.wait_for_message("Re-executed 1 · Skipped 0")
    await ana.click(screen, "Re-execute the 1 that can succeed")

    await ana.wait_for_message("None of them can succeed now")
    assert await _attempts() == [2]


async def test_a_wrong_password_is_given_from_the_screen(ana: Person, sealer: Sealer) -> None:
    (task_id,) = await waiting_tasks(1, sealer)
    await ended(
        task_id,
        login=LoginStatus.WRONG_PASSWORD,
        result="Not done: wrong password: so.",
        cause="wrong_password",
    )
    await ana.say("/tasks failed")

    await ana.click(await ana.wait_for_message("1 task failed"), "New password…")

    form = await ana.wait_for_view("New password")
    await ana.fill(form, {"Password": "right"})
    assert await ana.submit(form) is None
    assert (await Account.get(login="emea00")).credentials_at is not None


async def test_what_cannot_succeed_yet_is_left_out_by_one_click(ana: Person, sealer: Sealer) -> None:
    good, dry, refused = await waiting_tasks(3, sealer)
    await _site_error(good)
    await ended(dry, status=Status.NO_PROXY, result="No proxy: none.", cause="no_proxy_assigned")
    await ended(refused, result="Not done: no.", cause="not_done")
    await ana.say("/tasks")
    await ana.click(await ana.wait_for_message("Total 3"), "Select all")
    await ana.click(await ana.wait_for_view("Select all"), "Re-execute")
    question = await ana.wait_for_view("Re-execute")
    shown = ana.reads(question)
    assert "1 task has no proxy: 1 account" in shown
    assert "1 task will fail again: Refused by the site." in shown

    await ana.click(question, "Leave those 2 out")

    question = await ana.wait_for_view(lambda view: "*1 task* of 1 will run again" in ana.reads(view))
    assert await ana.submit(question) is None
    await ana.wait_for_message("Re-executed 1 · Skipped 0")
    assert await _attempts() == [2, 1, 1]


async def test_wrong_parameters_are_edited_where_the_failures_are_shown(ana: Person, sealer: Sealer) -> None:
    pages = await waiting_tasks(2, sealer, kind="create_page")
    for page in pages:
        await ended(page, status=Status.UNKNOWN_ERROR, result="No category.", cause="bad_parameters")
    await Task.filter(id__in=pages).update(params={"page_name": "Shop"})
    await ana.say("/tasks failed")

    await ana.click(await ana.wait_for_message("2 tasks failed"), "Edit…")

    form = await ana.wait_for_view("Edit and re-execute")
    assert await ana.submit(form) == {"Category": "Category is needed."}
    await ana.fill(form, {"Category": "Artist"})
    assert await ana.submit(form) is None
    await ana.wait_for_message("Re-executed 2 · Skipped 0")
    assert {str(task.params) for task in await Task.all()} == {"{'page_name': 'Shop', 'category': 'Artist'}"}
