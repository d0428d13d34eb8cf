"""The look at what waits: episodes of alerts begin, go on and end here. Two lookouts at once do no harm."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import structlog

from models import alerts, backlog, episodes, waiting
from models.alerts import AlertRule
from models.backlog import Heap
from models.episodes import Episode
from models.sql import transaction
from models.waiting import Seen, Turn

_log = structlog.get_logger()


async def look(*, now: datetime) -> None:
    """Look once by every rule that is not muted."""
    rules = [rule for rule in await alerts.every() if not rule.muted_by]
    if not rules:
        return
    heaps = await backlog.heaps()
    opened = await episodes.of_rules(rule.id for rule in rules)
    for rule in rules:
        mine = backlog.of(heaps, group=rule.group, type=rule.type)
        await transaction(lambda rule=rule, mine=mine: _look(rule, mine, opened.get(rule.id), now=now))


async def _look(rule: AlertRule, heaps: Sequence[Heap], episode: Episode | None, *, now: datetime) -> None:
    oldest_at = min((one.oldest_at for one in heaps), default=None)
    count = sum(one.count for one in heaps)
    seen = Seen(count=count, oldest=now - oldest_at if oldest_at else timedelta())
    watch, turn = waiting.look(rule.limits, rule.watch(firing=episode is not None), seen, now=now)
    if watch.is_idle and turn is Turn.NOTHING and rule.watch(firing=False).is_idle:
        return  # nothing to remember
    if not await alerts.write(rule, watch):
        return
    if turn is Turn.BEGINS:
        begun = await episodes.begin(rule.id, rule.channel, count=count, oldest_at=oldest_at, now=now)
        if begun:
            _log.warning("too many tasks wait", alert=begun.id, waiting=count, channel=rule.channel)
            await episodes.tell(begun, after=_quiet(rule, now), now=now)
    elif episode is not None:
        await episodes.go_on(episode, count=count, oldest_at=oldest_at)
        if turn is Turn.ENDS:
            _log.info("no longer too many tasks wait", alert=episode.id, waiting=count)
            await episodes.close(episode, "recovered", now=now)
        else:
            await _keep_fresh(rule, episode, now=now)


async def _keep_fresh(rule: AlertRule, episode: Episode, *, now: datetime) -> None:
    """Have the episode's message edited now and then, and somebody called where nobody answers."""
    quiet = _quiet(rule, now)
    if episode.told_at is None or now - episode.told_at >= episodes.FRESH:
        await episodes.tell(episode, after=timedelta() if episode.ts else quiet, now=now)
    wanted = waiting.calls(timedelta(minutes=rule.again) if rule.again else None, episode.answer, now=now)
    if wanted and not quiet and episode.ts:
        await episodes.call(episode, now=now)


def _quiet(rule: AlertRule, now: datetime) -> timedelta:
    """How long it is quiet from now; nothing: it is not."""
    until = waiting.quiet_until(rule.quiet, now)
    return until - now if until else timedelta()
