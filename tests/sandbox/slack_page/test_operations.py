"""Many tasks at once, as a person does it: ticked, asked about, done, told, taken back."""

from datetime import UTC, datetime

import pytest
from playwright.async_api import expect

from bot.demo.actor import PATIENCE, Desk
from models.domain.lifecycle import Status
from models.secrets.sealing import Sealer
from models.tables.tasks import Task
from models.tasks import claims
from tests.factories import claimed, ended, waiting_tasks

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.usefixtures("bot")]


async def statuses(*ids: int) -> list[Status]:
    found = {task.id: task.status for task in await Task.filter(id__in=ids)}
    return [found[task_id] for task_id in ids]


async def five_of_many(sealer: Sealer) -> list[int]:
    """Of 60 tasks the five newest: three wait, one has ended, one is at work."""
    five = (await waiting_tasks(60, sealer))[-5:]
    await ended(five[3])
    assert await claims.begin(await claimed(five[4]), now=datetime.now(UTC))
    return five


async def ask(button: str, ids: list[int], desk: Desk) -> None:
    """Tick tasks in the list and press a button under it."""
    shown = await desk.newest("Total 60")
    await desk.choose(shown, "Select tasks", *(f"#{task_id}" for task_id in ids))
    await desk.press(shown, button)


async def test_what_cannot_be_canceled_is_named_before_and_after(desk: Desk, sealer: Sealer) -> None:
    five = await five_of_many(sealer)
    await desk.say("/tasks")
    await ask("Cancel execution", five, desk)

    asked = await desk.dialog("Cancel execution")
    await expect(asked).to_contain_text("3 tasks of 5 will be canceled.")
    await expect(asked).to_contain_text(f"#{five[3]} is not waiting: Execution ends.")
    await expect(asked).to_contain_text(f"#{five[4]} is not waiting: Executing.")
    assert await statuses(*five[:3]) == [Status.WAITING] * 3
    await desk.press(asked, "Cancel execution")

    receipt = await desk.newest("Canceled 3 · Skipped 2")
    await expect(receipt).to_contain_text(", ".join(f"#{task_id}" for task_id in five[:3]))
    await expect(receipt).to_contain_text(f"#{five[3]} has ended")
    await expect(receipt).to_contain_text(f"#{five[4]} is executing since")
    await expect(desk.page.get_by_role("dialog")).to_have_count(0, timeout=PATIENCE)
    assert await statuses(*five) == [Status.CANCELED] * 3 + [Status.ENDED, Status.EXECUTING]
    assert await Task.filter(status=Status.WAITING).count() == 55


async def test_the_same_tasks_run_again_and_that_is_taken_back(desk: Desk, sealer: Sealer) -> None:
    five = await five_of_many(sealer)
    before = [Status.CANCELED] * 3 + [Status.ENDED, Status.EXECUTING]
    await desk.say("/tasks")
    await ask("Cancel execution", five, desk)
    await desk.press(await desk.dialog("Cancel execution"), "Cancel execution")
    await desk.newest("Canceled 3 · Skipped 2")
    listed = await desk.newest("Total 60")
    await expect(listed.get_by_role("row").nth(1)).to_contain_text("Executing", timeout=PATIENCE)
    await expect(listed.get_by_role("row").nth(5)).to_contain_text(
        "Canceled", timeout=PATIENCE
    )  # it is drawn anew
    await ask("Re-execute", five, desk)

    asked = await desk.dialog("Re-execute")
    await expect(asked).to_contain_text(
        "5 tasks of 5 will run again. 1 task of them after the present attempt."
    )
    assert await statuses(*five) == before
    await desk.press(asked, "Re-execute")

    receipt = await desk.newest("Re-executed 5 · Skipped 0")
    assert await statuses(*five) == [Status.WAITING] * 4 + [Status.EXECUTING]
    assert (await Task.get(id=five[4])).again_by == "U0ANA"
    await desk.press(receipt, "Undo")

    await desk.newest("Undone: 5 tasks are what they were.")
    assert await statuses(*five) == before
    assert (await Task.get(id=five[4])).again_by == ""


async def test_a_button_without_ticks_says_what_to_do(desk: Desk, sealer: Sealer) -> None:
    await waiting_tasks(2, sealer)
    await desk.say("/tasks")

    await desk.press(await desk.newest("Total 2"), "Cancel execution")

    await desk.newest("Select at least one task first")
    await expect(desk.page.get_by_role("dialog")).to_have_count(0)
