"""Several holds of one person: one message, one reminder; and who caused the tasks is told when nobody does anything."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.sandbox.slack import LocalSlack, Person
from bot.sandbox.slack.documents import Json
from models.accounts import hold_notices, holds
from models.accounts.holds import Hold
from models.domain.lifecycle import LoginStatus
from models.secrets.sealing import Sealer
from models.tables.accounts import Account
from models.tables.tasks import Task
from tests.factories import waiting_tasks
from tests.handlers.accounts.test_hand_overs import CHECK_NOW, ends

pytestmark = [pytest.mark.usefixtures("bot"), pytest.mark.parametrize("transport", ["socket"], indirect=True)]
AFTER = timedelta(hours=2)


async def on_hold(count: int, sealer: Sealer, *, by: str = "U0ANA", owner: str = "") -> None:
    tasks = await waiting_tasks(count, sealer, by=by)
    await Account.all().update(owner=owner)
    for task in tasks:
        await ends(task, LoginStatus.CHECKPOINT)


async def asked(ana: Person, words: str) -> Json:
    """The message with these words, once it was drawn anew: then it is written down that it was asked."""
    return await ana.wait_for_message(
        lambda message: words in ana.reads(message) and "[Status note]" in ana.reads(message), channel="D0ANA"
    )


async def asked_long_ago(number: int) -> None:
    await Hold.filter(id=number).update(asked_at=datetime.now(UTC) - AFTER)


async def remind(*, later: timedelta) -> None:
    """Look after whom to remind, as long after they were asked."""
    now = datetime.now(UTC)
    await Hold.all().update(asked_at=now - later)
    await hold_notices.remind(after=AFTER, now=now)


async def test_several_holds_of_one_person_are_one_message_with_the_buttons_of_each(
    ana: Person, sealer: Sealer
) -> None:
    await on_hold(3, sealer)
    message = await asked(ana, "3 accounts of yours are on hold.")
    assert ana.reads(message).count(CHECK_NOW) == len(await Hold.all()) + 1  # and once in what to do

    await ana.click(message, CHECK_NOW)
    await ana.wait_for_message("looks whether", channel="D0ANA")
    first = await Hold.all().order_by("id").first()
    assert first is not None
    await ends(first.check_id or 0, LoginStatus.LOGGED_IN)

    told = await ana.wait_for_message("2 accounts of yours are on hold.", channel="D0ANA")
    assert told["ts"] == message["ts"]
    assert "emea00* (10000000) is not on hold any more" in ana.reads(told)
    assert len({hold.ts for hold in await Hold.all()}) == 1


async def test_a_hold_that_comes_later_joins_the_message_and_a_line_below_tells_of_it(
    ana: Person, sealer: Sealer
) -> None:
    await on_hold(1, sealer)
    message = await asked(ana, "is on hold")
    await asked_long_ago(1)
    tasks = await waiting_tasks(2, sealer)
    await ends(tasks[1], LoginStatus.DISABLED)

    joined = await ana.wait_for_message("2 accounts of yours are on hold.", channel="D0ANA")
    assert joined["ts"] == message["ts"]
    await ana.see(
        lambda: [line for line in ana.thread(joined) if "emea01* (10000001) is on hold too" in line["text"]]
    )


async def test_one_of_several_that_is_passed_on_leaves_the_others_in_their_message(
    ana: Person, sealer: Sealer, slack: LocalSlack
) -> None:
    await on_hold(2, sealer)
    message = await asked(ana, "2 accounts of yours are on hold.")
    await ana.click(message, "Pass on to…")
    form = await ana.wait_for_view("Pass on")
    await ana.fill(form, {"Person": "U0BEN"})
    assert await ana.submit(form) is None

    left = await ana.wait_for_message(
        lambda seen: seen["ts"] == message["ts"] and "emea00" not in ana.reads(seen), channel="D0ANA"
    )
    assert "emea01* (10000001) is on hold" in ana.reads(left)
    async with Person(slack.url, "U0BEN") as ben:
        await ben.wait_for_message("emea00* (10000000) is on hold", channel="D0BEN")


async def test_after_the_end_of_all_the_next_hold_is_a_message_of_its_own(
    ana: Person, sealer: Sealer
) -> None:
    await on_hold(1, sealer)
    message = await asked(ana, "is on hold")
    await holds.release([(await Account.get()).id], by="U0BEN", now=datetime.now(UTC))
    await ana.wait_for_message(
        lambda seen: seen["ts"] == message["ts"] and "was released" in ana.reads(seen), channel="D0ANA"
    )
    await ends((await waiting_tasks(1, sealer))[0], LoginStatus.CHECKPOINT)

    again = await ana.wait_for_message("is on hold", channel="D0ANA")

    assert again["ts"] > message["ts"]


async def test_who_was_asked_is_reminded_once_of_all_and_then_who_caused_the_tasks_is_told(
    ana: Person, sealer: Sealer, slack: LocalSlack
) -> None:
    await on_hold(2, sealer, by="U0BEN", owner="U0ANA")
    message = await asked(ana, "2 accounts of yours are on hold.")
    await remind(later=AFTER - timedelta(minutes=1))
    assert await hold_notices.HoldNotice.all().count() == 0

    await remind(later=AFTER)
    await remind(later=AFTER)
    told = await ana.wait_for_message("2 accounts on hold still wait for you.", channel="D0ANA")
    assert told["ts"] > message["ts"]
    await remind(later=2 * AFTER)
    async with Person(slack.url, "U0BEN") as ben:
        await ben.wait_for_message("2 accounts on hold still keep your tasks waiting.", channel="D0BEN")
    await remind(later=3 * AFTER)
    assert await hold_notices.HoldNotice.all().order_by("id").values_list("person", "what") == [
        ("U0ANA", "reminder"),
        ("U0BEN", "escalated"),
    ]


async def test_the_button_of_a_reminder_checks_that_account(ana: Person, sealer: Sealer) -> None:
    await on_hold(1, sealer)
    await asked(ana, "is on hold")
    await remind(later=AFTER)

    await ana.click(await ana.wait_for_message("still waits for you", channel="D0ANA"), "Check now")

    await ana.wait_for_message("looks whether", channel="D0ANA")
    assert await Task.filter(type="check").count() == 2


async def test_of_what_is_kept_checked_or_over_nobody_is_reminded(ana: Person, sealer: Sealer) -> None:
    await on_hold(3, sealer)
    await asked(ana, "3 accounts of yours are on hold.")
    first, second, third = await Hold.all().order_by("id")
    await Hold.filter(id=first.id).update(kept_by="U0ANA")
    await Hold.filter(id=second.id).update(check_id=(await waiting_tasks(1, sealer))[0])
    await holds.release([third.account_id], by="U0BEN", now=datetime.now(UTC))

    await remind(later=AFTER)

    assert not await hold_notices.HoldNotice.filter(what="reminder").exists()
