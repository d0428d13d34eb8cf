"""Figures in words and charts: units, names of parts, shares, and what is said where there is nothing."""

import doctest
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from handlers.stats import bucket_names, present, present_charts
from handlers.stats.present_charts import DURATIONS, OUTCOMES
from handlers.stats.views import ChartView
from models.domain.buckets import buckets
from models.domain.filters import TaskFilter
from models.domain.lifecycle import Status
from models.domain.triage.outcome import Outcome
from models.domain.values.figures import Figures, Today, Took

NOW, BERLIN = datetime(2026, 11, 27, 13, 3, tzinfo=UTC), ZoneInfo("Europe/Berlin")
_WEEK = TaskFilter(span="1w")
FIGURES = Figures(
    parts=buckets(datetime(2026, 11, 20, 23, tzinfo=UTC), NOW, zone=BERLIN),
    outcomes=({Outcome.DONE: 6, Outcome.PERSON: 2, Status.CANCELED: 1}, {}, {}, {}, {}, {}, {Outcome.FIX: 1, Status.WAITING: 2}),
    waiting=(0, 0, 5, 4, 3, 0, 2),
    took=(Took(type="create_page", number=2, median=61.4, most=150.0), Took(type="check", number=7, median=9, most=20)),
    groups=(("emea", 7), ("apac", 5)),
    median_wait=42.3,
    median_took=61.4,
)  # fmt: skip


def charts(figures: Figures, pair: str) -> tuple[ChartView, ...]:
    return present_charts.charts(figures, pair, zone=BERLIN, now=NOW)


def test_the_totals_are_one_sentence() -> None:
    view = present.stats(FIGURES, _WEEK, OUTCOMES, zone=BERLIN, now=NOW)

    assert view.totals == (
        "*12 tasks* · 66 % of 9 executed are done · median wait 42 s · median duration 1 min 1 s"
    )
    assert (view.filter_line, view.fresh) == ("Filter: 1w", "as of 14:03:00")


def test_what_never_happened_is_no_series() -> None:
    outcomes, waiting = charts(FIGURES, OUTCOMES)

    assert [series.name for series in outcomes.series] == [
        "Done",
        "Needs a person",
        "Needs a fix",
        "Canceled",
        "Not over yet",
    ]
    assert outcomes.categories == tuple(f"{day} Nov" for day in range(21, 28))
    assert waiting.categories == (*(f"{day} Nov" for day in range(21, 27)), "now")
    assert waiting.lines == (
        "21 Nov: 0 · 22 Nov: 0 · 23 Nov: 5 · 24 Nov: 4 · 25 Nov: 3 · 26 Nov: 0 · now: 2",
    )


def test_where_all_outcomes_occur_what_has_none_is_one_series() -> None:
    stations = [*Outcome, Status.CANCELED, Status.WAITING, Status.EXECUTING]
    all_of_them = replace(FIGURES, outcomes=(dict.fromkeys(stations, 1), *[{}] * 6))

    outcomes, _ = charts(all_of_them, OUTCOMES)

    assert [series.name for series in outcomes.series] == [
        *(outcome.label for outcome in Outcome),
        "No outcome",
    ]
    assert [series.values[0] for series in outcomes.series] == [1, 1, 1, 1, 1, 3]


def test_durations_are_in_a_unit_that_suits_the_longest() -> None:
    (minutes, _), (seconds, _) = (
        charts(figures, DURATIONS) for figures in (FIGURES, replace(FIGURES, took=FIGURES.took[1:]))
    )

    assert minutes.title == "Duration by task type, in minutes"
    assert minutes.lines == (
        "Create page: Median 1 · 95th percentile 2.5",
        "Check: Median 0.1 · 95th percentile 0.3",
    )
    assert seconds.title == "Duration by task type, in seconds"


def test_groups_without_room_are_others() -> None:
    many = replace(
        FIGURES, groups=tuple((f"g{n}", 3 - n // 3) for n in range(6)), outcomes=({Outcome.DONE: 20},)
    )

    (*_, pie) = charts(many, DURATIONS)

    assert pie.categories == ("g0", "g1", "g2", "g3", "g4", "others")
    assert pie.series[0].values == (3, 3, 3, 2, 2, 7)


def test_six_groups_have_room() -> None:
    six = replace(FIGURES, groups=tuple((f"g{n}", 2) for n in range(6)))

    (*_, pie) = charts(six, DURATIONS)

    assert pie.categories == tuple(f"g{n}" for n in range(6))


def test_names_that_are_cut_alike_stay_apart() -> None:
    long = "partners and friends of the house "
    alike = replace(FIGURES, groups=((f"{long}A", 7), (f"{long}B", 5)))

    (*_, pie) = charts(alike, DURATIONS)

    assert pie.categories == ("partners and friend…", "partners and fr… 2")


def test_of_older_tasks_that_waited_at_least_that_is_drawn() -> None:
    view = present.stats(replace(FIGURES, outcomes=({},) * 7), _WEEK, OUTCOMES, zone=BERLIN, now=NOW)

    assert [chart.title for chart in view.charts] == ["Tasks waiting to be executed"]
    assert "Older ones waited" in view.totals


def test_days_over_a_year_end_are_told_with_their_year() -> None:
    parts = buckets(
        datetime(2025, 12, 29, tzinfo=UTC), datetime(2026, 1, 3, tzinfo=UTC), zone=ZoneInfo("UTC")
    )

    assert bucket_names.begins(parts, zone=ZoneInfo("UTC"))[0] == "29 Dec 2025"
    assert bucket_names.ends(parts, zone=ZoneInfo("UTC"), now=NOW)[-1] == "2 Jan 2026"


def test_hours_of_several_days_are_told_with_their_day() -> None:
    parts = buckets(datetime(2026, 11, 25, tzinfo=UTC), NOW, zone=ZoneInfo("UTC"))

    assert parts.step == timedelta(hours=6)
    assert bucket_names.begins(parts, zone=ZoneInfo("UTC"))[1] == "25 Nov 06:00"


def test_today_is_one_line() -> None:
    failed = {Outcome.RETRY: 2, Outcome.PERSON: 1, Outcome.FIX: 0}
    line = present.today_line(Today(created=9, done=5, failed=failed, waiting=3))
    quiet = present.today_line(Today(created=0, done=0, failed={}, waiting=3))

    assert line["elements"][0]["text"] == (
        "Today: 9 created · 5 done · *3 not done* (can be retried: 2, needs a person: 1) · 3 waiting"
    )
    assert quiet["elements"][0]["text"] == "Today: no tasks created · 3 waiting"


def test_the_examples_are_true() -> None:
    assert doctest.testmod(bucket_names).failed == 0
