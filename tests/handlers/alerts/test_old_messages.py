"""The buttons of an old message, where a restored database has given the number of its alert out again."""

from datetime import UTC, datetime

import pytest

from bot.sandbox.slack import Person
from executor.maintenance import alerts
from models.alerts import rules
from models.alerts.incidents import Incident
from models.domain.values.alerts import AlertRuleInput
from models.secrets.sealing import Sealer
from models.sql import run
from tests.factories import waiting_tasks

RULE = AlertRuleInput(channel="C0OPS", above=2)


@pytest.mark.usefixtures("bot")
async def test_an_old_message_answers_no_alert_that_was_given_its_number_by_a_restored_database(
    ana: Person, sealer: Sealer
) -> None:
    await rules.save(0, RULE, by="U0ANA", now=datetime.now(UTC))
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
