"""Builds charts from figures, with the same values as text. Pure.

Slack's own page has shown both 6 and 12 as the most series of a chart and the most segments of a pie: six it is.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from handlers.slack import texts
from handlers.slack.labels import type_label
from handlers.stats import bucket_names
from handlers.stats.views import ChartView, Kind, Series
from models.domain.lifecycle import OVER, Status
from models.domain.triage.outcome import Outcome
from models.domain.values.figures import MOST_GROUPS, Figures, Took

OUTCOMES, DURATIONS = "outcomes", "durations"
_LABEL = 20  # characters of a category or series
_MOST_TYPES = 12
_UNITS = (("hours", 3600), ("minutes", 60), ("seconds", 1))
_SERIES = 6
_OUTCOMES = {outcome.label: outcome for outcome in Outcome}
_NOT_OVER, _WITHOUT = "Not over yet", "No outcome"


def charts(figures: Figures, pair: str, *, zone: ZoneInfo, now: datetime) -> tuple[ChartView, ...]:
    """The two charts of a pair, without those that would be empty."""
    if pair == DURATIONS:
        drawn = (_durations(figures.took), _groups(figures))
    else:
        drawn = (_outcomes(figures, zone), _waiting(figures, zone, now))
    return tuple(chart for chart in drawn if chart)


def _outcomes(figures: Figures, zone: ZoneInfo) -> ChartView | None:
    rows = _by_outcome(figures)
    if len(rows) > _SERIES:  # all there are: what has no outcome shares one
        without = [rows.pop(name) for name in [*rows] if name not in _OUTCOMES]
        rows[_WITHOUT] = [sum(values) for values in zip(*without, strict=True)]
    if not rows:
        return None
    series = tuple(Series(name=name, values=tuple(row)) for name, row in rows.items())
    return _axes(
        "bar",
        f"Tasks created {bucket_names.every(figures.parts)}, by outcome",
        bucket_names.begins(figures.parts, zone=zone),
        series,
        x_label=bucket_names.axis(figures.parts),
        y_label="tasks",
        adds_up=True,
    )


def _by_outcome(figures: Figures) -> dict[str, list[int]]:
    """How many tasks of each part, for each outcome and for what has none; without those that never occur."""
    stations: list[tuple[str, list[Status | Outcome]]] = [
        *((name, [outcome]) for name, outcome in _OUTCOMES.items()),
        *((status.label, [status]) for status in Status if status in OVER),
        (_NOT_OVER, [status for status in Status if status not in OVER]),
    ]
    counted = {
        name: [sum(part.get(one, 0) for one in those) for part in figures.outcomes]
        for name, those in stations
    }
    return {name: row for name, row in counted.items() if any(row)}


def _waiting(figures: Figures, zone: ZoneInfo, now: datetime) -> ChartView | None:
    if not any(figures.waiting):
        return None
    series = (Series(name="Waiting", values=figures.waiting),)
    ends = bucket_names.ends(figures.parts, zone=zone, now=now)
    return _axes(
        "area",
        "Tasks waiting to be executed",
        ends,
        series,
        x_label=bucket_names.axis_of_ends(figures.parts),
        y_label="tasks",
    )


def _durations(took: Sequence[Took]) -> ChartView | None:
    rows = took[:_MOST_TYPES]
    if not rows:
        return None
    longest = max(row.most for row in rows)
    unit, size = next((choice for choice in _UNITS if longest >= 2 * choice[1]), _UNITS[-1])
    names = [type_label(row.type) for row in rows]
    series = tuple(
        Series(name=name, values=tuple(round(max(0.0, seconds) / size, 1) for seconds in values))
        for name, values in (
            ("Median", [row.median for row in rows]),
            ("95th percentile", [row.most for row in rows]),
        )
    )
    return _axes("bar", f"Duration by task type, in {unit}", names, series, y_label=unit)


def _groups(figures: Figures) -> ChartView | None:
    named, total = figures.groups, figures.total
    if sum(n for _, n in named) < total:
        named = named[:MOST_GROUPS]
        named = (*named, ("others", total - sum(n for _, n in named)))
    if not named:
        return None
    labels = _distinct([name for name, _ in named])
    lines = [
        f"{texts.escape(label)}: {n} ({100 * n // total} %)"
        for label, (_, n) in zip(labels, named, strict=True)
    ]
    shares = Series(name="Tasks", values=tuple(n for _, n in named))
    return ChartView(
        kind="pie", title="Tasks by group", categories=labels, series=(shares,), lines=tuple(lines)
    )


def _axes(kind: Kind, title: str, names: Sequence[str], series: tuple[Series, ...], **more: Any) -> ChartView:
    labels = _distinct(names)
    lines = tuple(f"{texts.escape(label)}: {_values(series, index)}" for index, label in enumerate(labels))
    if len(series) == 1:
        lines = (" · ".join(lines),)
    return ChartView(kind=kind, title=title, categories=labels, series=series, lines=lines, **more)


def _values(series: Sequence[Series], index: int) -> str:
    """The values of one category; of several series those that are not 0, with their names."""
    if len(series) == 1:
        return _number(series[0].values[index])
    named = [f"{row.name} {_number(row.values[index])}" for row in series if row.values[index]]
    return " · ".join(named) or "0"


def _number(value: float) -> str:
    return str(value).removesuffix(".0")


def _distinct(names: Sequence[str]) -> tuple[str, ...]:
    """Labels clipped to the limit and unique: Slack identifies a chart's points by them."""
    labels: list[str] = []
    for name in names:
        label, number = texts.clip(name, _LABEL), 2
        while label in labels:
            label, number = f"{texts.clip(name, _LABEL - 4)} {number}", number + 1
        labels.append(label)
    return tuple(labels)
