"""The card of a task in Slack: what came of it first, then what helps, and from there to all about its account."""

import hashlib
from datetime import UTC, datetime

import pytest

from bot.sandbox.slack import LocalSlack, Person
from bot.sandbox.slack.documents import Json
from models.accounts import holds
from models.accounts.holds import Hold
from models.domain.lifecycle import LoginStatus, Status
from models.domain.outcomes import AttemptOutcome, Evidence
from models.secrets.sealing import Sealer
from models.tables.accounts import Account
from models.tables.tasks import Task
from models.tasks import bulk, claims
from tests.factories import claimed, ended, waiting_tasks

pytestmark = [pytest.mark.usefixtures("bot"), pytest.mark.parametrize("transport", ["socket"], indirect=True)]

CHECK_NOW = "I have signed in: check now"
_PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d494844520000000100000001080200000090775"
    "3de0000000c49444154789c63f8cfc0000003010100c9fe92ef0000000049454e44ae426082"
)
_DIGEST = hashlib.sha256(_PIXEL).hexdigest()


async def pictured(task_id: int, result: str, *, login: LoginStatus = LoginStatus.LOGGED_IN) -> None:
    """The task, over, with a picture."""
    held, now = await claimed(task_id), datetime.now(UTC)
    assert await claims.begin(held, now=now)
    seen = Evidence(data=_PIXEL, mime="image/png", width=1, height=1, sha256=_DIGEST)
    ending = AttemptOutcome(status=Status.ENDED, login_status=login, result=result, evidence=seen)
    assert await claims.settle(held, ending, now=now)


async def the_card(person: Person, task_id: int) -> Json:
    if person.views:
        await person.close(person.views[-1], whole=True)
        await person.wait_for_no_view()
    await person.say(f"/tasks {task_id}")
    return await person.wait_for_view(f"Task #{task_id}")


async def with_its_picture(person: Person, task_id: int) -> Json:
    """The card, once it has the picture: a moment after the note stands in its thread."""
    await person.wait_for_message(f"#{task_id} · Check · Execution ends")
    card = await the_card(person, task_id)
    while not images(card):
        await person.click(card, "Refresh")
        before = card["hash"]
        card = await person.wait_for_view(lambda view, before=before: view["hash"] != before)
    return card


def images(view: Json) -> list[Json]:
    return [block for block in view["blocks"] if block["type"] == "image"]


async def on_hold(sealer: Sealer) -> int:
    """A task that met a checkpoint."""
    (met,) = await waiting_tasks(1, sealer)
    await ended(
        met,
        login=LoginStatus.CHECKPOINT,
        cause="checkpoint",
        result="Not done: checkpoint: a person must act",
    )
    return met


def clicks(slack: LocalSlack) -> int:
    return sum(delivery["kind"] == "block_actions" for delivery in slack.books()["deliveries"])


async def test_all_about_one_account_is_one_click_from_a_task(
    ana: Person, sealer: Sealer, slack: LocalSlack
) -> None:
    (task_id,) = await waiting_tasks(1, sealer)
    card = await the_card(ana, task_id)

    await ana.click(card, "emea00")

    read = ana.reads(await ana.wait_for_view("Account"))
    assert all(words in read for words in ("Login status", "Proxy", "Queue", "Login status over time"))
    assert clicks(slack) == 1


async def test_what_came_of_it_and_its_picture_stand_before_all_else(ana: Person, sealer: Sealer) -> None:
    (task_id,) = await waiting_tasks(1, sealer)
    await pictured(task_id, "Not done: the site said no")

    card = await with_its_picture(ana, task_id)

    head, image, *_ = card["blocks"]
    assert head["text"]["text"].split("\n") == [
        "⚠️ *Check · Execution ends*", "🛑 Refused by the site", "Not done: the site said no",
    ]  # fmt: skip
    assert image["slack_file"]["id"]
    assert "at the end of attempt 1: Not done: the site said no" in image["alt_text"]


async def test_where_slack_takes_no_picture_the_card_comes_without(
    ana: Person, sealer: Sealer, slack: LocalSlack
) -> None:
    (task_id,) = await waiting_tasks(1, sealer)
    await pictured(task_id, "logged in")
    (image,) = images(await with_its_picture(ana, task_id))
    uploads = slack.platform.uploads
    gone = uploads.find(image["slack_file"]["id"])
    assert gone is not None
    uploads.delete(gone)

    card = await the_card(ana, task_id)

    assert images(card) == []
    assert "[Status note]" in ana.reads(card)


async def test_a_picture_in_direct_messages_is_shown_to_no_other_person(
    ana: Person, sealer: Sealer, slack: LocalSlack
) -> None:
    (task_id,) = await waiting_tasks(1, sealer)
    await pictured(task_id, "logged in")
    await with_its_picture(ana, task_id)
    task = await Task.get(id=task_id).select_related("batch")
    await task.batch.update_from_dict({"channel": "D0ANA"}).save()

    async with Person(slack.url, "U0BEN") as ben:
        assert images(await the_card(ben, task_id)) == []
    assert images(await the_card(ana, task_id))


