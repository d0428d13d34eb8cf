"""The look at what waits: episodes of alerts begin, go on and end here. Two lookouts at once do no harm."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import structlog

from models.alerts import backlog, incidents
from models.alerts import rules as alert_rules
from models.alerts.backlog import Heap
from models.alerts.incidents import Episode
from models.alerts.rules import AlertRule
from models.domain import alerting
from models.domain.alerting import Seen, Turn
from models.sql import transaction

_log = structlog.get_logger()


async def look(*, now: datetime) -> None:
    """Look once by every rule that is not muted."""
    rules = [rule for rule in await alert_rules.every() if not rule.muted_by]
    if not rules:
        return
    heaps = await backlog.heaps()
    opened = await incidents.of_rules(rule.id for rule in rules)
    for rule in rules:
        mine = backlog.of(heaps, group=rule.group, type=rule.type)
        await transaction(lambda rule=rule, mine=mine: _look(rule, mine, opened.get(rule.id), now=now))


async def _look(rule: AlertRule, heaps: Sequence[Heap], episode: Episode | None, *, now: datetime) -> None:
    oldest_at = min((one.oldest_at for one in heaps), default=None)
    count = sum(one.count for one in heaps)
    seen = Seen(count=count, oldest=now - oldest_at if oldest_at else timedelta())
    watch, turn = alerting.look(rule.limits, rule.watch(firing=episode is not None), seen, now=now)
    if watch.is_idle and turn is Turn.NOTHING and rule.watch(firing=False).is_idle:
        return  # nothing to remember
    if not await alert_rules.write(rule, watch):
        return
    if turn is Turn.BEGINS:
        begun = await incidents.begin(rule.id, rule.channel, count=count, oldest_at=oldest_at, now=now)
        if begun:
            _log.warning("too many tasks wait", alert=begun.id, waiting=count, channel=rule.channel)
            await incidents.tell(begun, after=_quiet(rule, now), now=now)
    elif episode is not None:
        await incidents.go_on(episode, count=count, oldest_at=oldest_at)
        if turn is Turn.ENDS:
            _log.info("no longer too many tasks wait", alert=episode.id, waiting=count)
            await incidents.close(episode, "recovered", now=now)
        else:
            await _keep_fresh(rule, episode, now=now)


async def _keep_fresh(rule: AlertRule, episode: Episode, *, now: datetime) -> None:
    """Have the episode's message edited now and then, and somebody called where nobody answers."""
    quiet = _quiet(rule, now)
    if episode.told_at is None or now - episode.told_at >= incidents.FRESH:
        await incidents.tell(episode, after=timedelta() if episode.ts else quiet, now=now)
    wanted = alerting.calls(timedelta(minutes=rule.again) if rule.again else None, episode.answer, now=now)
    if wanted and not quiet and episode.ts:
        await incidents.call(episode, now=now)


def _quiet(rule: AlertRule, now: datetime) -> timedelta:
    """How long it is quiet from now; nothing: it is not."""
    until = alerting.quiet_until(rule.quiet, now)
    return until - now if until else timedelta()
