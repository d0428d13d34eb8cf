"""Alert rules: when a channel is alerted, and of what.

What a look remembers is in the rule's row, so a restart forgets nothing; ``turn`` lets only one of two schedulers
write what both have seen.
"""

# pyright: reportIncompatibleVariableOverride=false
# (Tortoise itself asks for an inner class Meta that shadows the one of Model.)

from dataclasses import fields as dataclass_fields
from datetime import datetime, time
from zoneinfo import ZoneInfo

from tortoise import fields
from tortoise.models import Model

from models.alerts import incidents, scopes
from models.domain.alerting import Quiet, Watch
from models.domain.alerting.kinds import Kind
from models.domain.filters import TaskFilter
from models.domain.text import SHORT
from models.domain.values.alerts import AlertRuleInput, SavedAlertRule
from models.sql import locks_rows, rows
from models.tables.values import value_of


class AlertRule(Model):
    """When a channel is alerted that too much waits. Minutes are whole, and what is 0 or empty is not set."""

    id = fields.IntField(primary_key=True)
    channel = fields.CharField(SHORT)
    kind = fields.CharField(20, default=Kind.WAITING.value, db_default=Kind.WAITING.value)
    # Of which tasks, see ``scopes``. None: of a rule made before there were filters, which has a group and a type at most.
    conditions: dict[str, list[str]] | None = fields.JSONField(null=True)  # type: ignore[assignment]
    group = fields.CharField(SHORT, default="")
    type = fields.CharField(SHORT, default="")
    above = fields.IntField(null=True)  # how many
    older = fields.IntField(default=0)  # minutes that the oldest is so
    percent = fields.IntField(default=0, db_default=0)
    minutes = fields.IntField(default=0, db_default=0)  # that are looked at
    tasks = fields.IntField(default=0, db_default=0)  # that are looked at, the last ones
    least = fields.IntField(default=0, db_default=0)  # that must have ended
    lasting = fields.IntField(default=0)  # minutes
    on_call = fields.CharField(SHORT, default="", db_default="")  # a person or a user group
    then_call = fields.CharField(
        SHORT, default="", db_default=""
    )  # after ``again`` minutes without an answer
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
    def scope(self) -> TaskFilter:
        if self.conditions is not None:
            return scopes.unpack(self.conditions)
        return TaskFilter(groups=(self.group,) if self.group else (), types=(self.type,) if self.type else ())

    @property
    def value(self) -> SavedAlertRule:
        return value_of(SavedAlertRule, self)

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
    return [rule.value for rule in await every()]


async def get(rule_id: int, *, locked: bool = False) -> SavedAlertRule | None:
    """The rule; None when somebody removed it. ``locked``: nobody else changes it before the transaction ends."""
    found = AlertRule.filter(id=rule_id)
    rule = await (found.select_for_update() if locked and locks_rows() else found).first()
    return rule.value if rule else None


async def save(rule_id: int, wanted: AlertRuleInput, *, by: str, now: datetime) -> None:
    """Make a rule (0), or change one: what was seen under the former limits counts no more."""
    columns = {field.name: getattr(wanted, field.name) for field in dataclass_fields(AlertRuleInput)}
    columns |= {"conditions": scopes.pack(columns.pop("scope")), "group": "", "type": ""}
    if not rule_id:
        await AlertRule.create(**columns, by=by, created_at=now)
        return
    await AlertRule.filter(id=rule_id).update(**columns, broken_since=None, calm_since=None)
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
