"""View models of statistics."""

from dataclasses import dataclass
from typing import Literal

from handlers.slack.views import ChoiceView

Kind = Literal["bar", "area", "pie"]


@dataclass(frozen=True, kw_only=True)
class Series:
    """One row of numbers, one for each category."""

    name: str
    values: tuple[float, ...]


@dataclass(frozen=True, kw_only=True)
class ChartView:
    """One chart, within Slack's limits. All of it is plain text."""

    kind: Kind
    title: str
    categories: tuple[str, ...]  # no two alike
    series: tuple[Series, ...]  # of a pie just one
    adds_up: bool = False  # the series of a category are parts of one whole
    x_label: str = ""
    y_label: str = ""
    lines: tuple[str, ...]  # the same in words, as Slack markup


@dataclass(frozen=True, kw_only=True)
class StatsView:
    """One message: at most two charts, and the buttons that lead to the others."""

    filter_line: str
    fresh: str
    totals: str  # Slack markup; says what to do where there is nothing to draw
    charts: tuple[ChartView, ...]
    other: ChoiceView | None  # the other pair of charts
    again: str  # this pair, encoded
    tasks: str  # the list of the same filter, encoded
