"""While Slack gives no definite answer about a reader a message waits, for an hour and no longer."""

from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from bot import doctor
from bot.outbox.relay import OutboxRelay
from bot.sandbox.slack import LocalSlack
from bot.settings import Settings
from models.access.grants import GrantRow
from models.accounts import holds
from models.messages.outbox import MessageKind
from models.secrets.sealing import Sealer
from models.sql import transaction
from models.tables.accounts import Account
from models.tables.messages import Outbox
from models.tables.tasks import Task
from tests.bot.outbox.kinds import BEN, KINDS, allow, bring_about, now, send, shown
from tests.factories import waiting_tasks

pytestmark = [
    pytest.mark.usefixtures("database"),
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),
]

AN_HOUR = timedelta(hours=1)


async def _wait_an_hour() -> None:
    """An hour goes by for what waits for an answer about its reader."""
    for row in await Outbox.exclude(unsure_since=None):
        assert row.unsure_since is not None
        await Outbox.filter(id=row.id).update(unsure_since=row.unsure_since - AN_HOUR)


@pytest.mark.parametrize("kind", KINDS)
async def test_after_an_hour_without_an_answer_it_is_a_dead_letter_and_only_an_alert_says_that_it_fired(
    relay: OutboxRelay, slack: LocalSlack, sealer: Sealer, kind: MessageKind
) -> None:
    _, content, _ = KINDS[kind]
    await bring_about(kind, await waiting_tasks(2, sealer))
    slack.switches.fail("users.info", "500", times=99)
    await send(relay, kind)
    assert (await Outbox.get()).state == "pending"
    await _wait_an_hour()

    with capture_logs() as lines:
        await send(relay, kind)

    owed, is_alert = await Outbox.get(), kind is MessageKind.ALERT
    assert owed.state == ("sent" if is_alert else "dead")
    assert is_alert or owed.error.startswith("for an hour: Slack does not say who U0")
    assert [line["event"] for line in lines if line["log_level"] == "warning" and "error" in line][-1] == (
        "an alert shows nothing" if is_alert else "dead letter"
    )
    assert content not in shown(slack)
    assert ("for an hour Slack has not said whether <@U0BEN>" in shown(slack)) is is_alert
    dead = next(result for result in await doctor.examine(Settings()) if result.name == "Dead messages")
    assert dead.says == ("none" if is_alert else "1 that did not reach Slack")


async def test_while_a_user_group_is_not_spoken_of_the_same_holds(
    relay: OutboxRelay, slack: LocalSlack, sealer: Sealer
) -> None:
    await waiting_tasks(1, sealer)
    await GrantRow.all().delete()
    await allow("S0NOBODY")
    await KINDS[MessageKind.HOME][0]([])
    slack.switches.fail("usergroups.users.list", "500", times=99)
    await send(relay, MessageKind.HOME)
    await _wait_an_hour()

    await send(relay, MessageKind.HOME)

    owed = await Outbox.get(kind=MessageKind.HOME)
    assert (owed.state, owed.error) == (
        "dead", "for an hour: Slack does not say in which user groups U0BEN is"
    )  # fmt: skip


async def test_the_hour_counts_over_all_tries_and_changes_and_ends_with_an_answer(
    relay: OutboxRelay, slack: LocalSlack, sealer: Sealer
) -> None:
    await waiting_tasks(1, sealer)
    await KINDS[MessageKind.HOME][0]([])
    slack.switches.fail("users.info", "500", times=3)
    await send(relay, MessageKind.HOME)
    began = (await Outbox.get(kind=MessageKind.HOME)).unsure_since
    assert began is not None
    await send(relay, MessageKind.HOME)
    assert (await Outbox.get(kind=MessageKind.HOME)).unsure_since == began
    await Outbox.filter(kind=MessageKind.HOME).update(
        state="sending", lease_until=now() - timedelta(seconds=1)
    )
    await KINDS[MessageKind.HOME][0]([])  # somebody opens it while it is looked at

    await send(relay, MessageKind.HOME)

    assert (await Outbox.get(kind=MessageKind.HOME, state="pending")).unsure_since == began
    await send(relay, MessageKind.HOME)
    assert (await Outbox.get(kind=MessageKind.HOME, state="pending")).unsure_since is None
    assert "Total 1" in shown(slack)


async def _held(tasks: list[int]) -> None:
    """Ben answers for the account; the task whose log-in was blocked is Ana's."""
    await Account.all().update(owner=BEN)
    await Task.all().update(operation_user="U0ANA")
    await transaction(lambda: holds.begin(1, why="checkpoint", now=now(), task_id=tasks[0]))


async def test_after_an_hour_the_next_person_is_asked_about_an_account_on_hold(
    relay: OutboxRelay, slack: LocalSlack, sealer: Sealer
) -> None:
    await allow("U0ANA")
    await _held(await waiting_tasks(1, sealer))
    slack.switches.fail("users.info", "500", times=2)
    await send(relay, MessageKind.HOLD)
    await _wait_an_hour()

    await send(relay, MessageKind.HOLD)

    detail = await holds.detail(1)
    assert detail is not None
    assert (detail.asked, bool(detail.ts)) == ("U0ANA", True)


@pytest.mark.parametrize(("asked", "is_closed"), [(BEN, False), ("U0ANA", True), ("", True)])
async def test_a_question_about_a_hold_is_closed_by_the_right_of_who_was_asked_alone(
    relay: OutboxRelay,
    slack: LocalSlack,
    sealer: Sealer,
    asked: str,
    is_closed: bool,  # noqa: FBT001 - a table's column
) -> None:
    await _held(await waiting_tasks(1, sealer))
    await send(relay, MessageKind.HOLD)
    assert (await holds.Hold.get()).asked == BEN
    await holds.Hold.all().update(asked=asked)  # empty: a former version asked, and did not write down whom
    await holds.release([1], by="U0CHEN", now=now())

    await send(relay, MessageKind.HOLD)

    assert ("That question is closed." in shown(slack)) is is_closed
    assert ("was released by" in shown(slack)) is not is_closed
