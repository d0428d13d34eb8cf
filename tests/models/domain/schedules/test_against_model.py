"""2,000 random schedules over a simulated year, in five time zones, with two schedulers, restarts and outages: each due
time is run exactly once, or reported missed by its rule.
"""

import random
from bisect import bisect_left
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from models.domain.schedules.calendar import Calendar
from models.domain.schedules.decision import ON_TIME, Decision, decide
from models.domain.schedules.timing import Timing
from tests.models.domain.schedules.plain_model import PlainSchedule, some

_CHANCE = random.Random(1)  # noqa: S311 - the same


@dataclass
class Row:
    """What is stored of a schedule, and who may change it: only whoever has seen the newest."""

    next_at: datetime | None
    runs: dict[datetime, datetime] = field(default_factory=dict)  # due time → when it was run
    missed: list[tuple[Decision, datetime]] = field(default_factory=list)

    def write(self, seen: datetime, decision: Decision, now: datetime) -> None:
        if self.next_at != seen:
            return
        if decision.run:
            assert decision.run not in self.runs
            self.runs[decision.run] = now
        if decision.missed:
            self.missed.append((decision, now))
        self.next_at = decision.next_at


def _looks(plain: PlainSchedule, chance: random.Random) -> list[list[tuple[datetime, datetime]]]:
    """Of each of two schedulers: when it does not run, from and to."""
    length = plain.ends - plain.starts
    outages: list[list[tuple[datetime, datetime]]] = []
    together = [_outage(plain.starts, length, chance) for _ in range(chance.choice((0, 1, 2)))]
    for _ in "12":
        own = [_outage(plain.starts, length, chance) for _ in range(chance.choice((0, 2)))]
        outages.append(sorted([*together, *own]))
    return outages


def _outage(since: datetime, length: timedelta, chance: random.Random) -> tuple[datetime, datetime]:
    begins = since + chance.random() * length
    lasts = chance.choice((timedelta(seconds=20), timedelta(minutes=5), timedelta(hours=3), length / 5))
    return begins, begins + chance.random() * lasts


def _up(at: datetime, outages: list[tuple[datetime, datetime]]) -> datetime:
    """The first moment from ``at`` on at which it runs."""
    for begins, ends in outages:
        if begins <= at < ends:
            at = ends
    return at


def _simulated(plain: PlainSchedule, chance: random.Random) -> Row:
    calendar = Calendar(timing=plain.timing, zone=plain.zone, starts=plain.starts, ends=plain.ends)
    row = Row(next_at=calendar.after(plain.starts - timedelta(seconds=1)))
    outages = _looks(plain, chance)
    while (seen := row.next_at) is not None:
        looks = sorted(
            (_up(seen + timedelta(seconds=chance.randrange(60)), own), number)
            for number, own in enumerate(outages)
        )
        first = looks[0][0]
        # The other one has read the row just before this one writes it, or comes later and finds it changed.
        at_once = [now for now, _ in looks if now - first < timedelta(seconds=5)]
        decisions = [(decide(calendar, seen, now=now, grace=plain.grace), now) for now in at_once]
        for decision, now in decisions:
            assert decision is not None
            row.write(seen, decision, now)
    return row


def _check(plain: PlainSchedule, row: Row) -> None:
    limit = max(plain.grace, ON_TIME)
    seen = dict.fromkeys(plain.dues, 0)
    for due, ran in row.runs.items():
        seen[due] += 1
        assert timedelta() <= ran - due <= limit
    for decision, now in row.missed:
        missed = decision.missed
        assert missed is not None
        within = plain.dues[bisect_left(plain.dues, missed.first) : bisect_left(plain.dues, missed.last) + 1]
        assert (within[0], within[-1]) == (missed.first, missed.last)
        assert len(within) == missed.times
        for due in within:
            seen[due] += 1
            assert now - due > limit or (decision.run is not None and due < decision.run)
    assert set(seen.values()) <= {1}, (plain, [due for due, times in seen.items() if times != 1])


@pytest.mark.parametrize("part", range(4))
def test_each_due_time_is_run_once_or_reported_missed(part: int) -> None:
    chance = random.Random(part)  # noqa: S311 - a seed, so that a run can be had again
    runs = missed = 0
    for _ in range(500):
        plain = some(chance)
        row = _simulated(plain, chance)
        _check(plain, row)
        runs += len(row.runs)
        missed += sum(decision.missed.times for decision, _ in row.missed if decision.missed)

    assert runs > 5000
    assert missed > 500


def test_while_it_is_not_known_whether_it_may_run_it_waits_for_its_grace_and_is_missed_then() -> None:
    begin = datetime.fromisoformat("2026-01-01T00:00:00+00:00")
    calendar = Calendar(timing=Timing.stored("0 6 * * *"), zone=ZoneInfo("UTC"), starts=begin)
    due, grace = begin.replace(hour=6), timedelta(minutes=10)

    def asked(minutes: int) -> Decision | None:
        return decide(calendar, due, now=due + timedelta(minutes=minutes), grace=grace, can_run=False)

    assert asked(9) is None
    late = asked(11)
    assert late is not None
    assert (late.run, late.missed is not None) == (None, True)


def test_of_a_very_long_outage_no_more_than_a_bounded_number_of_due_times_is_counted() -> None:
    begin = datetime.fromisoformat("2026-01-01T00:00:00+00:00")
    plain = some(_CHANCE)
    calendar = Calendar(timing=type(plain.timing)(minutes=1), zone=plain.zone, starts=begin)

    decision = decide(calendar, begin, now=begin + timedelta(days=300), grace=timedelta(minutes=15))

    assert decision is not None
    assert decision.run == begin + timedelta(days=300)
    assert decision.missed is not None
    assert decision.missed.is_more
    assert 2000 <= decision.missed.times < 2020
