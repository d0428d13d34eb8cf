"""The steps of the tour, in order. Each acts, waits for what a person would wait for, and returns what it saw."""

import re
from collections import Counter
from dataclasses import dataclass, field

from playwright.async_api import ViewportSize, expect

from bot.demo.actor import PATIENCE, Desk
from bot.demo.environment import Environment
from bot.demo.personas import cast
from bot.demo.reading import first, line, second_attempt, shows
from bot.demo.trouble_steps import (
    end_a_checkpoint,
    execute_again_what_can_succeed,
    see_what_failed,
    type_the_code_that_the_site_asks_for,
)

DOZEN = 12
_WORK = 180_000  # milliseconds a dozen tasks may take on a slow machine
_UNHURRIED = 1000  # milliseconds the site takes for each answer
_WIDE = ViewportSize(width=1920, height=1000)  # the picture of the README
_PAGE_NAME = "Acme Spring Shop"


class StepFailed(Exception):
    """Something was not as it must be."""


@dataclass
class Memory:
    """What later steps need of earlier ones."""

    chosen: list[str] = field(default_factory=list[str])
    task: str = ""


async def ask_for_help(desk: Desk, _memory: Memory, _environment: Environment) -> str:
    await desk.say("/tasks help")
    seen = await desk.newest("Filter words")
    return f"{await seen.locator('code').count()} words explained"


async def fill_the_form_for_a_dozen_accounts(desk: Desk, memory: Memory, _environment: Environment) -> str:
    memory.chosen = [persona.login for persona in cast()[:DOZEN]]
    await desk.say("/tasks new")
    form = await desk.dialog("New tasks")
    await desk.choose(form, "Task type", "Create page")
    await expect(form.get_by_label("Page name")).to_be_visible(timeout=PATIENCE)
    await desk.choose(form, "Accounts", *memory.chosen)
    await desk.write(form, "Page name", _PAGE_NAME)
    await desk.choose(form, "Category", "Local business")
    await desk.write(form, "Why", "Spring campaign")
    return f"{len(memory.chosen)} accounts chosen, parameters of Create page shown"


async def create_the_batch(desk: Desk, _memory: Memory, _environment: Environment) -> str:
    await desk.press(await desk.dialog("New tasks"), "Create")
    await expect(desk.page.get_by_role("dialog")).to_have_count(0, timeout=PATIENCE)
    message = await desk.newest(f"Create page · {DOZEN} tasks")
    return line(await message.inner_text(), "done")


async def watch_the_progress(desk: Desk, _memory: Memory, _environment: Environment) -> str:
    message = await desk.newest(f"Create page · {DOZEN} tasks")
    await expect(message).to_contain_text(re.compile(rf"\b([1-9]|1[01]) of {DOZEN} done"), timeout=_WORK)
    return line(await message.inner_text(), "done")


async def see_the_batch_done(desk: Desk, _memory: Memory, _environment: Environment) -> str:
    message = await desk.newest(f"Create page · {DOZEN} tasks")
    await expect(message).to_contain_text(f"{DOZEN} of {DOZEN} done", timeout=_WORK)
    await expect(message).to_contain_text(f"Execution ends {DOZEN}")
    return line(await message.inner_text(), "Execution ends")


async def read_the_status_notes(desk: Desk, _memory: Memory, _environment: Environment) -> str:
    message = await desk.newest(f"Create page · {DOZEN} tasks")
    thread = await desk.open_thread(message)
    notes = thread.get_by_role("listitem").filter(has_text="Create page · Execution ends")
    # A busy batch has several notes in one message.
    every = re.compile(rf"(#\d+ · Create page · Execution ends.*){{{DOZEN}}}", re.DOTALL)
    await expect(thread).to_contain_text(every, timeout=60_000)
    loaded = await thread.locator("img").evaluate_all(
        "async images => { await Promise.all(images.map(image => image.decode())); "
        "return images.filter(image => image.naturalWidth > 600).length }"
    )
    if loaded < DOZEN:
        raise StepFailed(f"{loaded} of {DOZEN} screenshots are pictures")
    await notes.last.scroll_into_view_if_needed()
    return f"{DOZEN} notes, each with its screenshot; the last: {first(await notes.last.inner_text())}"


async def open_a_screenshot(desk: Desk, _memory: Memory, _environment: Environment) -> str:
    thread = desk.page.get_by_role("complementary", name="Thread")
    await thread.locator("img").last.click()
    large = desk.page.get_by_role("dialog").locator("img")
    await expect(large).to_be_visible(timeout=PATIENCE)
    return "the practice site's page, large"


async def open_the_list(desk: Desk, _memory: Memory, _environment: Environment) -> str:
    await desk.page.keyboard.press("Escape")
    await (
        desk.page.get_by_role("complementary", name="Thread")
        .get_by_role("button", name=re.compile("Close"))
        .click()
    )
    await desk.say("/tasks")
    message = await desk.newest("Page 1 of")
    columns = await message.get_by_role("columnheader").all_inner_texts()
    if len(columns) != 10:  # noqa: PLR2004 - the ten columns of the list
        raise StepFailed(f"the list has {len(columns)} columns: {columns}")
    await desk.scroll_to_top_of(message)
    return line(await message.inner_text(), "Total")


async def turn_to_the_next_page(desk: Desk, _memory: Memory, _environment: Environment) -> str:
    await desk.press(await desk.newest("Page 1 of"), "Next")
    return line(await (await desk.newest("Page 2 of")).inner_text(), "Total")


