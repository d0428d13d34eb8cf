"""data_visualization: pies, bars, lines and areas."""

from bot.sandbox.slack.documents import Json

from . import limits
from .checks import Check, Finding, Findings, also, items, kinds, number, shape, text, typed

LABEL = text(limits.CHART_LABEL)
POINT = shape({"label": LABEL, "value": number})
SERIES = shape({"name": LABEL, "data": items(POINT, limits.CHART_POINTS, 1)})
AXES = shape(
    {"categories": items(LABEL, limits.CHART_POINTS, 1)},
    {"x_label": text(limits.CHART_TITLE), "y_label": text(limits.CHART_TITLE)},
)


def positive_segments(chart: Json, pointer: str, findings: Findings) -> None:
    findings.extend(
        Finding(f"{pointer}/segments/{place}/value", "must be greater than 0")
        for place, segment in enumerate(chart["segments"])
        if segment["value"] <= 0
    )


def points_for_categories(chart: Json, pointer: str, findings: Findings) -> None:
    """Every series has exactly one point for every category."""
    categories = sorted(chart["axis_config"]["categories"])
    findings.extend(
        Finding(f"{pointer}/series/{place}/data", "must have one point for every category")
        for place, series in enumerate(chart["series"])
        if sorted(point["label"] for point in series["data"]) != categories
    )


def distinct_names(chart: Json, pointer: str, findings: Findings) -> None:
    names = [series["name"] for series in chart["series"]]
    if len(set(names)) < len(names):
        findings.append(Finding(f"{pointer}/series", "series names must be unique"))


AXIS_CHART = also(
    typed({"series": items(SERIES, limits.CHART_SERIES, 1), "axis_config": AXES}),
    points_for_categories,
    distinct_names,
)
CHART = kinds(
    {
        "pie": also(typed({"segments": items(POINT, limits.CHART_SERIES, 1)}), positive_segments),
        "bar": AXIS_CHART,
        "line": AXIS_CHART,
        "area": AXIS_CHART,
    }
)
DATA_VISUALIZATION: Check = typed(
    {"title": text(limits.CHART_TITLE), "chart": CHART}, {"block_id": text(limits.IDENTIFIER)}
)
