"""Builds the view of the statistics from the figures: its texts and its buttons' targets. Pure."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from handlers.slack import texts
from handlers.slack.blocks import Block, context
from handlers.slack.views import ChoiceView
from handlers.stats import present_charts
from handlers.stats.present_charts import DURATIONS, OUTCOMES
from handlers.stats.views import ChartView, StatsView
from handlers.words import filter_words, list_state
from models.domain.filters import ListState, TaskFilter
from models.domain.triage.outcome import Outcome
from models.domain.values.figures import MOST_TASKS, Figures, Today

_PAIRS = {OUTCOMES: "Outcomes and waiting", DURATIONS: "Durations and groups"}


def stats(
    figures: Figures | None, wanted: TaskFilter, pair: str, *, zone: ZoneInfo, now: datetime
) -> StatsView:
    """One pair of charts; an unknown pair is the first."""
    pair = pair if pair in _PAIRS else OUTCOMES
    (other,) = _PAIRS.keys() - {pair}
    typed = filter_words.render(wanted)
    charts = present_charts.charts(figures, pair, zone=zone, now=now) if figures else ()
    return StatsView(
        filter_line=filter_line(wanted),
        fresh=f"as of {texts.clock(now, zone=zone)}",
        totals=_totals(figures) if figures and figures.total else _nothing(figures),
        charts=charts,
        other=ChoiceView(text=_PAIRS[other], value=f"{other};{typed}") if charts else None,
        again=f"{pair};{typed}",
        tasks=list_state.encode(ListState(filter=wanted)),
    )


def too_many(wanted: TaskFilter, total: int) -> str:
    """The refusal to draw that many tasks."""
    return (
        f"{filter_line(wanted)}: {total} tasks match, and pictures are drawn of at most {MOST_TASKS}. "
        "Name fewer days, such as `/tasks stats 1w`, or a group."
    )


def filter_line(wanted: TaskFilter) -> str:
    return f"Filter: {texts.escape_words(filter_words.render(wanted)) or 'none'}"


def all_charts(figures: Figures, *, zone: ZoneInfo, now: datetime) -> tuple[ChartView, ...]:
    """Both pairs, for a picture."""
    return tuple(
        chart for pair in _PAIRS for chart in present_charts.charts(figures, pair, zone=zone, now=now)
    )


def today_line(today: Today) -> Block:
    """The compact figures of a Home tab, as a context line."""
    waiting = f"{today.waiting} waiting"
    if not today.created:
        return context(f"Today: no tasks created · {waiting}")
    whose = ", ".join(f"{outcome.label.lower()}: {n}" for outcome, n in today.failed.items() if n)
    failed = f" · *{sum(today.failed.values())} not done* ({whose})" if whose else ""
    return context(f"Today: {today.created} created · {today.done} done{failed} · {waiting}")


def _totals(figures: Figures) -> str:
    done, executed = figures.count(Outcome.DONE), figures.count(*Outcome)
    parts = [
        f"*{texts.count(figures.total, 'task')}*",
        f"{100 * done // executed} % of {executed} executed are done" if executed else "",
        f"median wait {_duration(figures.median_wait)}" if figures.median_wait is not None else "",
        f"median duration {_duration(figures.median_took)}" if figures.median_took is not None else "",
    ]
    return " · ".join(filter(None, parts))


def _nothing(figures: Figures | None) -> str:
    if figures and any(figures.waiting):
        return "*No task of this filter was created in this time.* Older ones waited."
    return "*There is nothing to draw: no task matches this filter.* Look further back, such as `/tasks stats 30d`, or leave words out."


def _duration(seconds: float) -> str:
    return texts.duration(timedelta(seconds=seconds))
