"""Alerts on waiting tasks in Slack: rules are made there, and each episode is one message from its beginning to its end."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from bot.sandbox.slack import LocalSlack, Person
from executor.maintenance import alerts
from models.alerts import rules
from models.alerts.incidents import Incident
from models.alerts.rules import AlertRule
from models.domain.lifecycle import Status
from models.domain.values.alerts import AlertRuleInput
from models.secrets.sealing import Sealer
from models.tables.accounts import Group
from models.tables.tasks import Task
from tests.factories import ended, waiting_tasks

_HALF = timedelta(seconds=30)
_MOMENTS = {"broken_since", "calm_since", "looked_at", "began_at", "called_at", "told_at"}
pytestmark = pytest.mark.usefixtures("bot")


@pytest.fixture
async def ben(slack: LocalSlack) -> AsyncIterator[Person]:
    async with Person(slack.url, "U0BEN") as person:
        yield person


async def _make_rule(ana: Person, **values: str) -> AlertRule:
    await ana.say("/tasks alerts add")
    form = await ana.wait_for_view("Add alert")
    await ana.fill(form, {"More tasks wait than": "2", "For how long, in minutes": "0"} | values)
    assert await ana.submit(form) is None
    await ana.wait_for_message("These are the alerts now")
    return await AlertRule.all().order_by("-id").first()  # type: ignore[return-value]


async def _look() -> None:
    await alerts.look(now=datetime.now(UTC))


async def _pass(*, minutes: int) -> None:
    """Let this much time pass, with a check every half minute, by making all stored times older."""
    for _ in range(2 * minutes):
        for table in (AlertRule, Incident):
            for row in await table.all():
                moments = {name: getattr(row, name) for name in _MOMENTS & table._meta.fields}
                aged = {name: at - _HALF for name, at in moments.items() if at and name != "snoozed_until"}
                await table.filter(id=row.id).update(**aged)
        await _look()


async def _work_off(ids: list[int]) -> None:
    for task_id in ids:
        await ended(task_id)


async def test_a_rule_is_made_changed_muted_and_removed(ana: Person, sealer: Sealer) -> None:
    await waiting_tasks(1, sealer)
    rule = await _make_rule(ana, Group="emea")
    assert (rule.channel, rule.group, rule.above, rule.lasting) == ("C0OPS", "emea", 2, 0)

    await ana.say("/tasks alerts")
    message = await ana.wait_for_message("<#C0OPS> in *emea*: more than 2 tasks")
    await ana.click(message, "Change")
    form = await ana.wait_for_view("Change alert")
    await ana.fill(form, {"The oldest waits longer than, in minutes": "30"})
    assert await ana.submit(form) is None
    message = await ana.wait_for_message("more than 2 tasks or one waits longer than 30 min")
    await ana.click(message, "Mute")
    message = await ana.wait_for_message("muted by <@U0ANA>")
    await ana.click(message, "Remove")

    await ana.wait_for_message("Removed.")
    assert await AlertRule.all().count() == 0


async def test_every_group_can_be_chosen_however_many_there_are_and_all_of_them_again(ana: Person) -> None:
    await Group.bulk_create([Group(name=f"team {number:03}") for number in range(130)])

    rule = await _make_rule(ana, Group="team 129")

    assert rule.group == "team 129"
    await ana.click(await ana.wait_for_message("in *team 129*"), "Change")
    form = await ana.wait_for_view("Change alert")
    await ana.fill(form, {"Group": "All groups"})
    assert await ana.submit(form) is None
    await ana.see(lambda: "in *team 129*" not in ana.reads(ana.messages()[-1]))
    assert (await AlertRule.get(id=rule.id)).group == ""


async def test_every_rule_is_reached_by_turning_pages_and_changed_on_its_own(ana: Person) -> None:
    now = datetime.now(UTC)
    for number in range(43):
        await rules.save(0, AlertRuleInput(channel="C0OPS", above=100 + number), by="U0ANA", now=now)
    await ana.say("/tasks alerts")
    seen: list[int] = []
    for page in (1, 2, 3):
        message = await ana.wait_for_message(f"Page {page} of 3, 43 in all.")
        seen += [number for number in range(43) if f"more than {100 + number} tasks" in ana.reads(message)]
        if page < 3:
            await ana.click(message, "Next")
    assert seen == list(range(43))

    await ana.click(message, "Mute")

    message = await ana.wait_for_message("muted by <@U0ANA>")
    assert "Page 3 of 3" in ana.reads(message)
    assert [rule.above async for rule in AlertRule.exclude(muted_by="")] == [140]


@pytest.mark.parametrize(
    ("values", "field", "sentence"),
    [
        ({"More tasks wait than": ""}, "More tasks wait than", "Enter a number of tasks, a time, or both"),
        ({"Quiet from": "22:00"}, "Quiet to", "Quiet hours need a start and an end"),
    ],
)
async def test_a_rule_that_would_never_tell_anything_is_refused_at_its_field(
    ana: Person, values: dict[str, str], field: str, sentence: str
) -> None:
    await ana.say("/tasks alerts add")
    form = await ana.wait_for_view("Add alert")
    await ana.fill(form, values)

    refused = await ana.submit(form)

    assert refused is not None
    assert sentence in refused[field]
    assert await AlertRule.all().count() == 0


async def test_an_episode_is_one_message_from_its_beginning_to_its_recovery(
    ana: Person, ben: Person, sealer: Sealer
) -> None:
    await _make_rule(ana)
    tasks = await waiting_tasks(3, sealer)
    await _look()
    alert = await ben.wait_for_message("*3 tasks wait*")
    assert "No worker is running" in ben.reads(alert)

    await ben.click(alert, "Acknowledge")
    await ben.wait_for_message("<@U0BEN> looks after it")
    await _work_off(tasks)
    await _pass(minutes=2)

    over = await ana.wait_for_message("*Recovered*: 0 wait")
    assert over["ts"] == alert["ts"]
    assert "at most 3 tasks waited" in ana.reads(over)
    assert "<@U0BEN> looked after it" in ana.reads(over)


async def test_show_tasks_shows_what_the_alert_is_about(ana: Person, sealer: Sealer) -> None:
    await waiting_tasks(3, sealer, group="emea")
    await waiting_tasks(1, sealer, group="apac")
    await _make_rule(ana, Group="emea")
    await _look()

    await ana.click(await ana.wait_for_message("*3 tasks wait* in *emea*"), "Show tasks")

    await ana.wait_for_message("Total 3 · Page 1 of 1")


async def test_nobody_answers_and_whoever_made_the_rule_is_called_in_the_thread_once(
    ana: Person, sealer: Sealer
) -> None:
    await _make_rule(ana, **{"Mention me again if nobody answers, after minutes": "10"})
    await waiting_tasks(3, sealer)
    await _look()
    alert = await ana.wait_for_message("*3 tasks wait*")
    await ana.click(alert, "Show tasks")
    await ana.wait_for_message("Total 3")  # by then its message is known

    await _pass(minutes=9)
    assert ana.thread(alert) == []
    await _pass(minutes=3)

    reply = await ana.see(lambda: next(iter(ana.thread(alert)), None))
    assert "<@U0ANA> nobody has acknowledged this yet" in ana.reads(reply)
    assert len(ana.thread(alert)) == 1


async def test_a_snooze_keeps_it_from_calling_and_is_told(ana: Person, sealer: Sealer) -> None:
    rule = await _make_rule(ana)
    await waiting_tasks(3, sealer)
    await _look()

    await ana.select(await ana.wait_for_message("*3 tasks wait*"), "Snooze", "1 hour")

    await ana.wait_for_message("Snoozed by <@U0ANA> until")
    assert (await Incident.get(rule_id=rule.id)).snoozed_by == "U0ANA"


async def test_what_was_muted_in_the_middle_says_so_in_its_message(ana: Person, sealer: Sealer) -> None:
    await _make_rule(ana)
    await waiting_tasks(3, sealer)
    await _look()
    alert = await ana.wait_for_message("*3 tasks wait*")
    await ana.say("/tasks alerts")

    await ana.click(await ana.wait_for_message("<#C0OPS>: more than 2"), "Mute")

    over = await ana.wait_for_message("*Muted* by <@U0ANA>")
    assert over["ts"] == alert["ts"]
    await _look()
    assert await Incident.filter(ended_at=None).count() == 0


async def test_an_alert_for_a_channel_without_the_bot_reaches_whoever_made_it(
    ana: Person, sealer: Sealer
) -> None:
    await _make_rule(ana)
    await AlertRule.all().update(channel="C0QUIET")
    await waiting_tasks(3, sealer)

    await _look()

    await ana.see(lambda: next((m for m in ana.messages("D0ANA") if "*3 tasks wait*" in ana.reads(m)), None))


async def test_in_quiet_hours_nothing_is_posted_and_afterwards_only_what_still_waits(
    ana: Person, sealer: Sealer
) -> None:
    await _make_rule(ana, **{"Quiet from": "00:00", "Quiet to": "23:59"})
    tasks = await waiting_tasks(3, sealer)
    await _look()
    assert await Incident.filter(ended_at=None).count() == 1

    await _work_off(tasks)
    await _pass(minutes=2)
    await ana.say("/tasks alerts")

    await ana.wait_for_message("quiet from 00:00 to 23:59")
    assert await Incident.filter(ended_at=None, ts="").count() == 0
    assert not any("3 tasks wait" in ana.reads(message) for message in ana.messages())
    assert await Task.filter(status=Status.WAITING).count() == 0
