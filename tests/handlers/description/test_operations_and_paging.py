"""Sections 2.1.3 and 2.1.4: the operation buttons and the paging area."""

import pytest

from bot.sandbox.slack import Person
from bot.sandbox.slack.documents import Json
from models.domain.lifecycle import Status
from models.secrets.sealing import Sealer
from models.tables.tasks import Task
from tests.factories import waiting_tasks
from tests.handlers.description.conftest import Ask, choices, names, shown_ids

pytestmark = pytest.mark.usefixtures("bot")


async def _selected(ana: Person, ask: Ask, ids: list[int], pressed: str) -> Json:
    """The question that comes when a button is pressed with these tasks ticked."""
    message = await ask("")
    await ana.select(message, "Select tasks", [f"#{task_id} " for task_id in ids])
    await ana.click(message, pressed)
    return await ana.wait_for_view(pressed)


async def _statuses() -> list[Status]:
    return [task.status for task in await Task.all().order_by("id")]


async def test_cancel_in_batch(ana: Person, ask: Ask, tasks: list[int]) -> None:
    """Cancel execution in batch: for tasks that are in the “waiting to execution” status, users can cancel them by
    selecting them and clicking the button. It should be noted that “executing” tasks cannot be canceled;
    """
    before = await _statuses()
    question = await _selected(ana, ask, tasks, "Cancel execution")
    assert "*2 tasks* of 7 will be canceled" in ana.reads(question)

    assert await ana.submit(question) is None

    receipt = ana.reads(await ana.wait_for_message("Canceled 2 · Skipped 5"))
    assert f"#{tasks[2]} is starting since" in receipt
    assert await _statuses() == [Status.CANCELED, Status.CANCELED, *before[2:]]


async def test_re_execution_in_batch(ana: Person, ask: Ask, tasks: list[int]) -> None:
    """Batch re-execution: for tasks in any status, users can select tasks and click the button to re-execute tasks.
    Suggest not to select tasks in No proxy status.
    """
    question = await _selected(ana, ask, tasks, "Re-execute")
    assert "1 task has no proxy: 1 account" in ana.reads(question)

    assert await ana.submit(question) is None

    await ana.wait_for_message(
        "Re-executed 5 · Skipped 2"
    )  # two wait already, one runs after its present attempt
    assert await _statuses() == [*[Status.WAITING] * 2, Status.STARTING, *[Status.WAITING] * 4]
    assert (await Task.get(id=tasks[2])).again_by == "U0ANA"


async def test_paging_area(ana: Person, ask: Ask, sealer: Sealer) -> None:
    """Contains the total data number, the current page and the total page number, and the number of data displayed on
    each page. There are four options: 10, 20, 50 and 100.
    """
    ids = await waiting_tasks(45, sealer)
    message = await ask("")
    assert "Total 45 · Page 1 of 3 · 20 per page" in ana.reads(message)
    assert choices(message, "Rows per page") == [
        "10 rows per page",
        "20 rows per page",
        "50 rows per page",
        "100 rows per page",
    ]
    assert {"Next", "Last"} < names(message)

    await ana.click(message, "Last")
    message = await ana.wait_for_message("Total 45 · Page 3 of 3 · 20 per page")
    assert shown_ids(message) == ids[4::-1]
    await ana.select(message, "Rows per page", "50")

    message = await ana.wait_for_message("Total 45 · Page 1 of 1 · 50 per page")
    assert shown_ids(message) == ids[::-1]
