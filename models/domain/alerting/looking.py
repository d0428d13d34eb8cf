"""What is seen, held against the limits of a rule: whether an alert begins or ends. Pure.

An alert begins when its rule was broken for as long as the rule says, and ends when the numbers were calm for as long:
below four fifths of the limits, so that a number that sways around a limit makes one alert and not twenty.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

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

    above: int | None = None  # how many there are
    older: timedelta | None = None  # how long the oldest of them is so
    percent: int | None = None  # how many of those that ended failed
    least: int = 1  # how many must have ended for that
    lasting: timedelta = timedelta()


@dataclass(frozen=True, kw_only=True)
class Observation:
    """What is counted at one moment: tasks that wait, accounts on hold, and so on."""

    count: int
    oldest: timedelta = timedelta()  # how long the one that is so for longest is
    of: int = 0  # where a share is watched: how many ended, of which ``count`` failed


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


def is_broken(limits: Limits, seen: Observation) -> bool:
    """There are more, or for longer, than should be."""
    return _passes(limits, seen, 1.0)


def is_calm(limits: Limits, seen: Observation) -> bool:
    """There are so few, and for so short a time, that the alert may end."""
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


def _passes(limits: Limits, seen: Observation, share: float) -> bool:
    too_many = limits.above is not None and seen.count > limits.above * share
    too_old = limits.older is not None and seen.count > 0 and seen.oldest > limits.older * share
    return too_many or too_old or _fails(limits, seen, share)


def _fails(limits: Limits, seen: Observation, share: float) -> bool:
    """Whether too large a part failed, of so many that it says something."""
    if limits.percent is None or seen.of < max(1, limits.least * share):
        return False
    return seen.count * 100 > limits.percent * share * seen.of
