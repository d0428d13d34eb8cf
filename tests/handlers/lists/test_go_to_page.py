"""Go to page: looked up as one types."""

import pytest

from bot.sandbox.slack import Person
from bot.sandbox.slack.finding import NotFound, field
from models.secrets.sealing import Sealer
from tests.factories import waiting_tasks

pytestmark = pytest.mark.usefixtures("bot")


async def test_go_to_page_offers_the_page_that_was_typed(ana: Person, sealer: Sealer) -> None:
    await waiting_tasks(125, sealer)
    await ana.say("/tasks status:waiting")
    message = await ana.wait_for_message("Page 1 of 7")
    await ana.select(message, "Rows per page", "10")
    message = await ana.wait_for_message("Page 1 of 13 · 10 per page")
    menu = field(message, "Go to page")

    offered = {typed: await ana._ask(message, menu, typed) for typed in ("", "1", "13", "77")}

    numbers = {typed: [int(option["value"]) for option in options] for typed, options in offered.items()}
    assert numbers == {"": list(range(2, 14)), "1": [1, 10, 11, 12, 13], "13": [13], "77": []}
    await ana.select(message, "Go to page", "Page 13")
    message = await ana.wait_for_message("Page 13 of 13 · 10 per page")
    assert "Filter: status:waiting" in ana.reads(message)


async def test_a_list_of_one_page_has_nowhere_to_go(ana: Person, sealer: Sealer) -> None:
    await waiting_tasks(2, sealer)
    await ana.say("/tasks")
    message = await ana.wait_for_message("Page 1 of 1")

    with pytest.raises(NotFound):
        field(message, "Go to page")
