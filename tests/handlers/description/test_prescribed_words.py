"""The words by which people find things: they stay as they were prescribed, whatever else is said better."""

import pytest

from bot.sandbox.slack import Person
from bot.sandbox.slack.finding import buttons, field, labels
from handlers.lists.blocks import COLUMNS
from models.domain.lifecycle import LoginStatus, Status
from models.domain.task_types import TASK_TYPES
from models.secrets.sealing import Sealer
from tests.factories import ended, waiting_tasks
from tests.handlers.description.conftest import Ask

pytestmark = pytest.mark.usefixtures("bot")

_COLUMNS = "Task ID|Task type|Account ID|Login status|Execution status|Execution result|Status note|Creation time|End time|Operation user"
_STATUSES = "Waiting to execution|Starting execution|Executing|Execution ends|Unknown error|Execution timeouts|No proxy|Canceled"
_TYPES = "Check|Create page|Close notification|Create BM|BM invitation authorization"
_ON_A_LIST = "Filter|Reset|Refresh|New tasks|Cancel execution|Re-execute|Details|Share|Select all|First|Previous|Next|Last"
_FILTER = "Create time|From|To|Group|Task type|Execution status|Operation user|Account ID|Task ID"  # and others beside


def test_columns_statuses_and_types_are_called_as_described() -> None:
    assert "|".join(COLUMNS) == _COLUMNS
    assert {status.label for status in Status} == set(_STATUSES.split("|"))
    assert {kind.label for kind in TASK_TYPES.values()} == set(_TYPES.split("|"))
    assert LoginStatus.LOGGED_IN.label == "logged in"


async def test_a_list_has_its_buttons_menus_and_lines(ana: Person, ask: Ask, sealer: Sealer) -> None:
    await ended((await waiting_tasks(45, sealer))[0])
    await ana.click(await ask(""), "Next")
    message = await ana.wait_for_message("Total 45 · Page 2 of 3 · 20 per page")

    pressed = buttons(message)
    assert [
        word for word in _ON_A_LIST.split("|") if not any(name.startswith(word) for name in pressed)
    ] == []
    assert "44 waiting" in pressed
    assert [field(message, name).kind for name in ("Select tasks", "Rows per page", "Go to page")]
    assert "Filter: none" in ana.reads(message)
    await ask("status:waiting type:check 1w")
    await ana.wait_for_message("Filter: status:waiting type:check 1w")


async def test_the_forms_have_their_fields(ana: Person, ask: Ask, sealer: Sealer) -> None:
    await waiting_tasks(1, sealer)
    await ana.click(await ask(""), "Filter")
    form = await ana.wait_for_view("Filter")
    assert set(_FILTER.split("|")) <= set(labels(form).values())
    assert form["submit"]["text"] == "Search"
    await ana.close(form)

    await ana.say("/tasks new")
    form = await ana.wait_for_view("New tasks")
    assert {"Task type", "Accounts", "Group", "Why"} <= set(labels(form).values())
