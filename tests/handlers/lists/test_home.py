"""The Home tab: the same list with the same filters, its own paging, and answers where one looks."""

from datetime import UTC, datetime

import pytest

from bot.sandbox.slack import LocalSlack, Person
from bot.sandbox.slack.finding import controls
from models.domain.lifecycle import LoginStatus, Status
from models.domain.values.batches.standing import UNDO
from models.messages import boards
from models.messages.boards import Board
from models.secrets.sealing import Sealer
from models.tables.tasks import Task
from tests.factories import ended, waiting_tasks

pytestmark = pytest.mark.usefixtures("bot")


async def test_opening_it_shows_the_newest_tasks(ana: Person, sealer: Sealer) -> None:
    await waiting_tasks(3, sealer)

    await ana.visit_home()

    home = await ana.wait_for_home("Total 3 · Page 1 of 1 · 20 per page")
    assert "3 waiting" in ana.reads(home)
    assert "Filter: none" in ana.reads(home)


async def test_it_is_turned_and_filtered_where_it_stands(ana: Person, sealer: Sealer) -> None:
    ids = await waiting_tasks(25, sealer)
    await ended(ids[0])
    await ana.visit_home()
    await ana.click(await ana.wait_for_home("Page 1 of 2"), "Next")
    home = await ana.wait_for_home("Page 2 of 2")

    await ana.click(home, "Filter")
    form = await ana.wait_for_view("Filter")
    await ana.fill(form, {"Execution status": "Execution ends"})
    assert await ana.submit(form) is None

    home = await ana.wait_for_home("Total 1 · Page 1 of 1")
    assert "Filter: status:ended" in ana.reads(home)


async def test_it_is_found_as_it_was_left(ana: Person, sealer: Sealer) -> None:
    await waiting_tasks(25, sealer)
    await ana.visit_home()
    await ana.click(await ana.wait_for_home("Page 1 of 2"), "Next")
    before = await ana.wait_for_home("Page 2 of 2")

    await ana.visit_home()

    home = await ana.wait_for_home(lambda view: view["hash"] != before["hash"])
    assert "Page 2 of 2" in ana.reads(home)


async def test_each_person_has_their_own(ana: Person, slack: LocalSlack, sealer: Sealer) -> None:
    await waiting_tasks(25, sealer)
    async with Person(slack.url, "U0BEN") as ben:
        await ana.visit_home()
        await ben.visit_home()
        await ben.wait_for_home("Page 1 of 2")

        await ana.click(await ana.wait_for_home("Page 1 of 2"), "Last")

        await ana.wait_for_home("Page 2 of 2")
        assert "Page 1 of 2" in ben.reads(await ben.wait_for_home("Total 25"))


async def test_an_operation_is_told_on_it_and_undone_there(ana: Person, sealer: Sealer) -> None:
    ids = await waiting_tasks(2, sealer)
    await ana.visit_home()
    home = await ana.wait_for_home("Total 2")
    await ana.select(home, "Select tasks", [f"#{ids[0]}"])
    await ana.click(home, "Cancel execution")
    assert await ana.submit(await ana.wait_for_view("Cancel execution")) is None
    home = await ana.wait_for_home("Canceled 1 · Skipped 0")
    assert (await Task.get(id=ids[0])).status is Status.CANCELED

    await ana.click(home, "Undo")

    await ana.wait_for_home("*Undone:* 1 task waits again.")
    assert (await Task.get(id=ids[0])).status is Status.WAITING


async def test_what_cannot_be_done_is_said_on_it(ana: Person, sealer: Sealer) -> None:
    await waiting_tasks(1, sealer)
    await ana.visit_home()

    await ana.click(await ana.wait_for_home("Total 1"), "Re-execute")

    await ana.wait_for_home("Select at least one task first")


async def test_it_refreshes_itself_when_a_task_changes(ana: Person, sealer: Sealer) -> None:
    ids = await waiting_tasks(1, sealer)
    await ana.visit_home()
    await ana.wait_for_home("1 waiting")

    await ended(ids[0])

    await ana.wait_for_home("0 waiting", seconds=15)


async def test_each_batch_in_progress_is_told_from_the_others_and_shows_its_tasks(
    ana: Person, sealer: Sealer
) -> None:
    await waiting_tasks(2, sealer)
    await waiting_tasks(5, sealer)
    await ana.visit_home()
    home = await ana.wait_for_home("Your batches in progress")
    assert "Check · 5 accounts of emea · 5 of 5 left · created" in ana.reads(home)
    assert "Check · emea00, emea01 · 2 of 2 left · created" in ana.reads(home)
    (first, *_) = [control for control in controls(home) if "Show tasks" in control.names]

    await ana.act(home, first, {"type": "button", "value": first.element["value"]})

    home = await ana.wait_for_home("Filter: batch:2")
    assert "Total 5 · Page 1 of 1" in ana.reads(home)


async def test_what_needs_me_stands_first_and_one_click_shows_it(ana: Person, sealer: Sealer) -> None:
    ids = await waiting_tasks(3, sealer)
    await ended(ids[0], login=LoginStatus.CHECKPOINT, result="Not done: checkpoint.")
    await ana.visit_home()
    home = await ana.wait_for_home("1 task needs a person")
    (first, *_) = [control for control in controls(home) if "Show tasks" in control.names]

    await ana.act(home, first, {"type": "button", "value": first.element["value"]})

    await ana.wait_for_home("Total 1 · Page 1 of 1")


async def test_the_undo_goes_when_its_time_is_over_and_the_answer_stays(ana: Person, sealer: Sealer) -> None:
    await waiting_tasks(1, sealer)
    await ana.visit_home()
    home = await ana.wait_for_home("Total 1")
    await ana.select(home, "Select tasks", ["#1"])
    await ana.click(home, "Cancel execution")
    assert await ana.submit(await ana.wait_for_view("Cancel execution")) is None
    assert "Undo" in ana.reads(await ana.wait_for_home("You can undo this until"))

    await Board.all().update(news_until=datetime.now(UTC) + boards.NEWS - UNDO)

    home = await ana.wait_for_home(
        lambda home: "[Undo]" not in ana.reads(home) and "Canceled 1" in ana.reads(home)
    )
    assert "Total 1" in ana.reads(home)
