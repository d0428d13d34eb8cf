"""*Run next* on a task, a selection and a batch; the card says where a task stands."""

import pytest

from handlers.slack.ids import Do
from models.ranks.levels import Level
from models.secrets.sealing import Sealer
from models.tables.tasks import Task
from models.tasks import queries
from tests.factories import waiting_tasks
from tests.handlers.bolt_harness import BoltHarness

_ADMIN = "U0FIRST"
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
async def tasks(database: str, sealer: Sealer) -> list[int]:
    return await waiting_tasks(4, sealer)


async def _levels() -> list[str]:
    return [Level.of(task.rank).value for task in await Task.all().order_by("id")]


async def test_tasks_and_batches_are_moved_by_command(tasks: list[int]) -> None:
    harness = BoltHarness()

    await harness.say("/tasks", f"next {tasks[2]}", user=_ADMIN)
    assert await _levels() == ["normal", "normal", "next", "normal"]
    assert "1 task runs next" in harness.slack.said[-1]
    assert harness.slack.notified == [tasks[2]]

    await harness.say("/tasks", "later batch:1", user=_ADMIN)
    assert await _levels() == ["later"] * 4
    await harness.say("/tasks", "later batch:1", user=_ADMIN)
    assert "Nothing changed" in harness.slack.said[-1]
    await harness.say("/tasks", "next batch:9", user=_ADMIN)
    assert "There is no batch 9" in harness.slack.said[-1]


async def test_the_selected_tasks_are_moved_by_the_menu_under_the_list(tasks: list[int]) -> None:
    ticked = {"selected_options": [{"value": str(task)} for task in tasks[1:3]]}

    await BoltHarness().click(
        Do.LIST_MENU,
        user=_ADMIN,
        value=Do.RUN_NEXT_SELECTED,
        state={"values": {"rows:1": {Do.SELECT_TASKS: ticked}}},
    )

    assert await _levels() == ["normal", "next", "next", "normal"]
    assert [Level.of(row.rank) for row in await queries.task_rows(tasks[1:2])] == [Level.NEXT]


async def test_the_card_says_the_place_and_moves_the_task(tasks: list[int]) -> None:
    harness = BoltHarness()
    await harness.say("/tasks", str(tasks[3]), user=_ADMIN)
    assert "3 tasks begin before it; none has begun in the last 10 minutes." in str(harness.slack.views[-1])

    await harness.click(Do.RUN_NEXT, user=_ADMIN, value=str(tasks[3]))

    assert "It is the next one." in str(harness.slack.updated[-1])
    assert await _levels() == ["normal", "normal", "normal", "next"]
    await harness.click(Do.USUAL_ORDER, user=_ADMIN, value=str(tasks[3]))
    assert await _levels() == ["normal"] * 4
