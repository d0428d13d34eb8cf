"""The list as cards: switched to, acted on card by card, and back."""

import pytest

from bot.sandbox.slack import Person
from bot.sandbox.slack.documents import Json
from bot.sandbox.slack.finding import buttons, controls
from models.domain.lifecycle import Status
from models.secrets.sealing import Sealer
from models.tables.tasks import Task
from tests.factories import ended, waiting_tasks

pytestmark = pytest.mark.usefixtures("bot")


def _cards(message: Json) -> list[Json]:
    return [block for block in message["blocks"] if block.get("accessory", {}).get("type") == "overflow"]


async def _as_cards(ana: Person, total: int) -> Json:
    await ana.say("/tasks")
    message = await ana.wait_for_message(f"Total {total} ")
    await ana.select(message, "Layout", "Layout: cards")
    return await ana.wait_for_message(lambda message: bool(_cards(message)))


async def _choose(ana: Person, message: Json, task_id: int, entry: str) -> None:
    """Open the menu of one card and press an entry."""
    (card,) = [block for block in _cards(message) if f"#{task_id} ·" in block["text"]["text"]]
    (control,) = [control for control in controls(message) if control.block is card]
    (option,) = [choice for choice in card["accessory"]["options"] if choice["text"]["text"] == entry]
    await ana.act(message, control, {"type": "overflow", "selected_option": option})


async def test_layout_turns_rows_into_cards_and_back(ana: Person, sealer: Sealer) -> None:
    ids = await waiting_tasks(3, sealer)
    await ended(ids[0])

    message = await _as_cards(ana, 3)

    assert [block["text"]["text"].split("\n")[0] for block in _cards(message)] == [
        "⏳ *#3 · Check · Waiting to execution*",
        "⏳ *#2 · Check · Waiting to execution*",
        "✅ *#1 · Check · Execution ends*",
    ]
    assert "emea02 · 10000002" in ana.reads(message)
    assert not [block for block in message["blocks"] if block["type"] == "data_table"]
    await ana.select(message, "Layout", "Layout: table")
    await ana.wait_for_message(lambda message: any(b["type"] == "data_table" for b in message["blocks"]))


async def test_a_long_page_becomes_twenty_cards_from_the_same_row(ana: Person, sealer: Sealer) -> None:
    await waiting_tasks(125, sealer)
    await ana.say("/tasks status:waiting")
    message = await ana.wait_for_message("Page 1 of 7")
    await ana.select(message, "Rows per page", "100")
    message = await ana.wait_for_message("Page 1 of 2 · 100 per page")
    await ana.click(message, "Next")
    message = await ana.wait_for_message("Page 2 of 2 · 100 per page")

    await ana.select(message, "Layout", "Layout: cards")

    message = await ana.wait_for_message("Page 6 of 7 · 20 per page")
    assert "Filter: status:waiting" in ana.reads(message)
    assert (len(_cards(message)), len(message["blocks"]) < 50) == (20, True)
    assert "#25 ·" in _cards(message)[0]["text"]["text"]
    (sizes,) = [c.element for c in controls(message) if "Rows per page" in c.names]
    assert [option["value"] for option in sizes["options"]] == ["10", "20"]


async def test_turning_filtering_and_reset_keep_the_cards(ana: Person, sealer: Sealer) -> None:
    await waiting_tasks(21, sealer)
    message = await _as_cards(ana, 21)

    await ana.click(message, "Next")
    message = await ana.wait_for_message("Page 2 of 2")
    assert len(_cards(message)) == 1
    await ana.click(message, "21 waiting")
    message = await ana.wait_for_message("Filter: status:waiting")
    assert len(_cards(message)) == 20
    await ana.click(message, "Filter")
    form = await ana.wait_for_view("Filter")
    await ana.fill(form, {"Task ID": "3"})
    assert await ana.submit(form) is None
    message = await ana.wait_for_message("id:3")
    assert len(_cards(message)) == 1
    await ana.click(message, "Reset")
    message = await ana.wait_for_message("Filter: none")
    assert len(_cards(message)) == 20


async def test_a_card_offers_what_its_status_allows(ana: Person, sealer: Sealer) -> None:
    ids = await waiting_tasks(2, sealer)
    await ended(ids[0])
    await Task.filter(id=ids[0]).update(note_link="https://slack.example/archives/C1/p1")

    waiting, over = _cards(await _as_cards(ana, 2))

    assert buttons({"blocks": [waiting]}) == ["Retry task", "Cancel execution", "Details"]
    assert buttons({"blocks": [over]}) == ["Retry task", "Details", "Status note"]


async def test_cancel_execution_on_a_card_cancels_that_task_and_redraws(ana: Person, sealer: Sealer) -> None:
    ids = await waiting_tasks(2, sealer)
    message = await _as_cards(ana, 2)

    await _choose(ana, message, ids[0], "Cancel execution")

    await ana.wait_for_message("Canceled 1 · Skipped 0")
    message = await ana.wait_for_message(f"#{ids[0]} · Check · Canceled")
    assert f"#{ids[1]} · Check · Waiting to execution" in ana.reads(message)


async def test_retry_task_on_a_card_runs_it_again_at_once(ana: Person, sealer: Sealer) -> None:
    ids = await waiting_tasks(1, sealer)
    await ended(ids[0])
    message = await _as_cards(ana, 1)

    await _choose(ana, message, ids[0], "Retry task")

    await ana.wait_for_message("Re-executed 1 · Skipped 0")
    await ana.wait_for_message(f"#{ids[0]} · Check · Waiting to execution")


async def test_retry_task_of_a_waiting_one_says_that_it_waits(ana: Person, sealer: Sealer) -> None:
    ids = await waiting_tasks(1, sealer)
    message = await _as_cards(ana, 1)

    await _choose(ana, message, ids[0], "Retry task")

    receipt = await ana.wait_for_message("Re-executed 0 · Skipped 1")
    assert f"#{ids[0]} is waiting already" in ana.reads(receipt)


async def test_retry_task_of_an_ended_create_page_asks_again_first(ana: Person, sealer: Sealer) -> None:
    ids = await waiting_tasks(1, sealer, kind="create_page")
    await ended(ids[0], result="Page Shop (ID 1)")
    message = await _as_cards(ana, 1)

    await _choose(ana, message, ids[0], "Retry task")

    asked = await ana.wait_for_view("Re-execute")
    assert "Page Shop (ID 1)" in ana.reads(asked)
    assert (await Task.get(id=ids[0])).status is Status.ENDED
    assert await ana.submit(asked) is None
    await ana.wait_for_message("Re-executed 1 · Skipped 0")
    await ana.wait_for_message(f"#{ids[0]} · Create page · Waiting to execution")


async def test_details_on_a_card_opens_the_tasks_own(ana: Person, sealer: Sealer) -> None:
    ids = await waiting_tasks(2, sealer)
    message = await _as_cards(ana, 2)

    await _choose(ana, message, ids[1], "Details")

    await ana.wait_for_view(f"Task #{ids[1]}")
