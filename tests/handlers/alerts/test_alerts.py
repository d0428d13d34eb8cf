"""Alerts in Slack: rules are made there, and each episode is one message from its beginning to its end."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from bot.sandbox.slack import LocalSlack, Person
from models.accounts import holds
from models.alerts import rules
from models.alerts.incidents import Incident
from models.alerts.rules import AlertRule
from models.domain.lifecycle import Status
from models.domain.values.alerts import AlertRuleInput
from models.secrets.sealing import Sealer
from models.tables.tasks import Task
from tests.factories import ended, waiting_tasks
from tests.handlers.alerts.passing import let_pass, look, make_rule

WHICH = "Which tasks"
pytestmark = pytest.mark.usefixtures("bot")


@pytest.fixture
async def ben(slack: LocalSlack) -> AsyncIterator[Person]:
    async with Person(slack.url, "U0BEN") as person:
        yield person


async def _work_off(ids: list[int]) -> None:
    for task_id in ids:
        await ended(task_id)


async def test_a_rule_is_made_changed_muted_and_removed(ana: Person, sealer: Sealer) -> None:
    await waiting_tasks(1, sealer)
    rule = await make_rule(ana, **{WHICH: "group:emea"})
    assert (rule.channel, rule.scope.groups, rule.above) == ("C0OPS", ("emea",), 2)

    await ana.say("/tasks alerts")
    message = await ana.wait_for_message("<#C0OPS> *Too many tasks wait* in *emea*: more than 2 wait")
    await ana.click(message, "Change")
    form = await ana.wait_for_view("Change alert")
    await ana.fill(form, {"Or the oldest waits longer than, in minutes": "30"})
    assert await ana.submit(form) is None
    message = await ana.wait_for_message("more than 2 wait or one waits longer than 30 min")
    await ana.click(message, "Mute")
    message = await ana.wait_for_message("muted by <@U0ANA>")
    await ana.click(message, "Remove")

    await ana.wait_for_message("Removed.")
    assert await AlertRule.all().count() == 0


async def test_every_rule_is_reached_by_turning_pages_and_changed_on_its_own(ana: Person) -> None:
    now = datetime.now(UTC)
    for number in range(43):
        await rules.save(0, AlertRuleInput(channel="C0OPS", above=100 + number), by="U0ANA", now=now)
    await ana.say("/tasks alerts")
    seen: list[int] = []
    for page in (1, 2, 3):
        message = await ana.wait_for_message(f"Page {page} of 3, 43 in all.")
        seen += [number for number in range(43) if f"more than {100 + number} wait" in ana.reads(message)]
        if page < 3:
            await ana.click(message, "Next")
    assert seen == list(range(43))

    await ana.click(message, "Mute")

    message = await ana.wait_for_message("muted by <@U0ANA>")
    assert "Page 3 of 3" in ana.reads(message)
    assert [rule.above async for rule in AlertRule.exclude(muted_by="")] == [140]


async def test_tasks_that_wait_for_a_hold_do_not_keep_an_alert_red(ana: Person, sealer: Sealer) -> None:
    await make_rule(ana)
    await waiting_tasks(4, sealer)
    await holds.hold([1], why="its owner is away", by="U0ANA", now=datetime.now(UTC))
    await look()
    alert = await ana.wait_for_message("*3 tasks wait*")
    assert "1 more waits on purpose" in ana.reads(alert)

    await holds.hold([2, 3, 4], why="its owner is away", by="U0ANA", now=datetime.now(UTC))
    await let_pass(minutes=2)

    await ana.wait_for_message("*Recovered: Too many tasks wait*")
    assert await Task.filter(status=Status.WAITING).count() == 4


async def test_an_episode_is_one_message_from_its_beginning_to_its_recovery(
    ana: Person, ben: Person, sealer: Sealer
) -> None:
    await make_rule(ana)
    tasks = await waiting_tasks(3, sealer)
    await look()
    alert = await ben.wait_for_message("*3 tasks wait*")
    assert "No worker is running" in ben.reads(alert)

    await ben.click(alert, "Acknowledge")
    await ben.wait_for_message("<@U0BEN> looks after it")
    await _work_off(tasks)
    await let_pass(minutes=2)

    over = await ana.wait_for_message("*Recovered: Too many tasks wait*")
    assert over["ts"] == alert["ts"]
    assert "at most 3 waited" in ana.reads(over)
    assert "<@U0BEN> looked after it" in ana.reads(over)


async def test_show_tasks_shows_what_the_alert_is_about(ana: Person, sealer: Sealer) -> None:
    await waiting_tasks(3, sealer, group="emea")
    await waiting_tasks(1, sealer, group="apac")
    await make_rule(ana, **{WHICH: "group:emea"})
    await look()

    await ana.click(await ana.wait_for_message("*3 tasks wait* in *emea*"), "Show tasks")

    await ana.wait_for_message("Total 3 · Page 1 of 1")


async def test_nobody_answers_and_whoever_made_the_rule_is_called_in_the_thread_once(
    ana: Person, sealer: Sealer
) -> None:
    await make_rule(ana)
    await AlertRule.all().update(again=10)
    await waiting_tasks(3, sealer)
    await look()
    alert = await ana.wait_for_message("*3 tasks wait*")
    await ana.click(alert, "Show tasks")
    await ana.wait_for_message("Total 3")  # by then its message is known

    await let_pass(minutes=9)
    assert ana.thread(alert) == []
    await let_pass(minutes=3)

    reply = await ana.see(lambda: next(iter(ana.thread(alert)), None))
    assert "<@U0ANA> nobody has acknowledged this alert yet" in ana.reads(reply)
    assert len(ana.thread(alert)) == 1


async def test_a_snooze_keeps_it_from_calling_and_is_told(ana: Person, sealer: Sealer) -> None:
    rule = await make_rule(ana)
    await waiting_tasks(3, sealer)
    await look()

    await ana.select(await ana.wait_for_message("*3 tasks wait*"), "Snooze", "1 hour")

    await ana.wait_for_message("Snoozed by <@U0ANA> until")
    assert (await Incident.get(rule_id=rule.id)).snoozed_by == "U0ANA"


async def test_what_was_muted_in_the_middle_says_so_in_its_message(ana: Person, sealer: Sealer) -> None:
    await make_rule(ana)
    await waiting_tasks(3, sealer)
    await look()
    alert = await ana.wait_for_message("*3 tasks wait*")
    await ana.say("/tasks alerts")

    await ana.click(await ana.wait_for_message("Too many tasks wait*: more than 2"), "Mute")

    over = await ana.wait_for_message("*Muted: Too many tasks wait*, by <@U0ANA>")
    assert over["ts"] == alert["ts"]
    await look()
    assert await Incident.filter(ended_at=None).count() == 0


async def test_an_alert_for_a_channel_without_the_bot_reaches_whoever_made_it(
    ana: Person, sealer: Sealer
) -> None:
    await make_rule(ana)
    await AlertRule.all().update(channel="C0QUIET")
    await waiting_tasks(3, sealer)

    await look()

    await ana.see(lambda: next((m for m in ana.messages("D0ANA") if "*3 tasks wait*" in ana.reads(m)), None))


async def test_in_quiet_hours_nothing_is_posted_and_afterwards_only_what_still_waits(
    ana: Person, sealer: Sealer
) -> None:
    await make_rule(ana)
    await AlertRule.all().update(quiet_from="00:00", quiet_to="23:59")
    tasks = await waiting_tasks(3, sealer)
    await look()
    assert await Incident.filter(ended_at=None).count() == 1

    await _work_off(tasks)
    await let_pass(minutes=2)
    await ana.say("/tasks alerts")

    await ana.wait_for_message("quiet from 00:00 to 23:59")
    assert await Incident.filter(ended_at=None, ts="").count() == 0
    assert not any("3 tasks wait" in ana.reads(message) for message in ana.messages())
    assert await Task.filter(status=Status.WAITING).count() == 0
