"""Whatever the figures are, Slack takes their charts and the lines in their place, and they make a picture."""

from datetime import datetime, timedelta
from io import BytesIO
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from handlers.stats import picture, present
from handlers.stats.blocks import stats_lines, stats_message
from handlers.stats.present_charts import DURATIONS, OUTCOMES
from models.domain.buckets import buckets
from models.domain.filters import TaskFilter
from models.domain.lifecycle import Status
from models.domain.task_types import TASK_TYPES
from models.domain.triage.outcome import FAILED, Outcome
from models.domain.values.figures import MOST_GROUPS, Figures, Today, Took
from tests.fuzz.harness.effort import tries
from tests.fuzz.harness.verdict import is_taken
from tests.handlers import strategies
from tests.handlers.strategies import NOW

_ZONE = ZoneInfo("Australia/Lord_Howe")
_numbers = st.integers(0, 10**7)
_seconds = st.floats(-5, 10**7)
_types = st.sampled_from(sorted(TASK_TYPES)) | strategies.names(100)


@st.composite
def _figures(draw: st.DrawFn) -> Figures:
    length = draw(st.timedeltas(timedelta(minutes=1), timedelta(days=9000)))
    local = (NOW - length).astimezone(_ZONE).replace(hour=0, minute=0, second=0, microsecond=0)
    parts = buckets(datetime.fromtimestamp(local.timestamp(), NOW.tzinfo), NOW, zone=_ZONE)
    part = st.dictionaries(st.sampled_from([*Status, *Outcome]), _numbers, max_size=12)
    took = st.builds(Took, type=_types, number=_numbers, median=_seconds, most=_seconds)
    outcomes = tuple(draw(part) for _ in range(len(parts)))
    most = sum(sum(one.values()) for one in outcomes)
    named = draw(st.lists(strategies.names(100), unique=True, max_size=MOST_GROUPS + 1))
    groups = [(name, most // (MOST_GROUPS + 2)) for name in named if most > MOST_GROUPS + 2]
    return Figures(
        parts=parts, outcomes=outcomes, waiting=tuple(draw(_numbers) for _ in range(len(parts))),
        took=tuple(draw(st.lists(took, max_size=15, unique_by=lambda one: one.type))), groups=tuple(groups),
        median_wait=draw(st.none() | _seconds), median_took=draw(st.none() | _seconds),
    )  # fmt: skip


@tries(150, long=50_000)
@given(st.none() | _figures(), strategies.filters, st.sampled_from([OUTCOMES, DURATIONS, "no pair", ""]))
def test_any_figures_are_taken(figures: Figures | None, wanted: TaskFilter, pair: str) -> None:
    view = present.stats(figures, wanted, pair, zone=_ZONE, now=NOW)

    is_taken(stats_message(view), f"{view.filter_line} · {view.totals}")
    is_taken(stats_lines(view))
    is_taken(text=present.too_many(wanted, 10**9))


@tries(10, long=2_000)
@given(_figures())
def test_any_figures_make_a_picture(figures: Figures) -> None:
    charts = present.all_charts(figures, zone=_ZONE, now=NOW)

    image = Image.open(BytesIO(picture.draw(charts))) if charts else None

    assert image is None or image.format == "PNG"


_failed = st.dictionaries(st.sampled_from(FAILED), _numbers)
_todays = st.builds(Today, created=_numbers, done=_numbers, failed=_failed, waiting=_numbers)


@tries(50, long=1_000)
@given(_todays)
def test_any_day_is_one_line(today: Today) -> None:
    is_taken([present.today_line(today)])
