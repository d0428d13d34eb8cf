"""The gauges of the database as Prometheus wants them. ``docs/running/metrics.md`` lists them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from importlib.metadata import version

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric

from models.domain.lifecycle import Status
from models.domain.task_types import TASK_TYPES
from models.monitoring.gauges import Gauges

_KINDS = ("bot", "worker", "scheduler")


def families(found: Gauges | None, *, now: datetime) -> Iterator[Metric]:
    """Every family there is; only what is known without the database when nothing was ``found``."""
    yield _gauge(
        "build_info", "Always 1; the version of Bellhop is the label", ["version"], {(version("bellhop"),): 1}
    )
    yield _one("database_up", "Whether the database answered this scrape", found is not None)
    limits = {(kind.id,): kind.limit for kind in TASK_TYPES.values()}
    yield _gauge("task_limit_seconds", "Seconds an attempt of this type may take", ["type"], limits)
    if found is not None:
        yield from _of_tasks(found, now=now)
        yield from _of_the_rest(found, now=now)


def _of_tasks(found: Gauges, *, now: datetime) -> Iterator[Metric]:
    groups = sorted({group for group, _ in found.tasks})
    tasks = {(status.value, group): found.tasks[group, status] for group in groups for status in Status}
    yield _gauge("tasks", "Tasks by execution status and group of accounts", ["status", "group"], tasks)
    waiting = _age(found.figures.oldest_ready, now)
    yield _one(
        "oldest_waiting_seconds", "Since the oldest task that could run at once was asked for", waiting
    )
    live = {(kind,): _age(found.live_since.get(kind), now) for kind in TASK_TYPES}
    yield _gauge("oldest_live_seconds", "Since the oldest task with a worker was claimed", ["type"], live)
    if found.moves is not None:
        moves = CounterMetricFamily(
            "bellhop_moves", "Moves ever made. from is empty for create", labels=["move", "from", "to"]
        )
        for step, made in sorted(found.moves.items()):
            moves.add_metric(step, made)
        yield moves


def _of_the_rest(found: Gauges, *, now: datetime) -> Iterator[Metric]:
    figures = found.figures
    yield _one("outbox_pending", "Messages Slack has not been sent yet, due or not", figures.messages)
    late = _age(figures.oldest_letter, now)
    yield _one("outbox_oldest_seconds", "How late the oldest of them is; 0: none is due", late)
    yield _one(
        "outbox_dead", "Messages Slack refused for good; bellhop dead-letters shows them", figures.dead
    )
    yield _one("accounts_held", "Accounts on hold", figures.held)
    alive = {(kind,): found.processes[kind] for kind in _KINDS}
    yield _gauge("processes", "Processes seen of late; without Redis the bot is a worker", ["kind"], alive)


def _gauge(
    name: str, says: str, labels: Sequence[str], values: Mapping[tuple[str, ...], float]
) -> GaugeMetricFamily:
    family = GaugeMetricFamily(f"bellhop_{name}", says, labels=labels)
    for label, value in values.items():
        family.add_metric(label, value)
    return family


def _one(name: str, says: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(f"bellhop_{name}", says, value=value)


def _age(since: datetime | None, now: datetime) -> float:
    """Seconds; 0 for none, and for what is still to come."""
    return max(0.0, (now - since).total_seconds()) if since else 0.0


class Collected:
    """Families as a registry takes them."""

    def __init__(self, these: Iterable[Metric]) -> None:
        self._these = list(these)

    def collect(self) -> Iterable[Metric]:
        return self._these
