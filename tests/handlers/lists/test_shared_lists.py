"""A shared list: all in the channel use one message, which refreshes itself as tasks change."""

import pytest

from bot.sandbox.slack import LocalSlack, Person
from bot.sandbox.slack.documents import Json
from models.domain.lifecycle import Status
from models.domain.values.boards import IDLE
from models.messages.boards import Board
from models.secrets.sealing import Sealer
from models.tables.tasks import Task
from tests.factories import ended, waiting_tasks

pytestmark = pytest.mark.usefixtures("bot")


async def _shared(ana: Person, words: str = "") -> Json:
    """Ana's list, shared in the channel."""
    await ana.say(f"/tasks {words}")
    await ana.click(await ana.wait_for_message("Total "), "Share")
    return await ana.wait_for_message("· Live")


async def test_a_shared_list_is_for_all_and_is_no_ones_own(
    ana: Person, slack: LocalSlack, sealer: Sealer
) -> None:
    await waiting_tasks(3, sealer)
    async with Person(slack.url, "U0BEN") as ben:
        await _shared(ana, "type:check")

        message = await ben.wait_for_message("· Live")

        assert "Filter: type:check" in ben.reads(message)
        assert "Total 3 · Page 1 of 1 · 20 per page" in ben.reads(message)
        assert not message.get("ephemeral_to")
        assert "Share" not in ben.reads(message)


async def test_a_double_click_shares_once(ana: Person, slack: LocalSlack, sealer: Sealer) -> None:
    await waiting_tasks(1, sealer)
    await ana.say("/tasks")
    message = await ana.wait_for_message("Total 1")

    await ana.click(message, "Share")
    await ana.click(message, "Share")

    await ana.wait_for_message("· Live")
    assert await Board.all().count() == 1


async def test_it_refreshes_itself_when_a_task_changes(ana: Person, sealer: Sealer) -> None:
    ids = await waiting_tasks(2, sealer)
    await _shared(ana)

    await ended(ids[0])

    await ana.wait_for_message(
        lambda message: "· Live" in ana.reads(message) and "Execution ends" in ana.reads(message),
        seconds=15,
    )


async def test_who_else_turns_it_turns_it_for_all(ana: Person, slack: LocalSlack, sealer: Sealer) -> None:
    await waiting_tasks(25, sealer)
    async with Person(slack.url, "U0BEN") as ben:
        await _shared(ana)

        await ben.click(await ben.wait_for_message("· Live"), "Next")

        message = await ana.wait_for_message("Page 2 of 2")
        assert "· Live" in ana.reads(message)


async def test_all_that_match_it_are_cancelled_by_who_asks(
    ana: Person, slack: LocalSlack, sealer: Sealer
) -> None:
    await waiting_tasks(3, sealer)
    async with Person(slack.url, "U0BEN") as ben:
        await _shared(ana)

        await ben.click(await ben.wait_for_message("· Live"), "Select all")
        await ben.click(await ben.wait_for_view("Select all"), "Cancel execution")
        assert await ben.submit(await ben.wait_for_view("Cancel execution")) is None

        await ben.wait_for_message("Canceled 3 · Skipped 0")
        await ana.wait_for_message(
            lambda message: "· Live" in ana.reads(message) and "Canceled" in ana.reads(message)
        )
    assert [task.status for task in await Task.all()] == [Status.CANCELED] * 3


async def test_ticks_survive_a_refresh(ana: Person, sealer: Sealer) -> None:
    ids = await waiting_tasks(2, sealer)
    message = await _shared(ana)
    await ana.select(message, "Select tasks", [f"#{ids[0]}"])
    await ended(ids[1])
    message = await ana.wait_for_message(
        lambda message: "· Live" in ana.reads(message) and "Execution ends" in ana.reads(message),
        seconds=15,
    )

    await ana.click(message, "Cancel execution")

    assert "*1 task* of 1 will be canceled." in ana.reads(await ana.wait_for_view("Cancel execution"))


async def test_a_list_nobody_uses_says_that_it_is_paused_until_it_is_refreshed(
    ana: Person, sealer: Sealer
) -> None:
    await waiting_tasks(1, sealer)
    await _shared(ana)
    board = await Board.get()
    await Board.filter(id=board.id).update(used_at=board.used_at - IDLE)

    paused = await ana.wait_for_message("Paused · not used for 15 min · press *Refresh*", seconds=15)
    await ana.click(paused, "Refresh")

    await ana.wait_for_message("· Live")


async def test_a_list_that_cannot_be_posted_is_told_to_who_shared_it(ana: Person, sealer: Sealer) -> None:
    await waiting_tasks(1, sealer)
    await ana.say("/tasks", channel="C0RANDOM")  # the bot is not in there
    await ana.click(await ana.wait_for_message("Total 1", channel="C0RANDOM"), "Share")

    await ana.wait_for_message(
        lambda message: "I could not share your list" in ana.reads(message), channel="D0ANA"
    )
    assert await Board.all().count() == 0
