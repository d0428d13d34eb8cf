"""The check of what waits: incidents of alerts begin, go on and end here. Two processes that check at once do no harm."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import structlog

from models.alerts import backlog, incidents
from models.alerts import rules as alert_rules
from models.alerts.incidents import Incident
from models.alerts.rules import AlertRule
from models.domain import alerting
from models.domain.alerting import Observation, Turn
from models.domain.values.alerts import WaitingGroup
from models.sql import transaction

_log = structlog.get_logger()


async def look(*, now: datetime) -> None:
    """Check once every rule that is not muted."""
    rules = [rule for rule in await alert_rules.every() if not rule.muted_by]
    if not rules:
        return
    waiting = await backlog.waiting_groups()
    opened = await incidents.of_rules(rule.id for rule in rules)
    for rule in rules:
        concerned = backlog.of(waiting, group=rule.group, type=rule.type)
        await transaction(
            lambda rule=rule, concerned=concerned: _look(rule, concerned, opened.get(rule.id), now=now)
        )


async def _look(
    rule: AlertRule, waiting: Sequence[WaitingGroup], incident: Incident | None, *, now: datetime
) -> None:
    oldest_at = min((group.oldest_at for group in waiting), default=None)
    count = sum(group.count for group in waiting)
    observation = Observation(count=count, oldest=now - oldest_at if oldest_at else timedelta())
    watch, turn = alerting.look(rule.limits, rule.watch(firing=incident is not None), observation, now=now)
    if watch.is_idle and turn is Turn.NOTHING and rule.watch(firing=False).is_idle:
        return  # nothing to remember
    if not await alert_rules.write(rule, watch):
        return
    if turn is Turn.BEGINS:
        new_incident = await incidents.begin(rule.id, rule.channel, count=count, oldest_at=oldest_at, now=now)
        if new_incident:
            _log.warning("too many tasks wait", alert=new_incident.id, waiting=count, channel=rule.channel)
            await incidents.enqueue_update(new_incident, after=_quiet(rule, now), now=now)
    elif incident is not None:
        await incidents.go_on(incident, count=count, oldest_at=oldest_at)
        if turn is Turn.ENDS:
            _log.info("no longer too many tasks wait", alert=incident.id, waiting=count)
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
