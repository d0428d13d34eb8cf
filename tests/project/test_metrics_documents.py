"""What docs/running says of the metrics is true, and its rules and its dashboard ask for nothing that is not there."""

import json
import re
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from prometheus_client.metrics import MetricWrapperBase

from bot.monitoring.collector import metric_families
from models.domain.lifecycle import MOVES, Status
from models.domain.task_types import TASK_TYPES
from models.monitoring import metrics
from models.monitoring.gauges import Gauges, Step
from models.monitoring.health import Figures

_FOLDER = Path(__file__).parents[2] / "docs/running"
_RULES = (_FOLDER / "prometheus-rules.yaml").read_text()
_BOARD: dict[str, Any] = json.loads((_FOLDER / "grafana.json").read_text())
_PARTS = {"histogram": ("_bucket", "_sum", "_count")}
_SELECTOR = re.compile(r"(bellhop_\w+)(?:\{([^}]*)\})?")


def told() -> dict[str, tuple[str, tuple[str, ...], str]]:
    """Every metric there is: name -> (type, labels, meaning)."""
    now = datetime.now(UTC)
    figures = Figures(
        oldest_ready=None, overdue=0, oldest_message=None, messages=0, dead=0, held=0, database_time=now
    )
    gauges = Gauges(
        figures=figures,
        tasks=Counter({("emea", Status.WAITING): 1}),
        live_since={},
        moves=Counter({Step("create", "", "waiting"): 1}),
        processes=Counter(),
    )
    found = {
        one.name + ("_total" if one.type == "counter" else ""): (
            one.type,
            tuple(one.samples[0].labels),
            one.documentation,
        )
        for one in metric_families(gauges, now=now)
    }
    for meter in vars(metrics).values():
        if isinstance(meter, MetricWrapperBase):
            (one,) = meter.describe()
            name = one.name + ("_total" if one.type == "counter" else "")
            found[name] = (one.type, tuple(meter._labelnames), one.documentation)
    return found


_TOLD = told()
_NAMES = {
    name + part: labels for name, (kind, labels, _) in _TOLD.items() for part in _PARTS.get(kind, ("",))
}
_ASKED = [
    *re.findall(r"^ +expr: (.+)$", _RULES, re.MULTILINE),
    *(target["expr"] for panel in _BOARD["panels"] for target in panel["targets"]),
    *(
        re.sub(r"label_values\((\w+), (\w+)\)", r'\1{\2=""}', one["definition"])
        for one in _BOARD["templating"]["list"]
        if "definition" in one
    ),
]
_VALUES = {
    "status": set(Status),
    "kind": {"bot", "worker", "scheduler"},
    "to": set(Status),
    "from": {"", *Status},
    "move": {"create", *MOVES},
    "type": set(TASK_TYPES),
}


def test_the_table_names_every_metric_with_its_type_labels_and_meaning() -> None:
    rows = re.findall(
        r"^\| `(\w+)` \| (\w+) \| (.*) \| (.+) \|$", (_FOLDER / "metrics.md").read_text(), re.MULTILINE
    )

    assert {
        name: (kind, tuple(re.findall(r"`(\w+)`", labels)), says) for name, kind, labels, says in rows
    } == _TOLD


@pytest.mark.parametrize("asked", _ASKED)
def test_what_is_asked_for_exists(asked: str) -> None:
    found = _SELECTOR.findall(asked)

    assert found
    for name, conditions in found:
        assert name in _NAMES
        for label, how, value in re.findall(r'(\w+)(=~|!=|!~|=)"([^"]*)"', conditions):
            assert label in _NAMES[name]
            if label in _VALUES and how != "!=" and value and "$" not in value:
                assert set(value.split("|")) <= _VALUES[label]


@pytest.mark.parametrize("asked", _ASKED)
def test_what_is_asked_for_is_grouped_by_labels_that_exist(asked: str) -> None:
    known = {"le", "instance"} | {label for name, _ in _SELECTOR.findall(asked) for label in _NAMES[name]}

    grouped = {label for group in re.findall(r"by \(([^)]*)\)", asked) for label in group.split(", ")}

    assert grouped <= known


def test_there_is_an_alert_for_what_must_not_go_unseen() -> None:
    alerts = re.findall(r"alert: \w+\n +expr: (.+)", _RULES)

    for name in (
        "bellhop_oldest_waiting_seconds",
        "bellhop_oldest_live_seconds",
        "bellhop_outbox_oldest_seconds",
        "bellhop_processes",
        "bellhop_outbox_dead",
        "bellhop_database_up",
    ):
        assert any(name in expression for expression in alerts), name


def test_the_dashboard_asks_whatever_prometheus_is_chosen() -> None:
    panels = _BOARD["panels"]

    sources = {one["datasource"]["uid"] for panel in panels for one in (panel, *panel["targets"])}

    assert sources == {"${datasource}"}
    assert [one["name"] for one in _BOARD["templating"]["list"] if one["type"] == "datasource"] == [
        "datasource"
    ]
    assert len({panel["id"] for panel in panels}) == len(panels)


def test_panels_of_the_dashboard_do_not_lie_over_each_other() -> None:
    taken = Counter(
        (x, y)
        for place in (panel["gridPos"] for panel in _BOARD["panels"])
        for x in range(place["x"], place["x"] + place["w"])
        for y in range(place["y"], place["y"] + place["h"])
    )

    assert max(taken.values()) == 1
    assert max(x for x, _ in taken) < 24
