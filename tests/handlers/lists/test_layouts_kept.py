"""The layout and the rows per page that somebody chose last are theirs in the next list too."""

import pytest

from bot.sandbox.slack import LocalSlack, Person
from bot.sandbox.slack.documents import Json
from models.secrets.sealing import Sealer
from tests.factories import waiting_tasks

pytestmark = pytest.mark.usefixtures("bot")


def _is_cards(message: Json) -> bool:
    return any(block.get("accessory", {}).get("type") == "overflow" for block in message.get("blocks", ()))


async def _chosen_once(ana: Person, sealer: Sealer) -> None:
    """Ana has chosen cards, ten on a page."""
    await waiting_tasks(25, sealer)
    await ana.say("/tasks")
    await ana.select(await ana.wait_for_message("Page 1 of 2"), "Layout", "Layout: cards")
    await ana.select(await ana.wait_for_message(_is_cards), "Rows per page", "10")
    await ana.wait_for_message("Page 1 of 3")


async def test_the_next_list_of_the_same_person_is_drawn_like_the_last(
    ana: Person, sealer: Sealer, slack: LocalSlack
) -> None:
    await _chosen_once(ana, sealer)

    await ana.say("/tasks status:waiting")
    assert _is_cards(await ana.wait_for_message("Page 1 of 3 · 10 per page"))
    await ana.visit_home()
    assert _is_cards(await ana.wait_for_home("Page 1 of 3 · 10 per page"))
    async with Person(slack.url, "U0BEN") as ben:
        await ben.say("/tasks")
        assert not _is_cards(await ben.wait_for_message("Page 1 of 2 · 20 per page"))


async def test_words_about_the_layout_come_first(ana: Person, sealer: Sealer) -> None:
    await _chosen_once(ana, sealer)

    await ana.say("/tasks table")

    assert not _is_cards(await ana.wait_for_message("Page 1 of 2 · 20 per page"))


async def test_a_shared_list_is_drawn_otherwise_for_nobody_else(ana: Person, sealer: Sealer) -> None:
    await waiting_tasks(25, sealer)
    await ana.say("/tasks")
    await ana.click(await ana.wait_for_message("Page 1 of 2"), "Share")
    await ana.select(await ana.wait_for_message("· Live"), "Layout", "Layout: cards")
    await ana.wait_for_message(_is_cards)

    await ana.say("/tasks 1w")

    assert not _is_cards(await ana.wait_for_message("Filter: 1w"))
