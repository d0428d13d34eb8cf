"""The list of tasks as a person uses it: filtered, turned, laid out, with the database asked each time."""

import re

import pytest
from playwright.async_api import Locator, expect

from bot.demo.actor import PATIENCE, Desk
from models.domain.lifecycle import Status
from models.secrets.sealing import Sealer
from models.tables.tasks import Task
from tests.factories import claimed, ended, waiting_tasks

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.usefixtures("bot")]
SOCKET_ONLY = pytest.mark.parametrize("transport", ["socket"], indirect=True)


async def a_working_day(sealer: Sealer) -> None:
    """35 checks and as many pages; of the checks 12 are over in several ways and one has just begun."""
    checks = await waiting_tasks(35, sealer)
    await waiting_tasks(35, sealer, kind="create_page")
    ways = (Status.ENDED, Status.TIMED_OUT, Status.NO_PROXY, Status.UNKNOWN_ERROR)
    for place, task_id in enumerate(checks[:12]):
        await ended(task_id, status=ways[place % len(ways)])
    await claimed(checks[12])


async def ids(where: Locator) -> list[int]:
    """The Task IDs in the table, from top to bottom."""
    shown = await where.get_by_role("rowheader").all_inner_texts()
    return [int(words.removeprefix("#")) for words in shown]


async def newest(**wanted: object) -> list[int]:
    """The Task IDs in the database, the newest first."""
    return [task.id for task in await Task.filter(**wanted).order_by("-id")]


async def test_a_list_is_filtered_by_the_form_and_says_so_in_words(desk: Desk, sealer: Sealer) -> None:
    await a_working_day(sealer)
    await desk.say("/tasks")
    shown = await desk.newest("Total 70 · Page 1 of 4 · 20 per page")
    assert await ids(shown) == (await newest())[:20]

    await desk.press(shown, "Filter")
    form = await desk.dialog("Filter")
    await desk.tick(form, "Task type", "Check")
    await desk.tick(form, "Execution status", "Execution timeouts")
    await desk.press(form, "Search")

    shown = await desk.newest("Filter: status:timed_out type:check")
    await expect(shown).to_contain_text("Total 3 · Page 1 of 1")
    await expect(desk.page.get_by_role("dialog")).to_have_count(0, timeout=PATIENCE)
    assert await ids(shown) == await newest(status=Status.TIMED_OUT, type="check")

    await desk.press(shown, "Reset")
    assert await ids(await desk.newest("Filter: none")) == (await newest())[:20]


async def test_the_pages_are_turned_by_buttons_and_by_menus(desk: Desk, sealer: Sealer) -> None:
    await a_working_day(sealer)
    everything = await newest()
    await desk.say("/tasks")
    shown = await desk.newest("Page 1 of 4")

    for button, page in (("Next", 2), ("Next", 3), ("Previous", 2), ("Last", 4), ("First", 1)):
        await desk.press(shown, button)
        shown = await desk.newest(f"Page {page} of 4")
        assert await ids(shown) == everything[20 * (page - 1) : 20 * page]
    await desk.choose(shown, "Go to page", "Page 3")
    shown = await desk.newest("Page 3 of 4")
    assert await ids(shown) == everything[40:60]
    await desk.choose(shown, "Rows per page", "50")

    shown = await desk.newest("50 per page")
    page = int(re.findall(r"Page (\d) of 2", await shown.inner_text())[0])
    assert await ids(shown) == everything[50 * (page - 1) : 50 * page]
    assert await desk.messages().filter(has_text="per page").count() == 1


@SOCKET_ONLY
async def test_the_red_number_leads_to_what_waits_and_refresh_counts_anew(desk: Desk, sealer: Sealer) -> None:
    ids_made = await waiting_tasks(3, sealer)
    await desk.say("/tasks")
    shown = await desk.newest("Total 3")
    red = await shown.get_by_role("button", name="3 waiting").evaluate("node => getComputedStyle(node).color")

    await desk.press(shown, "3 waiting")
    shown = await desk.newest("Filter: status:waiting")
    await ended(ids_made[0])
    await desk.press(shown, "Refresh")

    shown = await desk.newest("Total 2")
    assert await ids(shown) == ids_made[:0:-1]
    await expect(shown.get_by_role("button", name="2 waiting")).to_be_visible()
    reds = [int(part) for part in re.findall(r"\d+", red)[:3]]
    assert reds[0] > 2 * max(reds[1:])


@SOCKET_ONLY
async def test_a_card_has_a_menu_that_runs_its_task_again(desk: Desk, sealer: Sealer) -> None:
    waiting, over = await waiting_tasks(2, sealer)
    await ended(over)
    await desk.say("/tasks")
    await desk.choose(await desk.newest("Total 2"), "Layout", "Layout: cards")
    shown = desk.messages().filter(has_text=f"#{over} · Check · Execution ends")
    await expect(shown.get_by_role("table")).to_have_count(0, timeout=PATIENCE)
    card = shown.locator(".block--section").filter(has_text=f"#{over} ·")

    await desk.pick(card, "Retry task")

    await desk.newest("Re-executed 1 · Skipped 0")
    await desk.newest(f"#{over} · Check · Waiting to execution")
    again = await Task.get(id=over)
    assert (again.status, again.attempt) == (Status.WAITING, 2)
    assert (await Task.get(id=waiting)).attempt == 1
