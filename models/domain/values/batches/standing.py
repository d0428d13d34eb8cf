"""How a batch stands. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from models.domain.lifecycle import OVER, Status
from models.domain.triage.outcome import Outcome
from models.domain.values.batches.requests import NextStep

UNDO = timedelta(seconds=20)  # how long an operation can be taken back


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
    state: str  # of an operation: see values.batches.states
    created_at: datetime
    done_at: datetime | None
    undone_by: str = ""  # of a batch that created tasks: who took it back
    run_id: int | None = None  # the run of a schedule that made it
    then_type: str = ""  # the second step's; empty: it has none
    then_params: dict[str, str] | None = None
    then_by: str = ""  # who asked for it, and whose rights decide
    then_end: str = ""  # a values.batches.second_steps.StepEnd; empty: it goes on
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
