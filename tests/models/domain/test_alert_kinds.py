"""The table of kinds of alerts: each with its limits, at looks below, at and above them."""

from datetime import UTC, datetime, timedelta

import pytest

from models.domain.alerting import Observation, Turn, Watch, look
from models.domain.alerting.kinds import KINDS, Numbers

NOON = datetime(2026, 11, 27, 12, 0, tzinfo=UTC)
_RULE = Numbers(above=10, older=60, percent=50, minutes=60, least=10)
_FEW, _OLD = timedelta(minutes=1), timedelta(minutes=61)
_BEGINS = {
    "waiting": [(Observation(count=10), False), (Observation(count=11), True), (Observation(count=1, oldest=_OLD), True)],
    "oldest": [(Observation(count=999, oldest=_FEW), False), (Observation(count=1, oldest=_OLD), True), (Observation(count=0, oldest=_OLD), False)],
    "failures": [
        (Observation(count=5, of=10), False), (Observation(count=6, of=10), True),
        (Observation(count=9, of=9), False), (Observation(count=0, of=0), False),
    ],
    "held": [(Observation(count=10, oldest=_OLD), False), (Observation(count=11), True)],
    "no_worker": [(Observation(count=0), False), (Observation(count=1), True)],
    "overdue": [(Observation(count=0), False), (Observation(count=1, oldest=_OLD), True)],
    "missed": [(Observation(count=0), False), (Observation(count=1), True)],
}  # fmt: skip
_ENDS = {
    "waiting": [(Observation(count=8, oldest=_FEW), True), (Observation(count=9), False)],
    "oldest": [(Observation(count=5, oldest=timedelta(minutes=48)), True), (Observation(count=5, oldest=timedelta(minutes=49)), False)],
    "failures": [
        (Observation(count=4, of=10), True), (Observation(count=5, of=10), False),
        (Observation(count=7, of=7), True), (Observation(count=8, of=8), False),
    ],
    "held": [(Observation(count=8), True), (Observation(count=9), False)],
    "no_worker": [(Observation(count=0), True), (Observation(count=1), False)],
    "overdue": [(Observation(count=0), True), (Observation(count=1), False)],
    "missed": [(Observation(count=0), True), (Observation(count=1), False)],
}  # fmt: skip


def test_every_kind_is_looked_at_here() -> None:
    assert _BEGINS.keys() == _ENDS.keys() == KINDS.keys()


@pytest.mark.parametrize(
    ("kind", "seen", "is_over"), [(kind, *case) for kind, cases in _BEGINS.items() for case in cases]
)
def test_an_alert_begins_beyond_its_limit(kind: str, seen: Observation, *, is_over: bool) -> None:
    _, turn = look(KINDS[kind].limits(_RULE), Watch(), seen, now=NOON)

    assert (turn is Turn.BEGINS) is is_over


@pytest.mark.parametrize(
    ("kind", "seen", "is_calm"), [(kind, *case) for kind, cases in _ENDS.items() for case in cases]
)
def test_it_ends_after_a_minute_below_four_fifths(kind: str, seen: Observation, *, is_calm: bool) -> None:
    watch, turns = Watch(firing=True, looked_at=NOON), list[Turn]()
    for seconds in (30, 60, 90):
        watch, turn = look(KINDS[kind].limits(_RULE), watch, seen, now=NOON + timedelta(seconds=seconds))
        turns.append(turn)

    assert turns == [Turn.NOTHING, Turn.NOTHING, Turn.ENDS if is_calm else Turn.NOTHING]


@pytest.mark.parametrize("row", KINDS.values(), ids=lambda row: row.kind.value)
def test_a_preset_can_be_passed_and_asks_for_at_most_two_numbers(row) -> None:  # type: ignore[no-untyped-def]
    limits = row.limits(row.preset)

    assert len(row.fields) <= 2
    assert limits.above is not None or limits.older or limits.percent is not None
    assert "{" not in row.sentence(1, 20) + row.sentence(7, 20) + row.worst.format(n=7)
