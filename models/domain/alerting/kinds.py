"""The kinds of alerts: one row says what is counted, which limits there are, and how an alert reads. Pure.

How each is counted: ``models.alerts.measures``. A new kind is a row here and a function there.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from types import MappingProxyType

from models.domain.alerting.looking import Limits, Observation

MOST_ENDED = 10_000
"""Executions that a share of failures is of, the newest: more make it no truer, and each look slower."""
SCOPE = ("groups", "types", "users")
"""The conditions of a filter by which alerts and digests can be narrowed: the kept counts know them, and they say nothing of
where a task stands or when it was created.
"""


class Kind(StrEnum):
    """What an alert looks at."""

    WAITING = "waiting"
    OLDEST = "oldest"
    FAILURES = "failures"
    HELD = "held"
    NO_WORKER = "no_worker"
    OVERDUE = "overdue"
    MISSED = "missed"


class Cause(StrEnum):
    """Where the likely cause of an alert is looked for."""

    BACKLOG = "backlog"  # what is in the way of the tasks that wait
    FAILURES = "failures"  # what most of those that failed failed by
    HOLDS = "holds"  # why most of the accounts are on hold
    NONE = "none"  # the sentence of the kind says it


@dataclass(frozen=True, kw_only=True)
class Numbers:
    """The limits of a rule as a form has them. Minutes are whole; what is 0 or empty is not set."""

    above: int | None = None
    older: int = 0  # minutes
    percent: int = 0
    minutes: int = 0  # that are looked at
    tasks: int = 0  # that are looked at, the last ones
    least: int = 0  # that must have ended
    lasting: int = 0  # minutes


@dataclass(frozen=True, kw_only=True)
class NumberField:
    """A number of the form, beside what every kind asks for: at most two of a kind."""

    name: str  # of ``Numbers``; over: minutes, tasks and least in one
    label: str
    hint: str = ""
    said: str  # as the limit of a rule; empty where another one says it
    optional: bool = False


@dataclass(frozen=True, kw_only=True)
class KindRow:
    """One kind. In its sentences ``{n}`` is what was counted, ``{of}`` of how many."""

    kind: Kind
    title: str  # in the form, and in a list of rules
    fields: tuple[NumberField, ...] = ()
    limited_by: tuple[str, ...] = ()  # the numbers that are limits; none: one is too many
    preset: Numbers  # what a new one begins with
    one: str  # while it goes on: one is counted
    many: str
    worst: str  # when it is over; ``{n}`` is the most there were
    since: str = ""  # how the one that is so for longest is
    icon: str
    cause: Cause = Cause.NONE
    remedy: str = ""  # the likely cause as a sentence, where none is looked for
    conditions: tuple[str, ...] = SCOPE  # of a filter, that it can be narrowed by
    lists_waiting: bool = False  # whether the list of waiting tasks shows what it is about

    def limits(self, rule: Numbers) -> Limits:
        """What is too much by a rule's numbers; where none is a limit, one is too many."""
        lasting = timedelta(minutes=rule.lasting)
        if not self.limited_by:
            return Limits(above=0, lasting=lasting)
        return Limits(
            above=rule.above if "above" in self.limited_by else None,
            older=timedelta(minutes=rule.older) if "older" in self.limited_by and rule.older else None,
            percent=rule.percent if "percent" in self.limited_by else None,
            least=min(max(1, rule.least), MOST_ENDED),
            lasting=lasting,
        )

    def level(self, seen: Observation) -> int:
        """The number that is told and of which the worst is kept: of a share, per cent."""
        is_share = "percent" in self.limited_by and seen.of
        return round(100 * seen.count / seen.of) if is_share else seen.count

    def sentence(self, n: int, of: int) -> str:
        """What is so now.

        >>> KINDS[Kind.WAITING].sentence(3, 0), KINDS[Kind.FAILURES].sentence(60, 20)
        ('3 tasks wait', '60 % of the last 20 tasks failed')
        """
        return (self.one if n == 1 else self.many).format(n=n, of=of)


