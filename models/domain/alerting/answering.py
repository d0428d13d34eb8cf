"""Who is called to an alert that goes on, and when it is too late in the evening for that. Pure."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo


@dataclass(frozen=True, kw_only=True)
class Quiet:
    """Hours of the day in which nobody is called; over midnight where they end before they begin."""

    begins: time
    ends: time
    zone: ZoneInfo


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
