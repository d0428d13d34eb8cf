"""The gauges of the database as Prometheus wants them. ``docs/running/metrics.md`` lists them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from importlib.metadata import version

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric

from models.domain.lifecycle import Status
from models.domain.task_types import TASK_TYPES
from models.monitoring.gauges import Gauges

_KINDS = ("bot", "worker", "scheduler")


def metric_families(gauges: Gauges | None, *, now: datetime) -> Iterator[Metric]:
    """Every metric family; without ``gauges`` only what is known without the database."""
    yield _gauge(
        "build_info", "Always 1; the version of Bellhop is the label", ["version"], {(version("bellhop"),): 1}
    )
    yield _single_gauge("database_up", "Whether the database answered this scrape", gauges is not None)
    limits = {(kind.id,): kind.limit for kind in TASK_TYPES.values()}
    yield _gauge(
        "task_limit_seconds",
        "Seconds an attempt of this type may take, without a wait for a one-time code",
        ["type"],
        limits,
    )
    if gauges is not None:
        yield from _of_tasks(gauges, now=now)
        yield from _of_the_rest(gauges, now=now)


def _of_tasks(gauges: Gauges, *, now: datetime) -> Iterator[Metric]:
    groups = sorted({group for group, _ in gauges.tasks})
    tasks = {(status.value, group): gauges.tasks[group, status] for group in groups for status in Status}
    yield _gauge("tasks", "Tasks by execution status and group of accounts", ["status", "group"], tasks)
    waiting = _age(gauges.figures.oldest_ready, now)
    yield _single_gauge(
        "oldest_waiting_seconds", "Since the oldest task that could run at once was asked for", waiting
    )
    live = {(kind,): _age(gauges.live_since.get(kind), now) for kind in TASK_TYPES}
    yield _gauge("oldest_live_seconds", "Since the oldest task with a worker was claimed", ["type"], live)
    if gauges.moves is not None:
        moves = CounterMetricFamily(
            "bellhop_moves", "Moves ever made. from is empty for create", labels=["move", "from", "to"]
        )
        for step, count in sorted(gauges.moves.items()):
            moves.add_metric(step, count)
        yield moves


def _of_the_rest(gauges: Gauges, *, now: datetime) -> Iterator[Metric]:
    figures = gauges.figures
    yield _single_gauge(
        "outbox_pending", "Messages Slack has not been sent yet, due or not", figures.messages
    )
    late = _age(figures.oldest_message, now)
    yield _single_gauge("outbox_oldest_seconds", "How late the oldest of them is; 0: none is due", late)
    yield _single_gauge(
        "outbox_dead", "Messages that did not reach Slack; bellhop dead-letters shows them", figures.dead
    )
    yield _single_gauge("accounts_held", "Accounts on hold", figures.held)
    alive = {(kind,): gauges.processes[kind] for kind in _KINDS}
    yield _gauge("processes", "Processes seen of late; without Redis the bot is a worker", ["kind"], alive)


def _gauge(
    name: str, says: str, labels: Sequence[str], values: Mapping[tuple[str, ...], float]
) -> GaugeMetricFamily:
    family = GaugeMetricFamily(f"bellhop_{name}", says, labels=labels)
    for label, value in values.items():
        family.add_metric(label, value)
    return family


def _single_gauge(name: str, says: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(f"bellhop_{name}", says, value=value)


def _age(since: datetime | None, now: datetime) -> float:
    """Seconds; 0 for none, and for what is still to come."""
    return max(0.0, (now - since).total_seconds()) if since else 0.0


class MetricsCollector:
    """Metric families in the form a registry takes them."""

    def __init__(self, these: Iterable[Metric]) -> None:
        self._these = list(these)

    def collect(self) -> Iterable[Metric]:
        return self._these
