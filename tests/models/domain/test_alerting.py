"""Alerts: when one begins and ends, held against a plain model that looks back at all it has seen."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.domain.alerting import Answer, Limits, Observation, Quiet, Turn, Watch, calls, look, quiet_until

NOON = datetime(2026, 11, 27, 12, 0, tzinfo=UTC)
_MINUTE = timedelta(minutes=1)
_GAPS = (5, 10, 10, 10, 20, 60, 61, 300)  # seconds


@dataclass(frozen=True)
class Look:
    at: datetime
    count: int
    oldest: timedelta
    of: int = 0


@st.composite
def _histories(draw: st.DrawFn) -> tuple[Limits, list[Look]]:
    """Looks some seconds apart, now and then with a longer gap, at numbers that sway around the limits."""
    above, older = draw(st.none() | st.integers(0, 10)), draw(st.none() | st.integers(1, 10))
    limits = Limits(
        above=above,
        percent=draw(st.none() | st.integers(0, 99)),
        least=draw(st.integers(1, 10)),
        older=timedelta(minutes=older) if older else None,
        lasting=timedelta(seconds=draw(st.sampled_from([0, 10, 30, 60, 120]))),
    )
    at, looks = NOON, list[Look]()
    steps = st.integers(0, len(_GAPS) * 15 * 16 * 15 - 1)  # one draw a step: four took most of the time
    for step in draw(st.lists(steps, min_size=1, max_size=60)):
        step, more = divmod(step, 15)
        step, oldest = divmod(step, 16)
        gap, count = divmod(step, 15)
        at += timedelta(seconds=_GAPS[gap])
        looks.append(Look(at, count, timedelta(minutes=oldest) if count else timedelta(), count + more))
    return limits, looks


def plain(limits: Limits, looks: list[Look]) -> list[Turn]:
    """The rule in words: it turns when all looks since some moment, at least so long ago, were broken (or calm), with no
    minute unseen between them, and none of them from before the last turn.
    """
    turns, firing, last = list[Turn](), False, 0

    def over(one: Look, tenths: int) -> bool:
        many = limits.above is not None and one.count * 10 > limits.above * tenths
        old = limits.older is not None and one.count > 0 and one.oldest * 10 > limits.older * tenths
        enough = one.of > 0 and one.of * 10 >= limits.least * tenths
        failed = limits.percent is not None and one.count * 1000 > limits.percent * tenths * one.of
        return many or old or (enough and failed)

    for n, now in enumerate(looks):
        fits = (lambda one: not over(one, 8)) if firing else (lambda one: over(one, 10))
        first = n
        while (
            first > last
            and fits(looks[first - 1])
            and looks[first].at - looks[first - 1].at <= timedelta(seconds=60)
        ):
            first -= 1
        needed = max(limits.lasting, _MINUTE) if firing else limits.lasting
        if fits(now) and now.at - looks[first].at >= needed:
            turns.append(Turn.ENDS if firing else Turn.BEGINS)
            firing, last = not firing, n + 1
        else:
            turns.append(Turn.NOTHING)
    return turns


@settings(max_examples=1_000, deadline=None, derandomize=True)
@given(_histories())
def test_an_alert_begins_and_ends_as_a_plain_reading_of_the_whole_history_says(
    history: tuple[Limits, list[Look]],
) -> None:
    limits, looks = history
    watch, turns = Watch(), list[Turn]()
    for one in looks:
        watch, turn = look(
            limits, watch, Observation(count=one.count, oldest=one.oldest, of=one.of), now=one.at
        )
        turns.append(turn)

    assert turns == plain(limits, looks)


def test_a_number_that_sways_around_the_limit_makes_one_alert() -> None:
    limits, watch, turns = Limits(above=10, lasting=_MINUTE), Watch(), list[Turn]()
    for n in range(200):
        watch, turn = look(
            limits,
            watch,
            Observation(count=11 if n > 100 or n % 2 == 0 else 9),
            now=NOON + n * timedelta(seconds=10),
        )
        turns.append(turn)
    for n in range(200):
        swaying = Observation(count=11 if n % 2 else 9)
        watch, turn = look(limits, watch, swaying, now=NOON + (200 + n) * timedelta(seconds=10))
        turns.append(turn)

    assert [turn for turn in turns if turn is not Turn.NOTHING] == [Turn.BEGINS]


_NIGHT = Quiet(begins=time(22, 0), ends=time(7, 0), zone=ZoneInfo("Asia/Kathmandu"))  # UTC+5:45
_LUNCH = Quiet(begins=time(12, 0), ends=time(13, 0), zone=ZoneInfo("UTC"))


@pytest.mark.parametrize(
    ("quiet", "at", "ends"),
    [
        (_NIGHT, datetime(2026, 11, 27, 16, 15, tzinfo=UTC), datetime(2026, 11, 28, 1, 15, tzinfo=UTC)),
        (_NIGHT, datetime(2026, 11, 27, 16, 14, tzinfo=UTC), None),
        (_NIGHT, datetime(2026, 11, 28, 1, 14, tzinfo=UTC), datetime(2026, 11, 28, 1, 15, tzinfo=UTC)),
        (_NIGHT, datetime(2026, 11, 28, 1, 15, tzinfo=UTC), None),
        (_LUNCH, NOON, NOON + timedelta(hours=1)),
        (_LUNCH, NOON - timedelta(seconds=1), None),
        (_LUNCH, NOON + timedelta(hours=1), None),
        (None, NOON, None),
    ],
)
def test_quiet_hours_are_those_of_the_clock_on_the_wall(
    quiet: Quiet | None, at: datetime, ends: datetime | None
) -> None:
    assert quiet_until(quiet, at) == ends


_AFTER = timedelta(minutes=10)


@pytest.mark.parametrize(
    ("after", "answer", "minutes", "is_called"),
    [
        (_AFTER, Answer(asked_at=NOON), 9, False),
        (_AFTER, Answer(asked_at=NOON), 10, True),
        (None, Answer(asked_at=NOON), 999, False),
        (_AFTER, Answer(asked_at=NOON, is_looked_after=True), 99, False),
        (_AFTER, Answer(asked_at=NOON, snoozed_until=NOON + 3 * _AFTER), 29, False),
        (None, Answer(asked_at=NOON, snoozed_until=NOON + 3 * _AFTER), 30, True),
        (None, Answer(asked_at=NOON + 4 * _AFTER, snoozed_until=NOON + 3 * _AFTER), 99, False),
    ],
)
def test_somebody_is_called_when_nobody_answers_and_when_a_snooze_is_over(
    after: timedelta | None, answer: Answer, minutes: int, *, is_called: bool
) -> None:
    assert calls(after, answer, now=NOON + minutes * _MINUTE) is is_called
