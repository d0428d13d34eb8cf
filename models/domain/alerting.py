"""When too many tasks wait: a rule, what is seen, and whether an alert begins or ends. Pure.

An alert begins when its rule was broken for as long as the rule says, and ends when the numbers were calm for as long:
below four fifths of the limits, so that a number that sways around a limit makes one alert and not twenty.
"""

from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

BLIND = timedelta(seconds=60)
"""Nobody looked for longer than this, or the clock was set: what was between is not known, and "for so long" begins anew."""
SHORTEST_CALM = timedelta(minutes=1)
_CALM = 0.8  # of a limit: at most so much is calm


class Turn(StrEnum):
    """What a look changes."""

    NOTHING = "nothing"
    BEGINS = "begins"
    ENDS = "ends"


@dataclass(frozen=True, kw_only=True)
class Limits:
    """What is too much, and for how long it must be. A limit that is not set is never passed."""

    above: int | None = None  # tasks that wait
    older: timedelta | None = None  # how long the oldest waits
    lasting: timedelta = timedelta()


@dataclass(frozen=True, kw_only=True)
class Observation:
    """What waits at one moment."""

    count: int
    oldest: timedelta = timedelta()  # how long the one that waits longest does so


@dataclass(frozen=True, kw_only=True)
class Watch:
    """What is remembered from one look to the next."""

    firing: bool = False
    broken_since: datetime | None = None
    calm_since: datetime | None = None
    looked_at: datetime | None = None

    @property
    def is_idle(self) -> bool:
        """Nothing goes on and no time is counted: when that was seen does not matter."""
        return not self.firing and self.broken_since is None


@dataclass(frozen=True, kw_only=True)
class Quiet:
    """Hours of the day in which nobody is called; over midnight where they end before they begin."""

    begins: time
    ends: time
    zone: ZoneInfo


def is_broken(limits: Limits, seen: Observation) -> bool:
    """More wait, or longer, than should."""
    return _passes(limits, seen, 1.0)


def is_calm(limits: Limits, seen: Observation) -> bool:
    """So few wait, and so shortly, that the alert may end."""
    return not _passes(limits, seen, _CALM)


def look(limits: Limits, watch: Watch, seen: Observation, *, now: datetime) -> tuple[Watch, Turn]:
    """What is remembered after this look, and whether an alert begins or ends with it."""
    if watch.looked_at is None or abs(now - watch.looked_at) > BLIND:
        watch = replace(watch, broken_since=None, calm_since=None)
    watch = replace(watch, looked_at=now)
    if watch.firing:
        since = (watch.calm_since or now) if is_calm(limits, seen) else None
        if since is not None and now - since >= max(limits.lasting, SHORTEST_CALM):
            return Watch(looked_at=now), Turn.ENDS
        return replace(watch, calm_since=since), Turn.NOTHING
    since = (watch.broken_since or now) if is_broken(limits, seen) else None
    if since is not None and now - since >= limits.lasting:
        return Watch(firing=True, looked_at=now), Turn.BEGINS
    return replace(watch, broken_since=since), Turn.NOTHING


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What people have answered to an alert that goes on."""

    asked_at: datetime  # when it began, or somebody was called last
    is_looked_after: bool = False
    snoozed_until: datetime | None = None


def calls(after: timedelta | None, answer: Answer, *, now: datetime) -> bool:
    """Whether somebody must be called: a snooze is over, or nobody has answered for ``after`` (None: never)."""
    if answer.is_looked_after or (answer.snoozed_until and now < answer.snoozed_until):
        return False
    if answer.snoozed_until and answer.asked_at < answer.snoozed_until:
        return True
    return after is not None and now - answer.asked_at >= after


def quiet_until(quiet: Quiet | None, now: datetime) -> datetime | None:
    """When the quiet hours end that it is now; None outside of them."""
    if quiet is None or quiet.begins == quiet.ends:
        return None
    local = now.astimezone(quiet.zone)
    over_midnight = quiet.ends < quiet.begins
    late, early = local.time() >= quiet.begins, local.time() < quiet.ends
    if not ((late or early) if over_midnight else (late and early)):
        return None
    day = local.date() + timedelta(days=1 if over_midnight and late else 0)
    return datetime.combine(day, quiet.ends, quiet.zone).astimezone(now.tzinfo)


def _passes(limits: Limits, seen: Observation, share: float) -> bool:
    too_many = limits.above is not None and seen.count > limits.above * share
    too_old = limits.older is not None and seen.count > 0 and seen.oldest > limits.older * share
    return too_many or too_old
