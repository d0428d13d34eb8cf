"""Schedules in Slack: made by one command, a form, a list or a batch; changed, paused, run now and deleted in their list."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from bot.sandbox.slack import LocalSlack, Person
from models.domain.values.schedules import RunStatus
from models.messages import outbox
from models.messages.outbox import MessageKind
from models.schedules import records
from models.schedules.tables import Schedule, ScheduleRun
from models.secrets.sealing import Sealer
from models.tables.accounts import Group
from models.tables.tasks import Task
from tests.factories import some_accounts

pytestmark = [
    pytest.mark.usefixtures("bot"),
    pytest.mark.parametrize("transport", ["socket"], indirect=True),
]
_NIGHTLY = "/tasks schedule check group:emea every day 06:00 over 45 min"


async def scheduled(ana: Person, words: str = _NIGHTLY) -> Schedule:
    await ana.say(words)
    await ana.wait_for_message("Saved schedule")
    return await Schedule.all().order_by("-id").first()  # type: ignore[return-value]


async def test_the_nightly_check_of_a_group_is_one_command(ana: Person, sealer: Sealer) -> None:
    await some_accounts(3, sealer)

    made = await scheduled(ana)

    said = ana.reads(await ana.wait_for_message("Saved schedule"))
    assert "*Check* in *emea*, every day at 06:00" in said
    assert said.count("06:00") >= 4  # the time and the next three
    assert (made.type, made.group, made.timing, made.spread, made.owner) == (
        "check",
        "emea",
        "0 6 * * *",
        45,
        "U0ANA",
    )


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("check group:emea 0 0 31 2 *", "never comes due"),
        ("check group:emea every 30 sec", "The shortest interval is one minute"),
        ("check group:emea every day 6:00 from:2026-12-10 until:2026-12-01", "ends before it starts"),
        ("check group:emea every day 6:00 from:9999-12-31", "Choose a day from 2000 to 2100"),
        ("check group:emea every day 6:00 until:9999-12-31", "Choose a day from 2000 to 2100"),
        ("check group:emea every day 6:00 from:0001-01-01 zone:Asia/Tokyo", "Choose a day from 2000 to 2100"),
        ("check group:nowhere every day 6:00", "There is no such group"),
        ("check every day 6:00", "Say on which accounts"),
        ("check group:emea account:emea00 every day 6:00", "Say on which accounts"),
        ("check group:emea,nowhere every day 6:00", "There is no such group: `nowhere`"),
        ("check login:chekpoint every day 6:00", "Did you mean `login:checkpoint`?"),
        ("check owner:nobody every day 6:00", "names nobody"),
        ("check view:none every day 6:00", "There is no saved view `none`"),
        ("check account:nobody every day 6:00", "There is no account `nobody`"),
        ("chek group:emea every day 6:00", "Did you mean `type:check`?"),
        ("check group:emea every day 6:00 zone:Europe/Berln", "Did you mean `Europe/Berlin`?"),
        ("check group:emea every day 6:00 over 3000 min", "24 hours at most"),
        ("check grup:emea every day 6:00", "A schedule has no `grup:`"),
    ],
)
async def test_what_cannot_be_a_schedule_is_refused_with_a_sentence(
    ana: Person, sealer: Sealer, words: str, sentence: str
) -> None:
    await some_accounts(1, sealer)

    await ana.say(f"/tasks schedule {words}")

    await ana.wait_for_message(sentence)
    assert await Schedule.all().count() == 0


async def test_cron_is_taken_as_it_was_typed(ana: Person, sealer: Sealer) -> None:
    await some_accounts(1, sealer)

    made = await scheduled(ana, "/tasks schedule check group:emea */30 * * * * zone:Asia/Tokyo queue late:2h")

    assert (made.timing, made.zone, made.overlap, made.grace) == ("*/30 * * * *", "Asia/Tokyo", "queue", 120)


async def test_it_is_changed_paused_resumed_run_and_deleted_in_the_list(ana: Person, sealer: Sealer) -> None:
    await some_accounts(2, sealer)
    made = await scheduled(ana)
    await ana.say("/tasks schedules")
    listed = await ana.wait_for_message("No run yet")

    await ana.click(listed, "Pause")
    form = await ana.wait_for_view("Pause schedule")
    await ana.fill(form, {"Why": "proxies are being changed"})
    assert await ana.submit(form) is None
    listed = await ana.wait_for_message("proxies are being changed")
    assert (await Schedule.get()).next_at is None
    await ana.click(listed, "Resume")
    listed = await ana.wait_for_message("Resumed.")
    assert (await Schedule.get()).next_at == made.next_at

    await ana.click(listed, "Run now")
    await ana.wait_for_message(f"Schedule {made.id} of <@U0ANA>: every day at 06:00")
    assert await Task.all().count() == 2

    await ana.click(listed, "Change")
    form = await ana.wait_for_view("Change schedule")
    await ana.fill(form, {"When": "mon-fri 9:30"})
    assert await ana.submit(form) is None
    await ana.wait_for_message("from Monday to Friday at 09:30")
    assert (await Schedule.get()).timing == "30 9 * * 1-5"

    await ana.click(listed, "Delete")
    await ana.wait_for_message("Deleted. Tasks that exist already go on.")
    assert await records.every() == []


async def test_a_time_that_means_nothing_is_refused_at_its_field_and_shown_before(
    ana: Person, sealer: Sealer
) -> None:
    await some_accounts(1, sealer)
    await ana.say("/tasks schedule check group:emea")
    form = await ana.wait_for_view("New schedule")
    await ana.fill(form, {"When": "every mondy 8:00"})

    refused = await ana.submit(form)

    assert refused is not None
    assert "Did you mean `monday`?" in refused["When"]


async def test_due_it_runs_by_the_outbox_and_its_batch_names_it(ana: Person, sealer: Sealer) -> None:
    await some_accounts(2, sealer)
    made = await scheduled(ana)
    now = datetime.now(UTC)
    await Schedule.all().update(next_at=now - timedelta(seconds=5))

    await asyncio.gather(*(outbox.enqueue(MessageKind.SCHEDULE, made.id, now=now) for _ in "12"))

    await ana.wait_for_message(f"Schedule {made.id} of <@U0ANA>: every day at 06:00")
    assert [run.status for run in await ScheduleRun.all()] == [RunStatus.FIRED]
    assert await Task.all().count() == 2
    await ana.say("/tasks schedules")
    await ana.wait_for_message("1 under way")


async def test_missed_it_says_so_in_its_channel(ana: Person, sealer: Sealer) -> None:
    await some_accounts(1, sealer)
    made = await scheduled(ana, "/tasks schedule check group:emea every day 06:00 late:no")
    now = datetime.now(UTC)
    await Schedule.all().update(next_at=now - timedelta(minutes=10), starts_at=now - timedelta(days=9))

    await outbox.enqueue(MessageKind.SCHEDULE, made.id, now=now)

    await ana.wait_for_message(f"Schedule {made.id} (*Check* in *emea*, every day at 06:00")
    assert await Task.all().count() == 0


async def test_where_its_group_is_gone_its_owner_is_told_and_it_is_paused(
    ana: Person, sealer: Sealer
) -> None:
    await some_accounts(1, sealer)
    made = await scheduled(ana)
    await Group.filter(name="emea").update(name="other")
    now = datetime.now(UTC)
    await Schedule.all().update(next_at=now)

    await outbox.enqueue(MessageKind.SCHEDULE, made.id, now=now)

    await ana.see(lambda: any("no longer exists" in ana.reads(one) for one in ana.messages("D0ANA")))
    await ana.say("/tasks schedules")
    await ana.wait_for_message("*Paused* by Bellhop")


async def test_who_turned_that_off_is_not_told_and_the_admins_are(
    ana: Person, slack: LocalSlack, sealer: Sealer
) -> None:
    await some_accounts(1, sealer)
    made = await scheduled(ana)
    await ana.say("/tasks notify schedules off")
    await ana.wait_for_message("Off: A schedule of mine failed")
    await Group.filter(name="emea").update(name="other")
    now = datetime.now(UTC)
    await Schedule.all().update(next_at=now)

    await outbox.enqueue(MessageKind.SCHEDULE, made.id, now=now)

    async with Person(slack.url, "U0CHEN") as chen:  # who is written to after the owner
        await chen.see(lambda: any("no longer exists" in chen.reads(one) for one in chen.messages("D0CHEN")))
    assert not any("no longer exists" in ana.reads(one) for one in ana.messages("D0ANA"))


async def test_what_follows_is_asked_for_where_a_parameter_is_missing(ana: Person, sealer: Sealer) -> None:
    await some_accounts(1, sealer)
    await ana.say("/tasks schedule check group:emea every day 06:00 then create_page page_name:Shop")
    form = await ana.wait_for_view("New schedule")
    assert await ana.submit(form) is not None  # the category is missing
    await ana.fill(form, {"Category": "Artist"})
    assert await ana.submit(form) is None

    said = ana.reads(await ana.wait_for_message("Saved schedule"))

    assert "then *Create page* for accounts that end done" in said
    made = await Schedule.get()
    assert (made.then_type, made.then_params) == ("create_page", {"page_name": "Shop", "category": "Artist"})
