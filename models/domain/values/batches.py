"""Batches as they are asked for and read: the request, an operation's plan and progress, a second person's answer. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Literal, Self

from models.domain.lifecycle import OVER, Status
from models.domain.outcomes import OperationResult
from models.domain.triage.outcome import Outcome

Kind = Literal["cancel", "repeat"]
SHOWN = 15  # tasks listed one by one
UNDO = timedelta(seconds=20)  # how long an operation can be taken back


@dataclass(frozen=True, kw_only=True)
class NextStep:
    """The task type that follows on each account whose task ended *done*."""

    type: str
    params: dict[str, str]


@dataclass(frozen=True, kw_only=True)
class WantedTask:
    """One task that a line of a list asks for."""

    account_id: int
    type: str
    params: dict[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, kw_only=True)
class BatchRequest:
    """What a person or a schedule asked for: one task type on some accounts, or a list of tasks."""

    type: str
    account_ids: tuple[int, ...]
    params: dict[str, str] = field(default_factory=dict[str, str])
    by: str
    why: str = ""
    channel: str
    then: NextStep | None = None
    run_id: int | None = None  # of the schedule that asks
    spread: int = 0  # minutes over which its tasks become due, one after another
    items: tuple[WantedTask, ...] = ()  # of a list; then the type is that of all of them, or empty

    @classmethod
    def of_list(cls, items: Sequence[WantedTask], *, by: str, why: str, channel: str) -> Self:
        """What a list of tasks asks for."""
        types = {item.type for item in items}
        return cls(
            type=next(iter(types)) if len(types) == 1 else "",
            account_ids=tuple(dict.fromkeys(item.account_id for item in items)),
            by=by,
            why=why,
            channel=channel,
            items=tuple(items),
        )

    @property
    def size(self) -> int:
        """How many tasks it asks for."""
        return len(self.items) or len(self.account_ids)

    @property
    def types(self) -> Mapping[str, int]:
        """The task types it asks for, with how many tasks of each, most first."""
        if not self.items:
            return {self.type: len(self.account_ids)}
        return dict(Counter(item.type for item in self.items).most_common())

    @property
    def all_types(self) -> tuple[str, ...]:
        """The task types of both steps: a second person's yes covers both."""
        return tuple(dict.fromkeys((*self.types, *([self.then.type] if self.then else []))))


@dataclass(frozen=True, kw_only=True)
class BatchDetail:
    """What one person created, cancelled or re-executed in one go."""

    id: int
    kind: str  # create, cancel, repeat
    by: str
    why: str
    size: int
    channel: str
    ts: str  # of its message; empty until Slack has answered
    left_channel: str = (
        ""  # where its message cannot be any more: since then it is in its asker's direct messages
    )
    left_why: str = ""  # Slack's error code that says so; empty: it is where it was asked for
    state: str  # of an operation: see values.operations
    created_at: datetime
    done_at: datetime | None
    undone_by: str = ""  # of a batch that created tasks: who took it back
    run_id: int | None = None  # the run of a schedule that made it
    then_type: str = ""  # the second step's; empty: it has none
    then_params: dict[str, str] | None = None
    then_by: str = ""  # who asked for it, and whose rights decide
    then_end: str = ""  # a values.second_steps.StepEnd; empty: it goes on
    then_ended_by: str = ""  # who stopped it
    follows_id: int | None = None  # of a second step's batch: the first
    link: str = ""  # to its message in Slack; empty until somebody needed it

    @property
    def then(self) -> NextStep | None:
        """The second step, whether or not it goes on."""
        return NextStep(type=self.then_type, params=self.then_params or {}) if self.then_type else None

    @property
    def step_goes_on(self) -> bool:
        """Whether a task that ends *done* is followed by another one."""
        return bool(self.then_type) and not self.then_end and not self.undone_by

    @property
    def can_have_step(self) -> bool:
        """Whether a second step can be chosen, changed or stopped: one that ended by itself goes on by another choice."""
        is_first = self.kind == "create" and not self.follows_id and not self.undone_by
        return is_first and (self.done_at is None or bool(self.then_end))

    def is_undoable(self, now: datetime) -> bool:
        """Whether there is still time to take back a batch that created tasks; the clock may have been set back since."""
        in_time = self.created_at - UNDO < now < self.created_at + UNDO
        return self.kind == "create" and not self.undone_by and in_time


