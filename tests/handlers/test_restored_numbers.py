"""A restored database gives numbers out again: the button of an old message does nothing to what has its number now."""

from datetime import UTC, datetime

import pytest

from bot.sandbox.slack import Person
from executor.maintenance import alerts
from models.alerts import rules
from models.alerts.incidents import Incident
from models.domain.lifecycle import Status
from models.domain.values.alerts import AlertRuleInput
from models.secrets.sealing import Sealer
from models.sql import run
from models.tables.tasks import Batch, Task
from tests.factories import waiting_tasks

pytestmark = pytest.mark.usefixtures("bot")


async def test_an_old_message_answers_no_alert_that_was_given_its_number_by_a_restored_database(
    ana: Person, sealer: Sealer
) -> None:
    await rules.save(0, AlertRuleInput(channel="C0OPS", above=2), by="U0ANA", now=datetime.now(UTC))
    await waiting_tasks(3, sealer)
    await alerts.look(now=datetime.now(UTC))
    old = await ana.wait_for_message("*3 tasks wait*")
    await Incident.all().delete()
    await run("DELETE FROM sqlite_sequence WHERE name = 'alert_episode'", [])
    await alerts.look(now=datetime.now(UTC))
    last = await ana.wait_for_message("*3 tasks wait*", after=old["ts"])

    await ana.click(old, "Acknowledge")
    last = await ana.wait_for_message("This message does not stand for that any more", after=last["ts"])
    await ana.select(old, "Snooze", "1 hour")
    await ana.wait_for_message("This message does not stand for that any more", after=last["ts"])

    assert await Incident.all().values_list("id", "acked_by", "snoozed_by") == [(1, "", "")]


async def test_an_old_receipt_takes_nothing_back_of_another_operation_of_its_number(
    ana: Person, sealer: Sealer
) -> None:
    (only,) = await waiting_tasks(1, sealer)
    await ana.say(f"/tasks cancel {only}")
    receipt = await ana.wait_for_message("Canceled 1 · Skipped 0")
    asked = datetime.now(UTC)  # as the operation that a restored database gives the number again
    await Batch.filter(kind="cancel").update(created_at=asked, done_at=asked)

    await ana.click(receipt, "Undo")

    await ana.wait_for_message("This message does not stand for that any more")
    assert [task.status for task in await Task.all()] == [Status.CANCELED]