_ROWS = (
    KindRow(
        kind=Kind.WAITING,
        title="Too many tasks wait",
        fields=(
            NumberField(name="above", label="More tasks wait than", said="more than {above} wait"),
            NumberField(name="older", label="Or the oldest waits longer than, in minutes", said="one waits longer than {older} min", hint="Leave it empty to ignore the time.", optional=True),
        ),
        limited_by=("above", "older"),
        preset=Numbers(above=100, lasting=5),
        one="1 task waits",
        many="{n} tasks wait",
        worst="at most {n} waited",
        since="the oldest waits for {length}",
        icon=":hourglass_flowing_sand:",
        cause=Cause.BACKLOG,
        lists_waiting=True,
    ),
    KindRow(
        kind=Kind.OLDEST,
        title="A task waits too long",
        fields=(
            NumberField(name="older", label="The oldest waits longer than, in minutes", said="one waits longer than {older} min"),
        ),
        limited_by=("older",),
        preset=Numbers(older=60),
        one="1 task waits",
        many="{n} tasks wait",
        worst="at most {n} waited",
        since="the oldest waits for {length}",
        icon=":hourglass_flowing_sand:",
        cause=Cause.BACKLOG,
        lists_waiting=True,
    ),
    KindRow(
        kind=Kind.FAILURES,
        title="Many tasks fail",
        fields=(
            NumberField(name="percent", label="More than this many percent fail", said="more than {percent} % of {over}"),
            NumberField(name="over", label="Counted over", said="", hint="`60 min, at least 10` or `50 tasks, at least 20`: how far back, and how many must have ended."),
        ),
        limited_by=("percent",),
        preset=Numbers(percent=30, minutes=60, least=10),
        one="1 % of the last {of} tasks failed",
        many="{n} % of the last {of} tasks failed",
        worst="at most {n} % failed",
        icon=":x:",
        cause=Cause.FAILURES,
    ),
    KindRow(
        kind=Kind.HELD,
        title="Many accounts are on hold",
        fields=(
            NumberField(name="above", label="More accounts are on hold than", said="more than {above} are on hold"),
        ),
        limited_by=("above",),
        preset=Numbers(above=10),
        one="1 account is on hold",
        many="{n} accounts are on hold",
        worst="at most {n} were on hold",
        since="the oldest hold began {length} ago",
        icon=":lock:",
        cause=Cause.HOLDS,
        conditions=("groups",),
    ),
    KindRow(
        kind=Kind.NO_WORKER,
        title="No worker is running",
        preset=Numbers(lasting=2),
        one="No worker is running",
        many="No worker is running",
        worst="no task was executed meanwhile",
        icon=":electric_plug:",
        remedy="the worker processes were stopped or lost the database. Start one; `/tasks doctor` lists what runs.",
        conditions=(),
    ),
    KindRow(
        kind=Kind.OVERDUE,
        title="A batch takes too long",
        fields=(
            NumberField(name="older", label="Not done so many minutes after it was created", said="not done after {older} min", hint="Tasks whose account is on hold do not count."),
        ),
        preset=Numbers(older=240),
        one="1 batch is overdue",
        many="{n} batches are overdue",
        worst="at most {n} were overdue",
        since="the oldest was created {length} ago",
        icon=":snail:",
        cause=Cause.BACKLOG,
    ),
    KindRow(
        kind=Kind.MISSED,
        title="A schedule did not run",
        fields=(
            NumberField(name="minutes", label="Look back over, in minutes", said="in the last {minutes} min"),
        ),
        preset=Numbers(minutes=60),
        one="1 scheduled run was missed",
        many="{n} scheduled runs were missed",
        worst="at most {n} were missed",
        since="the first was due {length} ago",
        icon=":calendar:",
        remedy="the scheduler was not running when they were due; `/tasks schedules` shows which.",
        conditions=(),
    ),
)  # fmt: skip
KINDS: Mapping[str, KindRow] = MappingProxyType({row.kind.value: row for row in _ROWS})
"""By their word, in the order in which the form offers them."""