@dataclass(frozen=True, kw_only=True)
class FailedBy:
    """Why some tasks of a batch failed."""

    cause: str  # what they are filed under; empty: a worker of a former version ended them
    outcome: Outcome
    tasks: int


@dataclass(frozen=True, kw_only=True)
class HeldTask:
    """A task that waits since its account is on hold."""

    id: int
    login: str


@dataclass(frozen=True, kw_only=True)
class BatchOverview:
    """How the tasks of a batch or an operation stand now."""

    counts: Mapping[Status, int]
    done: int = 0
    failed: tuple[FailedBy, ...] = ()  # the most frequent first
    held: tuple[HeldTask, ...] = ()  # some of those that wait for an account on hold
    held_count: int = 0
    again: int = 0  # tasks that somebody had executed again since
    first_end: datetime | None = None  # when the last task of its own run ended; None: one is not over

    @property
    def failed_count(self) -> int:
        return sum(cause.tasks for cause in self.failed)

    @property
    def open(self) -> int:
        """Tasks that wait or execute."""
        return sum(n for status, n in self.counts.items() if status not in OVER)


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What an operation would do, counted when it is asked about."""

    id: int
    kind: Kind
    size: int
    counts: dict[Status, int]
    first: tuple[int, ...]  # some of its tasks
    seconds: int  # how many would make a second page or business manager
    second_ids: tuple[int, ...]  # some of those
    dry: int  # No proxy ones whose account has no proxy that is known to answer now
    dry_accounts: int  # accounts of those
    hopeless: dict[str, int] = field(
        default_factory=dict[str, int]
    )  # others that cannot succeed yet, by the reason

    @property
    def left_out(self) -> int:
        """How many can be left out, since they cannot succeed yet."""
        return self.dry + sum(self.hopeless.values())


@dataclass(frozen=True, kw_only=True)
class Progress:
    """How far an operation is."""

    id: int
    kind: Kind
    by: str
    created_at: datetime
    state: str
    size: int
    left: int
    receipt: OperationResult  # done and later by number only: see the counts
    done: int
    later: int
    skipped: int
    done_at: datetime | None
    undone: int

    def is_undoable(self, now: datetime) -> bool:
        """Whether there is something to take back, and still time; the clock may have been set back since."""
        if self.state != "done" or self.done_at is None or not (self.done or self.later):
            return False
        return self.done_at - UNDO < now < self.done_at + UNDO

    @property
    def is_whole(self) -> bool:
        """Whether its frozen tasks are there: those of a question that nobody answered are forgotten after a day."""
        return self.left + self.done + self.later + self.skipped >= self.size


class ApprovalAnswer(StrEnum):
    """What became of a question."""

    ASKED = "asked"
    APPROVED = "approved"
    REJECTED = "rejected"
    LAPSED = "lapsed"  # who asked may not do it any more


@dataclass(frozen=True, kw_only=True)
class ApprovalDetail:
    """One question to a second person."""

    id: int
    request: BatchRequest | None  # the batch that was asked for; none: an operation
    operation_id: int | None
    type: str  # of the tasks, if they are of one
    size: int
    by: str
    channel: str
    ts: str  # of the message that asks; empty until Slack has answered
    answer: ApprovalAnswer
    answered_by: str
    created_at: datetime


@dataclass(frozen=True, kw_only=True)
class AskedAbout:
    """What a question to a second person is about, as of now."""

    groups: tuple[str, ...]  # of the accounts
    logins: tuple[str, ...]  # of some of the accounts
    accounts: int  # how many
    seconds: int  # tasks that would make a second page or business manager


@dataclass(frozen=True, kw_only=True)
class AskedAccount:
    """One account of a batch that waits for a second person."""

    login: str
    group: str
    is_held: bool
    items: tuple[WantedTask, ...] = ()  # of a list: what is asked for there


@dataclass(frozen=True, kw_only=True)
class Policy:
    """When a second person must be asked."""

    above: int = 0  # tasks; 0: never for their number
    types: frozenset[str] = frozenset()

    @classmethod
    def of(cls, above: int, types: Iterable[str]) -> "Policy":
        """As the settings have it."""
        return cls(above=above, types=frozenset(types))

    def asks(self, types: Iterable[str], size: int) -> bool:
        """Whether so many tasks of these types need a second person."""
        return (0 < self.above < size) or bool(self.types & set(types))
