"""An alert rule made in Slack, and time that passes for it."""

from datetime import UTC, datetime, timedelta

from bot.sandbox.slack import Person
from executor.maintenance import alerts
from models.alerts.incidents import Incident
from models.alerts.rules import AlertRule

_HALF = timedelta(seconds=30)
_MOMENTS = {"broken_since", "calm_since", "looked_at", "began_at", "called_at", "told_at"}


async def make_rule(ana: Person, **values: str) -> AlertRule:
    await ana.say("/tasks alerts add")
    form = await ana.wait_for_view("Add alert")
    await ana.fill(form, {"More tasks wait than": "2"} | values)
    assert await ana.submit(form) is None
    await ana.wait_for_message("These are the alerts now")
    await AlertRule.all().update(lasting=0)
    return await AlertRule.all().order_by("-id").first()  # type: ignore[return-value]


async def look() -> None:
    await alerts.look(now=datetime.now(UTC))


async def let_pass(*, minutes: int) -> None:
    """Let this much time pass, with a check every half minute, by making all stored times older."""
    for _ in range(2 * minutes):
        for table in (AlertRule, Incident):
            for row in await table.all():
                moments = {name: getattr(row, name) for name in _MOMENTS & table._meta.fields}
                aged = {name: at - _HALF for name, at in moments.items() if at and name != "snoozed_until"}
                await table.filter(id=row.id).update(**aged)
        await look()
