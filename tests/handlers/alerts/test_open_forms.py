"""The form and the menu of an alert that somebody else changed or removed while it was open."""

from datetime import UTC, datetime

import pytest

from bot.sandbox.slack import Person
from bot.sandbox.slack.documents import Json
from handlers.words.shown_fields import MEANWHILE
from models.access.grants import Audit
from models.alerts import rules
from models.alerts.rules import AlertRule
from models.domain.values.alerts import AlertRuleInput
from models.sql import transaction

pytestmark = pytest.mark.usefixtures("bot")
RULE = AlertRuleInput(
    channel="C0OPS", above=2, older=30, quiet_from="22:00", quiet_to="06:00", zone="Asia/Tokyo"
)
ABOVE, OLDER = "More tasks wait than", "Or the oldest waits longer than, in minutes"


async def _listed(ana: Person) -> Json:
    await rules.save(0, RULE, by="U0BEN", now=datetime.now(UTC))
    await ana.say("/tasks alerts")
    return await ana.wait_for_message("more than 2 wait")


async def _opened(ana: Person) -> Json:
    await ana.click(await _listed(ana), "Change")
    return await ana.wait_for_view("Change alert")


async def _meanwhile(**values: object) -> None:
    await AlertRule.all().update(**values)


async def test_what_somebody_else_changed_stays_and_so_does_whose_night_it_is(ana: Person) -> None:
    form = await _opened(ana)
    await _meanwhile(older=90, channel="C0ALERTS")
    await ana.fill(form, {ABOVE: "7"})

    assert await ana.submit(form) is None

    await ana.wait_for_message("Saved. These are the alerts now:")
    rule = await AlertRule.get()
    assert (rule.above, rule.older, rule.channel, rule.zone) == (7, 90, "C0ALERTS", "Asia/Tokyo")


async def test_what_both_changed_is_refused_at_its_field(ana: Person) -> None:
    form = await _opened(ana)
    await _meanwhile(older=90)
    await ana.fill(form, {OLDER: "45"})
    assert await ana.submit(form) == {OLDER: MEANWHILE}
    assert (await AlertRule.get()).older == 90


async def test_the_form_of_one_that_is_gone_says_so_and_nothing_is_said_to_be_done(ana: Person) -> None:
    form = await _opened(ana)
    rule = await AlertRule.get()
    await transaction(lambda: rules.remove(rule.id, by="U0BEN", now=datetime.now(UTC)))
    await ana.fill(form, {ABOVE: "7"})

    assert await ana.submit(form) == {"Post in": "That alert is gone: somebody removed it."}
    assert not await Audit.exists()


async def test_what_was_so_already_is_neither_done_again_nor_audited(ana: Person) -> None:
    message = await _listed(ana)
    await _meanwhile(muted_by="U0BEN")
    await ana.click(message, "Mute")
    await ana.wait_for_message("It is muted already.")
    assert await AlertRule.filter(muted_by="U0BEN").exists()

    await ana.click(await ana.wait_for_message("It is muted already."), "Change")
    assert await ana.submit(await ana.wait_for_view("Change alert")) is None

    await ana.wait_for_message("Nothing was changed.")
    assert not await Audit.exists()
