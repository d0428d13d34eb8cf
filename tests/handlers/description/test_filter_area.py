"""Section 2.1.1: the filter area."""

from datetime import UTC, datetime

import pytest

from bot.sandbox.slack import Person
from bot.sandbox.slack.documents import Json
from bot.sandbox.slack.finding import button
from models.domain.lifecycle import Status
from models.secrets.sealing import Sealer
from models.tables.tasks import Task
from models.tasks import counts_rebuild
from tests.factories import ended, some_accounts, waiting_tasks
from tests.handlers.description.conftest import WAYS, Ask, choices, fields, shown_ids, statuses

pytestmark = pytest.mark.usefixtures("bot")


async def _searched(ana: Person, ask: Ask, filled: dict[str, str]) -> Json:
    """The list after Search, with this filled in."""
    listed, form = await _form(ana, ask)
    await ana.fill(form, filled)
    assert await ana.submit(form) is None
    return await ana.wait_for_message(
        lambda message: message["ts"] == listed["ts"] and "Filter: none" not in ana.reads(message)
    )


async def _form(ana: Person, ask: Ask) -> tuple[Json, Json]:
    """A list and its form."""
    listed = await ask("")
    await ana.click(listed, "Filter")
    return listed, await ana.wait_for_view("Filter")


async def _looked_at(ana: Person, ask: Ask) -> Json:
    """The form, closed again."""
    _, form = await _form(ana, ask)
    await ana.close(form)
    return form


async def test_filter_box(ana: Person, ask: Ask) -> None:
    """Filter box, allows to search according to conditions chosen."""
    assert fields(await _looked_at(ana, ask)) == [
        "Create time", "From", "To", "Group", "Task type", "Execution status", "Operation user", "Account ID", "Task ID",
        "Outcome", "Login status", "Operation user or owner", "Batch",
    ]  # fmt: skip


async def test_create_time(ana: Person, ask: Ask, tasks: list[int]) -> None:
    """Create time: the time when the task starts. Users can search tasks of specific period or directly click
    options like All, Yesterday, One week and Thirty days.
    """
    assert {"All", "Yesterday", "One week", "Thirty days"} < set(
        choices(await _looked_at(ana, ask), "Create time")
    )
    await Task.filter(id=tasks[0]).update(created_at=datetime(2026, 1, 31, 12, tzinfo=UTC))
    await counts_rebuild.count_anew()

    assert shown_ids(await _searched(ana, ask, {"From": "2026-01-31", "To": "2026-01-31"})) == tasks[:1]
    assert shown_ids(await _searched(ana, ask, {"Create time": "One week"})) == tasks[:0:-1]
    assert "Total 1 " in ana.reads(await ask("to:2026-02-01"))


async def test_group(ana: Person, ask: Ask, tasks: list[int], sealer: Sealer) -> None:
    """Group: users can select a group to see tasks of that group."""
    await some_accounts(1, sealer, group="apac")

    assert shown_ids(await _searched(ana, ask, {"Group": "emea"})) == tasks[::-1]
    assert "Total 0" in ana.reads(await _searched(ana, ask, {"Group": "apac"}))


async def test_task_type(ana: Person, ask: Ask, tasks: list[int], sealer: Sealer) -> None:
    """Task type: radio button with 6 options: all, check, create page, close notification, create BM, BM invitation
    authorization;
    """
    assert choices(await _looked_at(ana, ask), "Task type") == [
        "All", "Check", "Create page", "Close notification", "Create BM", "BM invitation authorization",
    ]  # fmt: skip
    pages = await waiting_tasks(1, sealer, kind="create_page")

    assert shown_ids(await _searched(ana, ask, {"Task type": "Create page"})) == pages[::-1]


async def test_execution_status(ana: Person, ask: Ask, tasks: list[int]) -> None:
    """Execution status: radio button with 9 options: all, waiting to execution, starting execution, executing,
    execution ends, unknown error, execution timeouts, no proxy, canceled
    """
    assert choices(await _looked_at(ana, ask), "Execution status") == [
        "All", "Waiting to execution", "Starting execution", "Executing", "Execution ends", "Unknown error",
        "Execution timeouts", "No proxy", "Canceled",
    ]  # fmt: skip

    assert shown_ids(await _searched(ana, ask, {"Execution status": "Execution timeouts"})) == [tasks[5]]


async def test_operation_user(ana: Person, ask: Ask, tasks: list[int], sealer: Sealer) -> None:
    """Operation user: users can view the tasks performed by a specific operation user;"""
    bens = await waiting_tasks(1, sealer, by="U0BEN")

    assert shown_ids(await _searched(ana, ask, {"Operation user": "U0BEN"})) == bens[::-1]


@pytest.mark.parametrize(("typed", "total"), [("emea01", 1), ("10000001", 1), ("emea0", 0), ("1000000", 0)])
async def test_account_id(ana: Person, ask: Ask, tasks: list[int], typed: str, total: int) -> None:
    """Account ID: enter the account ID to search tasks of that user. Fuzzy matching is not supported."""
    assert f"Total {total} " in ana.reads(await _searched(ana, ask, {"Account ID": typed}))


async def test_task_id(ana: Person, ask: Ask, sealer: Sealer) -> None:
    """Task ID: enter the task ID to search tasks of that user. Fuzzy matching is not supported."""
    await waiting_tasks(12, sealer)

    assert shown_ids(await _searched(ana, ask, {"Task ID": "1"})) == [1]


async def test_search(ana: Person, ask: Ask, tasks: list[int]) -> None:
    """Search: click search after entering user ID;"""
    _, form = await _form(ana, ask)
    await ana.fill(form, {"Account ID": "10000003"})
    assert form["submit"]["text"] == "Search"

    assert await ana.submit(form) is None

    assert shown_ids(await ana.wait_for_message("Filter: account:10000003")) == [tasks[3]]


async def test_reset(ana: Person, ask: Ask, tasks: list[int]) -> None:
    """Reset: clear all filtering conditions;"""
    message = await ask("status:ended type:check group:emea 1w")

    await ana.click(message, "Reset")

    assert shown_ids(await ana.wait_for_message("Filter: none")) == tasks[::-1]


async def test_refresh(ana: Person, ask: Ask, tasks: list[int]) -> None:
    """Refresh: update the execution status of all tasks in the entire task list;"""
    message = await ask("")
    assert statuses(message) == {Status.WAITING.label: 2, Status.STARTING.label: 1} | dict.fromkeys(
        (way.label for way in WAYS), 1
    )
    await ended(tasks[0])
    await ended(tasks[1])

    await ana.click(message, "Refresh")

    now = await ana.wait_for_message("[0 waiting]")
    assert (now["ts"], statuses(now)[Status.ENDED.label]) == (message["ts"], 3)


async def test_waiting_in_red(ana: Person, ask: Ask, tasks: list[int]) -> None:
    """Tasks that waiting to be executed: shows the number of tasks waiting to be executed with the number in red;"""
    message = await ask("status:ended")
    red, _ = button(message, "2 waiting")
    assert red.element["style"] == "danger"

    await ana.click(message, "2 waiting")

    assert shown_ids(await ana.wait_for_message("Filter: status:waiting")) == tasks[1::-1]
