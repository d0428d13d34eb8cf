"""The check of every alert rule: incidents begin, go on and end here. Two processes that check at once do no harm."""

from datetime import datetime, timedelta

import structlog

from models.alerts import backlog, incidents, measures, webhooks
from models.alerts import rules as alert_rules
from models.alerts.incidents import Incident
from models.alerts.rules import AlertRule
from models.domain import alerting
from models.domain.alerting import Observation, Turn
from models.domain.alerting.kinds import KINDS
from models.domain.values.alerts import Measure
from models.sql import transaction

_log = structlog.get_logger()


async def look(*, now: datetime) -> None:
    """Check once every rule that is not muted. What one of them raises is raised after the others were checked."""
    await webhooks.forget_removed()
    rules = [rule for rule in await alert_rules.every() if not rule.muted_by and rule.kind in KINDS]
    if not rules:
        return
    waiting = (
        await backlog.waiting_groups(now=now) if any(rule.value.row.lists_waiting for rule in rules) else []
    )
    opened = await incidents.of_rules(rule.id for rule in rules)
    failed: list[Exception] = []
    for rule in rules:
        try:
            seen = await measures.measure(rule.value, waiting, now=now)
            await transaction(lambda rule=rule, seen=seen: _look(rule, seen, opened.get(rule.id), now=now))
        except Exception as error:  # noqa: BLE001 - a rule that cannot be measured silences no other
            failed.append(error)
    if failed:
        raise failed[0]


async def _look(rule: AlertRule, seen: Measure, incident: Incident | None, *, now: datetime) -> None:
    kind = KINDS[rule.kind]
    oldest = now - seen.oldest_at if seen.oldest_at else timedelta()
    observation = Observation(count=seen.count, of=seen.of, oldest=oldest)
    before = rule.watch(firing=incident is not None)
    watch, turn = alerting.look(kind.limits(rule.value), before, observation, now=now)
    if watch.is_idle and turn is Turn.NOTHING and rule.watch(firing=False).is_idle:
        return  # nothing to remember
    if not await alert_rules.write(rule, watch):
        return
    if turn is Turn.BEGINS:
        new_incident = await incidents.begin(rule.id, rule.channel, seen, kind=rule.kind, now=now)
        if new_incident:
            _log.warning("an alert begins", alert=new_incident.id, of=rule.kind, count=seen.count)
            await incidents.enqueue_update(new_incident, after=_quiet(rule, now), now=now)
    elif incident is not None:
        await incidents.go_on(incident, seen)
        if turn is Turn.ENDS:
            _log.info("an alert ends", alert=incident.id, of=rule.kind, count=seen.count)
            await incidents.close(incident, "recovered", now=now)
        else:
            await _keep_fresh(rule, incident, now=now)


async def _keep_fresh(rule: AlertRule, incident: Incident, *, now: datetime) -> None:
    """Have the incident's message edited now and then, and call somebody where nobody answers."""
    quiet = _quiet(rule, now)
    if incident.told_at is None or now - incident.told_at >= incidents.FRESH:
        await incidents.enqueue_update(incident, after=timedelta() if incident.ts else quiet, now=now)
    wanted = alerting.calls(timedelta(minutes=rule.again) if rule.again else None, incident.answer, now=now)
    if wanted and not quiet and incident.ts:
        await incidents.call(incident, now=now)


def _quiet(rule: AlertRule, now: datetime) -> timedelta:
    """How long it is quiet from now; nothing: it is not."""
    until = alerting.quiet_until(rule.quiet, now)
    return until - now if until else timedelta()
