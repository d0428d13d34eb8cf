"""Saved views: a list kept under a name, by one person or for a channel."""

import pytest

from bot.sandbox.slack import LocalSlack, Person
from bot.sandbox.slack.documents import Json
from models.domain.lifecycle import LoginStatus, Status
from models.messages.saved_views import View
from models.secrets.sealing import Sealer
from models.tables.accounts import Account
from tests.factories import ended, waiting_tasks

pytestmark = pytest.mark.usefixtures("bot")


async def _save(person: Person, words: str, name: str, whose: str = "Only me") -> Json:
    await person.say(f"/tasks {words}")
    message = await person.wait_for_message("Total ")
    await person.click(message, "Save view")
    form = await person.wait_for_view("Save view")
    await person.fill(form, {"Name": name, "For": whose})
    assert await person.submit(form) is None
    await person.wait_for_message(f"Saved: `/tasks view {name}`")
    return message


async def test_a_saved_view_shows_the_same_list_again(ana: Person, sealer: Sealer) -> None:
    await waiting_tasks(2, sealer)
    await _save(ana, "status:waiting type:check rows:50", "Morning check")

    await ana.say("/tasks view morning check")

    message = await ana.wait_for_message("Filter: status:waiting type:check")
    assert "Total 2 · Page 1 of 1 · 50 per page" in ana.reads(message)


async def test_what_needs_me_is_what_i_asked_for_or_own_and_what_failed_today_is_there_from_the_start(
    ana: Person, sealer: Sealer
) -> None:
    ids = await waiting_tasks(4, sealer)
    bens = await waiting_tasks(2, sealer, by="U0BEN", group="apac")
    await Account.filter(login="apac01").update(owner="U0ANA")
    for task_id in (ids[0], ids[1], bens[0], bens[1]):
        await ended(task_id, login=LoginStatus.CHECKPOINT)
    await ended(ids[2], status=Status.TIMED_OUT)
    await ended(ids[3])

    await ana.say("/tasks view needs me")
    mine = await ana.wait_for_message("Filter: outcome:person for:")
    await ana.select(mine, "Saved views", "Failed today")

    assert "Total 3" in ana.reads(mine)
    assert "Total 5" in ana.reads(await ana.wait_for_message("Filter: failed today"))


async def test_a_given_view_gives_way_to_a_saved_one_and_comes_back_when_that_is_deleted(
    ana: Person, sealer: Sealer
) -> None:
    await waiting_tasks(1, sealer)
    await _save(ana, "status:waiting", "needs ME")
    await ana.say("/tasks views")
    listed = await ana.wait_for_message("needs ME · mine")
    assert "Needs me" not in ana.reads(listed)

    await ana.click(listed, "Delete")

    assert "Needs me" in ana.reads(await ana.wait_for_message("Deleted the view *needs ME*."))


async def test_a_view_is_chosen_under_any_list(ana: Person, sealer: Sealer) -> None:
    await waiting_tasks(2, sealer)
    await _save(ana, "status:ended", "Done")
    await ana.say("/tasks")
    message = await ana.wait_for_message("Total 2")

    await ana.select(message, "Saved views", "Done · mine")

    await ana.wait_for_message("Filter: status:ended")


async def test_a_channels_view_is_for_all_in_it_and_a_persons_is_not(
    ana: Person, slack: LocalSlack, sealer: Sealer
) -> None:
    await waiting_tasks(1, sealer)
    await _save(ana, "waiting", "Ours", "This channel")
    await _save(ana, "waiting", "My own")
    async with Person(slack.url, "U0BEN") as ben:
        await ben.say("/tasks view ours")
        await ben.wait_for_message("Filter: status:waiting")

        await ben.say("/tasks view my own")

        refusal = await ben.wait_for_message("There is no saved view")
        assert "There are `Ours`, `Needs me`, `Failed today`" in ben.reads(refusal)


async def test_a_view_of_the_same_name_is_replaced(ana: Person, sealer: Sealer) -> None:
    await waiting_tasks(1, sealer)
    message = await _save(ana, "waiting", "Mine")
    await ana.click(message, "Save view")
    form = await ana.wait_for_view("Save view")
    await ana.fill(form, {"Name": "MINE"})

    assert await ana.submit(form) is None

    await ana.wait_for_message("Saved anew")
    assert [view.name for view in await View.all()] == ["MINE"]


async def test_a_view_without_a_name_is_refused_at_its_field(ana: Person, sealer: Sealer) -> None:
    await waiting_tasks(1, sealer)
    await ana.say("/tasks")
    await ana.click(await ana.wait_for_message("Total 1"), "Save view")
    form = await ana.wait_for_view("Save view")
    await ana.fill(form, {"Name": "   "})

    assert await ana.submit(form) == {"Name": "A name has 1 to 50 characters."}


async def test_views_are_listed_shown_and_deleted(ana: Person, sealer: Sealer) -> None:
    await waiting_tasks(1, sealer)
    await _save(ana, "status:waiting", "Now")
    await ana.say("/tasks views")
    listed = await ana.wait_for_message("Now · mine")
    assert "Filter: status:waiting" in ana.reads(listed)

    await ana.click(listed, "Delete")

    await ana.wait_for_message("Deleted the view *Now*.")
    assert await View.all().count() == 0


async def test_without_any_view_one_is_told_how_to_make_one(ana: Person) -> None:
    await ana.say("/tasks views")

    await ana.wait_for_message("You have no saved views yet.")
