"""The blocks of statistics: Slack's own charts or, where Slack refuses them, the same figures as lines."""

from handlers.slack import texts
from handlers.slack.blocks import Block, actions, button, context, section
from handlers.slack.ids import Do
from handlers.stats.views import ChartView, StatsView


def stats_message(view: StatsView) -> list[Block]:
    """A message with at most two charts: Slack refuses more."""
    return [*_head(view), *map(chart, view.charts), _buttons(view)]


def stats_lines(view: StatsView) -> list[Block]:
    """The same figures as text."""
    lines = [
        section("\n".join([f"*{texts.escape(chart_view.title)}*", *chart_view.lines]))
        for chart_view in view.charts
    ]
    return [*_head(view), *lines, context("In short: Slack did not take the charts."), _buttons(view)]


def chart(view: ChartView) -> Block:
    """One chart."""
    drawn = _pie(view) if view.kind == "pie" else _axes(view)
    return {"type": "data_visualization", "title": view.title, "chart": {"type": view.kind, **drawn}}


def _pie(view: ChartView) -> Block:
    return {"segments": _points(view, view.series[0].values)}


def _axes(view: ChartView) -> Block:
    named = {"x_label": view.x_label, "y_label": view.y_label}
    return {
        "series": [{"name": series.name, "data": _points(view, series.values)} for series in view.series],
        "axis_config": {"categories": list(view.categories)}
        | {name: words for name, words in named.items() if words},
    }


def _points(view: ChartView, values: tuple[float, ...]) -> list[Block]:
    return [{"label": label, "value": value} for label, value in zip(view.categories, values, strict=True)]


def _head(view: StatsView) -> list[Block]:
    return [context(view.filter_line, view.fresh), section(view.totals)]


def _buttons(view: StatsView) -> Block:
    other = view.other
    return actions(
        "stats",
        *([button(other.text, Do.SHOW_STATS_OTHER, value=other.value)] if other else []),
        button("Refresh", Do.SHOW_STATS_AGAIN, value=view.again),
        button("Show tasks", Do.TURN_FIRST, value=view.tasks),
    )
