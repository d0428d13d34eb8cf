"""Figures against plain Python: on random histories, every filter is counted as its definition says, on both databases."""

from bisect import bisect_right
from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.domain.buckets import MOST, buckets
from models.domain.filters import TaskFilter
from models.domain.lifecycle import Status
from models.domain.triage.outcome import Outcome
from models.domain.values.figures import MOST_GROUPS, Figures, Outcomes, Today
from models.secrets.sealing import Sealer
from models.stats import figures as stats_figures
from models.tasks import bulk
from tests.factories import claimed, ended, waiting_tasks
from tests.models import random_tasks
from tests.models.examples import ExampleDatabase
from tests.models.random_tasks import NOW, ZONE, Made, matches
from tests.models.stats import histories
from tests.models.stats.histories import History

_FEW = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
_FILTERS = 7
_ANY_DAY = {"span": "", "since": None, "until": None}
Histories = list[tuple[Made, History]]


@_FEW
@given(
    told=histories.histories(),
    filters=st.lists(random_tasks.filters | st.builds(TaskFilter), min_size=_FILTERS, max_size=_FILTERS),
)
def test_the_figures_are_what_they_say(
    examples: ExampleDatabase, told: Histories, filters: list[TaskFilter]
) -> None:
    examples.empty()
    examples.run(histories.write(told))

    for wanted in filters:
        figures = examples.run(stats_figures.figures(wanted, zone=ZONE, now=NOW))

        found = [one for n, one in enumerate(told, 1) if matches(wanted, n, one[0])]
        if figures is None:
            assert not found
        else:
            assert figures.outcomes == _outcomes(figures, found)
            assert figures.waiting == _waiting(figures, wanted, told)
            _lasted_as_long(figures, found)
            _grouped_alike(figures, found)


def _outcomes(figures: Figures, found: Histories) -> Outcomes:
    counted: list[Counter[Status | Outcome]] = [Counter() for _ in figures.outcomes]
    for made, _ in found:
        counted[bisect_right(figures.parts.edges, made.created_at) - 1][made.outcome or made.status] += 1
    return tuple(dict(one) for one in counted)


def _waiting(figures: Figures, wanted: TaskFilter, told: Histories) -> tuple[int, ...]:
    timeless = TaskFilter(**{**vars(wanted), **_ANY_DAY})
    meant = [history for n, (made, history) in enumerate(told, 1) if matches(timeless, n, made)]
    return tuple(sum(one.waits_before(edge) for one in meant) for edge in figures.parts.edges[1:])


def _lasted_as_long(figures: Figures, found: Histories) -> None:
    ran = [
        (made.type, _seconds(one.started_at, one.ended_at))
        for made, one in found
        if one.ended_at and one.started_at
    ]
    waited = [_seconds(one.asked_at, one.started_at) for _, one in found if one.started_at]
    assert figures.median_took == _about(_ranked([seconds for _, seconds in ran], 50))
    assert figures.median_wait == _about(_ranked(waited, 50))
    assert {one.type for one in figures.took} == {kind for kind, _ in ran}
    for one in figures.took:
        same = [seconds for kind, seconds in ran if kind == one.type]
        assert (one.number, one.median, one.most) == (
            len(same), _about(_ranked(same, 50)), _about(_ranked(same, 95))
        )  # fmt: skip


def _grouped_alike(figures: Figures, found: Histories) -> None:
    counted = Counter(made.group for made, _ in found)
    assert [n for _, n in figures.groups] == [n for _, n in counted.most_common(MOST_GROUPS + 1)]


def _seconds(start: datetime, end: datetime | None) -> float:
    assert end is not None
    return (end - start).total_seconds()


def _about(seconds: float | None) -> object:
    return None if seconds is None else pytest.approx(seconds, abs=0.01)


def _ranked(values: list[float], percent: int) -> float | None:
    """The smallest that so many of a hundred do not exceed."""
    return next(
        (v for v in sorted(values) if sum(x <= v for x in values) * 100 >= percent * len(values)), None
    )


_moments = st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - bounds


@settings(deadline=None)
@given(
    st.sampled_from(["UTC", "Asia/Kathmandu", "America/Sao_Paulo", "Australia/Lord_Howe"]).map(ZoneInfo),
    _moments,
    st.timedeltas(timedelta(microseconds=1), timedelta(days=5))
    | st.timedeltas(timedelta(1), timedelta(40_000)),
)
def test_any_stretch_is_cut_into_few_parts_that_hold_it(
    zone: ZoneInfo, day: datetime, length: timedelta
) -> None:
    since = day.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0).astimezone(UTC)

    parts = buckets(since, since + length, zone=zone)

    assert 1 <= len(parts) <= MOST
    assert parts.edges[0] == since
    assert parts.edges[-2] < since + length <= parts.edges[-1]
    assert all(earlier < later for earlier, later in pairwise(parts.edges))


async def test_what_the_program_itself_writes_is_counted(
    database: str, sealer: Sealer, now: datetime
) -> None:
    ids = await waiting_tasks(5, sealer)
    await ended(ids[0])
    await claimed(ids[1])
    await bulk.cancel([ids[2]], by="U0ANA", now=datetime.now(UTC))
    await bulk.repeat([ids[0]], by="U0ANA", batch_id=None, now=datetime.now(UTC))
    later = datetime.now(UTC)

    figures = await stats_figures.figures(TaskFilter(span="1w"), zone=ZoneInfo("UTC"), now=later)

    assert figures is not None
    assert figures.outcomes[-1] == {Status.WAITING: 3, Status.STARTING: 1, Status.CANCELED: 1}
    assert figures.waiting == (0, 0, 0, 0, 0, 0, 3)


async def test_what_came_to_its_end_is_counted_by_its_outcome(database: str, sealer: Sealer) -> None:
    ids = await waiting_tasks(3, sealer)
    await ended(ids[0])
    await ended(ids[1], result="Not done: the account is at a checkpoint.")
    await ended(ids[2], status=Status.TIMED_OUT, result="Not done: a time limit is no end of its own.")

    figures = await stats_figures.figures(TaskFilter(span="1w"), zone=ZoneInfo("UTC"), now=datetime.now(UTC))

    assert figures is not None
    assert figures.outcomes[-1] == {Outcome.DONE: 1, Outcome.NEVER: 1, Outcome.RETRY: 1}


async def test_days_to_come_have_no_figures(database: str, sealer: Sealer, now: datetime) -> None:
    await waiting_tasks(1, sealer)
    tomorrow = (now + timedelta(days=2)).date()

    assert await stats_figures.figures(TaskFilter(since=tomorrow), zone=ZoneInfo("UTC"), now=now) is None


async def test_todays_figures_are_of_today(database: str, sealer: Sealer) -> None:
    ids = await waiting_tasks(4, sealer)
    await ended(ids[0])
    await ended(ids[1], status=Status.UNKNOWN_ERROR)
    await ended(ids[2], result="Not done: the name is taken.")

    told = await stats_figures.today(zone=ZoneInfo("UTC"), now=datetime.now(UTC))

    failed = {Outcome.RETRY: 1, Outcome.PERSON: 0, Outcome.FIX: 0, Outcome.NEVER: 1}
    assert told == Today(created=4, done=1, failed=failed, waiting=1)
