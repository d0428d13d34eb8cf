"""Incidents of alerts: one time that a rule's limits were passed, reported in one message from its beginning to its end.

A partial unique index keeps a rule from having two at once.
"""

# pyright: reportIncompatibleVariableOverride=false
# (Tortoise itself asks for an inner class Meta that shadows the one of Model.)

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, Literal

from tortoise import fields
from tortoise.indexes import Index
from tortoise.models import Model

from models.alerts import webhooks
from models.domain.alerting import Answer, Observation
from models.domain.alerting.kinds import KINDS, Kind
from models.domain.text import SHORT
from models.domain.values.alerts import IncidentDetail, Measure
from models.messages import outbox
from models.messages.outbox import MessageKind
from models.sql import rows
from models.tables.values import value_of

_APART = timedelta(minutes=1)  # clocks of several machines are nearer to each other
_SNOOZE = timedelta(days=1, minutes=1)  # nobody can snooze for longer
FRESH = timedelta(seconds=30)  # the message is edited at most this often for its numbers alone
Outcome = Literal["recovered", "muted", "removed"]


class Incident(Model):
    """One time that too much waited, with its message. At most one of a rule is open."""

    id = fields.IntField(primary_key=True)
    rule_id = fields.IntField()
    kind = fields.CharField(20, default=Kind.WAITING.value, db_default=Kind.WAITING.value)
    channel = fields.CharField(SHORT)
    ts = fields.CharField(SHORT, default="")  # of its message; empty until Slack has answered
    began_at = fields.DatetimeField()
    ended_at = fields.DatetimeField(null=True)
    outcome = fields.CharField(20, default="")  # recovered, muted, removed
    ended_by = fields.CharField(SHORT, default="")  # who muted or removed its rule
    count = fields.IntField()  # the kind's number when somebody looked last
    total = fields.IntField(default=0, db_default=0)  # of how many
    apart = fields.IntField(default=0, db_default=0)  # tasks that wait for a hold
    peak = fields.IntField()
    oldest_at = fields.DatetimeField(null=True)  # since when the oldest of them is so
    acked_by = fields.CharField(SHORT, default="")
    acked_at = fields.DatetimeField(null=True)
    snoozed_by = fields.CharField(SHORT, default="")
    snoozed_until = fields.DatetimeField(null=True)
    called_at = fields.DatetimeField(null=True)  # when an answer was called for last
    told_at = fields.DatetimeField(null=True)  # when its message was to be written last
    hooked = fields.CharField(20, default="", db_default="")  # what its rule's webhook has taken last

    class Meta:
        table = "alert_episode"
        indexes = (Index(fields=["rule_id", "id"]),)

    @property
    def answer(self) -> Answer:
        return Answer(
            asked_at=self.called_at or self.began_at,
            is_looked_after=self.acked_at is not None,
            snoozed_until=self.snoozed_until,
        )


async def get(incident_id: int) -> IncidentDetail | None:
    """The incident; None when there is none."""
    incident = await Incident.get_or_none(id=incident_id)
    return value_of(IncidentDetail, incident) if incident else None


async def opened() -> list[IncidentDetail]:
    """Those that go on, oldest first."""
    return [
        value_of(IncidentDetail, incident) for incident in await Incident.filter(ended_at=None).order_by("id")
    ]


async def of_rule(rule_id: int) -> Incident | None:
    """The one of a rule that goes on."""
    return await Incident.get_or_none(rule_id=rule_id, ended_at=None)


async def of_rules(rule_ids: Iterable[int]) -> dict[int, Incident]:
    """Those of these rules that go on, by rule."""
    open_incidents = await Incident.filter(rule_id__in=list(rule_ids), ended_at=None)
    return {incident.rule_id: incident for incident in open_incidents}