async def ask_for_a_check_of_a_whole_group(desk: Desk, _memory: Memory, environment: Environment) -> str:
    environment.site.state.latency_ms = (
        _UNHURRIED  # until the cancel: else there may be nothing left to cancel
    )
    await desk.say("/tasks new")
    form = await desk.dialog("New tasks")
    await desk.choose(form, "Group", "emea")
    await desk.write(form, "Why", "Morning check")
    await desk.press(form, "Create")
    return line(await (await desk.newest("Morning check")).inner_text(), "tasks")


async def show_what_waits(desk: Desk, _memory: Memory, _environment: Environment) -> str:
    await desk.say("/tasks")
    message = await desk.newest("Page 1 of")
    await message.get_by_role("button", name=re.compile(r"\d+ waiting")).click()
    return line(await (await desk.newest("Filter: status:waiting")).inner_text(), "Total")


async def cancel_one_that_waits(desk: Desk, memory: Memory, _environment: Environment) -> str:
    message = await desk.newest("Filter: status:waiting")
    # The newest waits longest for its turn.
    memory.task = (await message.get_by_role("row").nth(1).inner_text()).split()[0]
    await desk.choose(message, "Select tasks", memory.task)
    await desk.page.keyboard.press("Escape")
    await desk.press(message, "Cancel execution")
    return f"asked about {memory.task}: {line(await (await desk.dialog('Cancel execution')).inner_text(), 'task')}"


async def confirm_the_cancel(desk: Desk, memory: Memory, environment: Environment) -> str:
    await desk.press(await desk.dialog("Cancel execution"), "Cancel execution")
    environment.site.state.latency_ms = 0
    return (
        f"{memory.task}: {line(await (await desk.newest('Canceled 1 · Skipped 0')).inner_text(), 'Canceled')}"
    )


async def retry_it_from_its_card(desk: Desk, memory: Memory, _environment: Environment) -> str:
    await desk.say(f"/tasks {memory.task.removeprefix('#')}")
    card = await desk.dialog(f"Task {memory.task}")
    await expect(card).to_contain_text("Canceled")
    await desk.press(card, "Retry task")
    await expect(card).to_contain_text("Re-executed 1 · Skipped 0", timeout=PATIENCE)
    return line(await card.inner_text(), "Re-executed")


async def see_its_outcome(desk: Desk, memory: Memory, _environment: Environment) -> str:
    card = await desk.dialog(f"Task {memory.task}")
    for _ in range(60):
        await desk.press(card, "Refresh")
        if await shows(card, re.compile("Attempt 2 · .{0,5}Execution ends")):
            return second_attempt(await card.inner_text())
    raise StepFailed(f"{memory.task} did not end: {second_attempt(await card.inner_text())}")


async def meet_each_trouble(desk: Desk, _memory: Memory, _environment: Environment) -> str:
    await desk.visit_channel()
    message = await desk.newest("Morning check")
    await expect(message).to_contain_text("The first run took", timeout=_WORK)
    return line(await message.inner_text(), "Execution ends")


async def lay_the_list_beside_a_thread(desk: Desk, _memory: Memory, _environment: Environment) -> str:
    await desk.page.set_viewport_size(_WIDE)
    thread = await desk.open_thread(await desk.newest(f"Create page · {DOZEN} tasks"))
    await desk.say("/tasks today rows:10")
    message = await desk.newest("Filter: today")
    await desk.scroll_to_top_of(message)
    await thread.locator("img").first.scroll_into_view_if_needed()
    return line(await message.inner_text(), "Total")


async def look_at_the_pictures(desk: Desk, _memory: Memory, _environment: Environment) -> str:
    await desk.say("/tasks stats 30d")
    message = await desk.newest("Filter: 30d")
    await expect(message.locator("svg").first).to_be_visible(timeout=PATIENCE)
    await desk.scroll_to_top_of(message)
    return line(await message.inner_text(), "tasks")


async def mistype_a_word(desk: Desk, _memory: Memory, _environment: Environment) -> str:
    await desk.say("/tasks statsu:waiting")
    return line(await (await desk.newest("Did you mean")).inner_text(), "Did you mean")


async def compare_the_books(_desk: Desk, memory: Memory, environment: Environment) -> str:
    created = Counter(
        page["login"] for page in environment.site.books()["pages"] if page["name"] == _PAGE_NAME
    )
    if sorted(created) != sorted(memory.chosen) or set(created.values()) != {1}:
        raise StepFailed(f"the practice site's books show {dict(created)}")
    refused = environment.slack.books()["refusals"]
    if refused:
        raise StepFailed(f"Slack refused something: {refused[-1]}")
    return f"{sum(created.values())} pages on {len(created)} accounts, once each; Slack refused nothing"


STEPS = (
    ask_for_help,
    fill_the_form_for_a_dozen_accounts,
    create_the_batch,
    watch_the_progress,
    see_the_batch_done,
    read_the_status_notes,
    open_a_screenshot,
    open_the_list,
    turn_to_the_next_page,
    ask_for_a_check_of_a_whole_group,
    show_what_waits,
    cancel_one_that_waits,
    confirm_the_cancel,
    retry_it_from_its_card,
    see_its_outcome,
    type_the_code_that_the_site_asks_for,
    end_a_checkpoint,
    meet_each_trouble,
    see_what_failed,
    execute_again_what_can_succeed,
    lay_the_list_beside_a_thread,
    look_at_the_pictures,
    mistype_a_word,
    compare_the_books,
)