async def test_a_hold_is_ended_from_the_card_of_the_task_that_met_it(ana: Person, sealer: Sealer) -> None:
    met = await on_hold(sealer)
    card = await the_card(ana, met)
    assert "What to do:* Sign in by hand and confirm the identity." in ana.reads(card)

    await ana.click(card, CHECK_NOW)

    card = await ana.wait_for_view(lambda view: "A check of the account follows." in ana.reads(view))
    assert CHECK_NOW not in ana.reads(card)
    assert (await Hold.get(task_id=met)).check_id


async def test_a_new_password_given_on_a_card_is_told_there(ana: Person, sealer: Sealer) -> None:
    met = await on_hold(sealer)
    await ana.click(await the_card(ana, met), "emea00")
    await ana.click(await ana.wait_for_view("Account"), "New password…")
    form = await ana.wait_for_view("New password")
    await ana.fill(form, {"Password": "a-new-one"})

    assert await ana.submit(form) is None

    card = await ana.wait_for_view(lambda view: "Saved. A check of the account" in ana.reads(view))
    assert card["title"]["text"] == "Account"
    assert (await Hold.get(task_id=met)).given == "password"


async def test_what_a_person_holds_no_check_releases(ana: Person, sealer: Sealer) -> None:
    (task_id,) = await waiting_tasks(1, sealer)
    account = await Account.get(login="emea00")
    await holds.hold([account.id], why="its owner is away", by="U0BEN", now=datetime.now(UTC))

    read = ana.reads(await the_card(ana, task_id))

    assert "its owner is away" in read
    assert "[Release]" in read
    assert CHECK_NOW not in read


async def test_what_has_wrong_parameters_is_edited_and_runs_again_from_its_card(
    ana: Person, sealer: Sealer
) -> None:
    (task_id,) = await waiting_tasks(1, sealer, kind="create_page")
    await ended(task_id, status=Status.UNKNOWN_ERROR, cause="bad_parameters", result="No page name.")

    await Task.filter(id=task_id).update(params={})

    await ana.click(await the_card(ana, task_id), "Edit…")

    form = await ana.wait_for_view("Edit and re-execute")
    await ana.fill(form, {"Page name": "Acme", "Category": "Community"})
    assert await ana.submit(form) is None
    task = await Task.get(id=task_id)
    assert (task.status, task.params) == (Status.WAITING, {"page_name": "Acme", "category": "Community"})


async def test_what_failed_for_its_proxy_leads_to_the_proxies_and_to_the_accounts_form(
    ana: Person, sealer: Sealer
) -> None:
    (task_id,) = await waiting_tasks(1, sealer)
    await ended(task_id, status=Status.NO_PROXY, cause="no_proxy_assigned", result="No proxy: it has none.")
    card = await the_card(ana, task_id)

    await ana.click(card, "Proxies")
    await ana.wait_for_message("No proxies yet.")
    card = await ana.wait_for_view(lambda view: "The proxies are listed in <#C0OPS>." in ana.reads(view))
    await ana.click(card, "Edit account…")
    form = await ana.wait_for_view("Edit account")
    await ana.fill(form, {"Proxy": "http://10.0.0.1:3128"})
    assert await ana.submit(form) is None

    card = await ana.wait_for_view(lambda view: "Saved." in ana.reads(view))
    assert card["title"]["text"] == f"Task #{task_id}"


async def test_two_attempts_are_compared_with_what_is_kept_of_them(ana: Person, sealer: Sealer) -> None:
    (task_id,) = await waiting_tasks(1, sealer)
    await ended(task_id, status=Status.UNKNOWN_ERROR, result="The site answered 500.", cause="site_error")
    assert "Compare" not in ana.reads(await the_card(ana, task_id))
    await bulk.repeat([task_id], by="U0BEN", batch_id=None, now=datetime.now(UTC))
    await pictured(task_id, "logged in")

    await ana.click(await with_its_picture(ana, task_id), "Compare with the attempt before")

    view = await ana.wait_for_view(f"#{task_id}: two attempts")
    read = ana.reads(view)
    assert "Changed: *status, site's answer, cause*." in read
    assert "The same: login status, proxy." in read
    assert "The site answered 500." in read
    assert "Bellhop does not record which session an attempt used." in read
    assert f"1 × 1 pixels, SHA-256 `{_DIGEST}`" in read
    assert "Attempt 1 has no picture." in read
    assert [block["title"]["text"] for block in images(view)] == ["Attempt 2"]


async def test_the_cards_of_two_steps_lead_to_each_other(ana: Person, sealer: Sealer) -> None:
    first, second = await waiting_tasks(2, sealer)
    await ended(first)
    await Task.filter(id=second).update(follows_id=first)
    card = await the_card(ana, first)
    assert "*Followed by*\nCheck · ⏳ Waiting" in ana.reads(card)

    await ana.click(card, f"#{second}")
    after = await ana.wait_for_view(f"Task #{second}")
    assert "*Follows*\nCheck · ✅ Execution ends" in ana.reads(after)
    await ana.click(after, f"#{first}")
    await ana.wait_for_view(f"Task #{first}")