async def begin(
    rule_id: int, channel: str, seen: Measure, *, kind: str = Kind.WAITING, now: datetime
) -> IncidentDetail | None:
    """Open an incident; None when one of the rule is open. Only inside a transaction."""
    inserted = await rows(
        "INSERT INTO alert_episode (rule_id, kind, channel, ts, began_at, outcome, ended_by, count, total, apart, peak, "
        "oldest_at, acked_by, snoozed_by) VALUES (:rule, :kind, :channel, '', :now, '', '', :count, :total, :apart, "
        ":count, :oldest, '', '') ON CONFLICT DO NOTHING RETURNING id",
        rule=rule_id,
        kind=str(kind),
        channel=channel,
        now=now,
        **_figures(kind, seen),
    )
    if not inserted:
        return None
    await webhooks.enqueue(rule_id, inserted[0]["id"], now=now)
    return await get(inserted[0]["id"])


async def go_on(incident: Incident, seen: Measure) -> None:
    """What is seen of it now."""
    figures = _figures(incident.kind, seen)
    await Incident.filter(id=incident.id, ended_at=None).update(
        count=figures["count"],
        total=figures["total"],
        apart=figures["apart"],
        peak=max(incident.peak, figures["count"]),
        oldest_at=figures["oldest"],
    )


def _figures(kind: str, seen: Measure) -> dict[str, Any]:
    level = KINDS[kind].level(Observation(count=seen.count, of=seen.of))
    return {"count": level, "total": seen.of, "apart": seen.apart, "oldest": seen.oldest_at}


async def close(incident: Incident | None, outcome: Outcome, *, by: str = "", now: datetime) -> None:
    """It is over, and its message says why. Only inside a transaction."""
    if incident is not None:
        await Incident.filter(id=incident.id, ended_at=None).update(
            ended_at=now, outcome=outcome, ended_by=by
        )
        await webhooks.enqueue(incident.rule_id, incident.id, now=now)
        await enqueue_update(incident, now=now)


async def acknowledge(incident_id: int, *, by: str, now: datetime) -> bool:
    """Somebody looks after it: nobody is called any more. False: it is over, or somebody does so already."""
    changed = await Incident.filter(id=incident_id, ended_at=None, acked_at=None).update(
        acked_by=by, acked_at=now, snoozed_until=None
    )
    incident = await get(incident_id)
    if incident and changed:
        await webhooks.enqueue(incident.rule_id, incident.id, now=now)
    await enqueue_update(incident, now=now)
    return bool(changed)


async def snooze(incident_id: int, *, until: datetime, by: str, now: datetime) -> bool:
    """Nobody is called until then. False: it is over."""
    changed = await Incident.filter(id=incident_id, ended_at=None).update(snoozed_by=by, snoozed_until=until)
    await enqueue_update(await get(incident_id), now=now)
    return bool(changed)


async def call(incident: Incident, *, now: datetime) -> None:
    """Call whoever made the rule, in the message's thread."""
    await Incident.filter(id=incident.id).update(called_at=now)
    await outbox.enqueue(MessageKind.ALERT_CALL, incident.id, now=now)


async def enqueue_update(
    incident: Incident | IncidentDetail | None, *, after: timedelta = timedelta(), now: datetime
) -> None:
    """Have its message sent, ``after`` a while: posted first, then edited."""
    if incident is not None:
        await Incident.filter(id=incident.id).update(told_at=now)
        await outbox.enqueue(MessageKind.ALERT, incident.id, now=now, after=after)
        await outbox.hurry(MessageKind.ALERT, incident.id, due_at=now + after)


async def bring_forward(*, now: datetime) -> int:
    """What goes on and was told, called or snoozed at a time far ahead, before the clock was set back, counts from now."""
    far = now + _APART
    changed = 0
    for column, latest in (
        ("told_at", far),
        ("called_at", far),
        ("began_at", far),
        ("snoozed_until", now + _SNOOZE),
    ):
        ahead = Incident.filter(ended_at=None, **{f"{column}__gt": latest})
        changed += await ahead.update(**{column: now})
    return changed


async def hooked(incident_id: int, happening: str) -> None:
    """The webhook of its rule has taken this."""
    await Incident.filter(id=incident_id).update(hooked=happening)


async def posted(incident_id: int, *, channel: str, ts: str, now: datetime) -> None:
    """Slack has its message: from now on an answer is waited for."""
    await Incident.filter(id=incident_id).update(channel=channel, ts=ts, called_at=now)
