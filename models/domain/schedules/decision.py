"""What is done about a schedule now: which due time is run, and which were missed. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from models.domain.schedules.calendar import Calendar

ON_TIME = timedelta(minutes=2)  # after the due time: a look that comes so much later is no outage
MOST_COUNTED = 2000  # due times that were missed in one outage; of more, it is said that they are more


@dataclass(frozen=True, kw_only=True)
class Missed:
    """Due times that were not run, one after another."""

    first: datetime
    last: datetime
    times: int
    is_more: bool = False  # so many were counted, and there were more


@dataclass(frozen=True, kw_only=True)
class Decision:
    """``run``: the due time to run now. What was due before it is missed. ``next_at``: None when it is over."""

    run: datetime | None = None
    is_late: bool = False
    missed: Missed | None = None
    next_at: datetime | None = None


def decide(
    calendar: Calendar, due: datetime, *, now: datetime, grace: timedelta, can_run: bool = True
) -> Decision | None:
    """What to do about all that was due from ``due`` until now; None: nothing yet.

    The newest is run, late where it is later than usual and within ``grace``; the others are missed. ``can_run``: whether
    it is known that it may run. While it is not, a due time waits until its grace is over.
    """
    if due > now:
        return None
    limit = max(grace, ON_TIME)
    passed, next_at, is_more = _passed(calendar, due, now=now, limit=limit)
    newest = passed[-1]
    if now - newest > limit:
        return Decision(missed=_missed(passed, is_more=is_more), next_at=next_at)
    if not can_run:
        return None
    before = _missed(passed[:-1], is_more=is_more)
    return Decision(run=newest, is_late=now - newest > ON_TIME, missed=before, next_at=next_at)


def _passed(
    calendar: Calendar, due: datetime, *, now: datetime, limit: timedelta
) -> tuple[list[datetime], datetime | None, bool]:
    """(the due times until now, the next one, whether more were passed). Of very many, only those that may still run are
    looked at after ``MOST_COUNTED``.
    """
    passed, is_more = [due], False
    at = calendar.after(due)
    while at is not None and at <= now:
        if len(passed) == MOST_COUNTED and at < now - limit:
            at, is_more = calendar.after(now - limit), True
            continue
        passed.append(at)
        at = calendar.after(at)
    return passed, at, is_more


def _missed(passed: list[datetime], *, is_more: bool) -> Missed | None:
    if not passed:
        return None
    return Missed(first=passed[0], last=passed[-1], times=len(passed), is_more=is_more)
