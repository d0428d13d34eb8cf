"""Alert rules: when a channel is alerted that too many tasks wait.

What a look remembers is in the rule's row, so a restart forgets nothing; ``turn`` lets only one of two schedulers
write what both have seen.
"""

# pyright: reportIncompatibleVariableOverride=false
# (Tortoise itself asks for an inner class Meta that shadows the one of Model.)

from dataclasses import asdict
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from tortoise import fields
from tortoise.models import Model

from models.alerts import incidents
from models.domain.alerting import Limits, Quiet, Watch
from models.domain.text import SHORT
from models.domain.values.alerts import AlertRuleInput, SavedAlertRule
from models.sql import locks_rows, rows
from models.tables.values import value_of


class AlertRule(Model):
    """When a channel is alerted that too much waits. Minutes are whole, and what is 0 or empty is not set."""

    id = fields.IntField(primary_key=True)
    channel = fields.CharField(SHORT)
    group = fields.CharField(SHORT, default="")
    type = fields.CharField(SHORT, default="")
    above = fields.IntField(null=True)  # tasks
    older = fields.IntField(default=0)  # minutes that the oldest waits
    lasting = fields.IntField(default=0)  # minutes
    again = fields.IntField(default=0)  # minutes without an answer, after which somebody is called
    quiet_from = fields.CharField(5, default="")  # 22:00
    quiet_to = fields.CharField(5, default="")
    zone = fields.CharField(SHORT, default="UTC")  # whose night that is
    muted_by = fields.CharField(SHORT, default="")
    by = fields.CharField(SHORT)
    created_at = fields.DatetimeField()
    turn = fields.IntField(default=0)  # raised by every look
    broken_since = fields.DatetimeField(null=True)
    calm_since = fields.DatetimeField(null=True)
    looked_at = fields.DatetimeField(null=True)

    class Meta:
        table = "alert_rule"

    @property
    def limits(self) -> Limits:
        return Limits(
            above=self.above,
            older=timedelta(minutes=self.older) if self.older else None,
            lasting=timedelta(minutes=self.lasting),
        )

    @property
    def quiet(self) -> Quiet | None:
        if not (self.quiet_from and self.quiet_to):
            return None
        return Quiet(
            begins=time.fromisoformat(self.quiet_from),
            ends=time.fromisoformat(self.quiet_to),
            zone=ZoneInfo(self.zone),
        )

    def watch(self, *, firing: bool) -> Watch:
        return Watch(
            firing=firing,
            broken_since=self.broken_since,
            calm_since=self.calm_since,
            looked_at=self.looked_at,
        )


async def every() -> list[AlertRule]:
    """All rules, by channel, with what a look remembers."""
    return await AlertRule.all().order_by("channel", "id")


async def saved() -> list[SavedAlertRule]:
    """All rules as they are shown, by channel."""
    return [value_of(SavedAlertRule, rule) for rule in await every()]


async def get(rule_id: int, *, locked: bool = False) -> SavedAlertRule | None:
    """The rule; None when somebody removed it. ``locked``: nobody else changes it before the transaction ends."""
    found = AlertRule.filter(id=rule_id)
    rule = await (found.select_for_update() if locked and locks_rows() else found).first()
    return value_of(SavedAlertRule, rule) if rule else None


async def save(rule_id: int, wanted: AlertRuleInput, *, by: str, now: datetime) -> None:
    """Make a rule (0), or change one: what was seen under the former limits counts no more."""
    if not rule_id:
        await AlertRule.create(**asdict(wanted), by=by, created_at=now)
        return
    await AlertRule.filter(id=rule_id).update(**asdict(wanted), broken_since=None, calm_since=None)
    await incidents.enqueue_update(await incidents.of_rule(rule_id), now=now)


async def mute(rule_id: int, *, by: str, now: datetime) -> bool:
    """Let a rule make no alert until it is unmuted; an incident that goes on ends with that. False: it was so, or is gone."""
    unmuted = AlertRule.filter(id=rule_id, muted_by="")
    changed = await unmuted.update(muted_by=by, broken_since=None, calm_since=None)
    if changed:
        await incidents.close(await incidents.of_rule(rule_id), "muted", by=by, now=now)
    return bool(changed)


async def unmute(rule_id: int) -> bool:
    """Let a rule make alerts again. False: it does, or is gone."""
    return bool(await AlertRule.filter(id=rule_id).exclude(muted_by="").update(muted_by=""))


async def remove(rule_id: int, *, by: str, now: datetime) -> bool:
    """Forget a rule; an incident that goes on ends with that. False: it is gone already."""
    await incidents.close(await incidents.of_rule(rule_id), "removed", by=by, now=now)
    return bool(await AlertRule.filter(id=rule_id).delete())


async def write(rule: AlertRule, watch: Watch) -> bool:
    """Keep what a look remembers. False: another scheduler has looked meanwhile, and this look does not count."""
    kept = await rows(
        "UPDATE alert_rule SET turn = turn + 1, broken_since = :broken, calm_since = :calm, looked_at = :looked "
        "WHERE id = :id AND turn = :turn RETURNING id",
        broken=watch.broken_since,
        calm=watch.calm_since,
        looked=watch.looked_at,
        id=rule.id,
        turn=rule.turn,
    )
    return bool(kept)
