"""Tasks as they are read: a row of a list, a page, everything of one, a line of an export, a status note. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from models.domain.lifecycle import LoginStatus, Status
from models.domain.proxies import ProxyAddress
from models.domain.triage.outcome import Outcome
from models.domain.values.accounts import OpenHold
from models.domain.values.pauses import OpenPause


@dataclass(frozen=True, kw_only=True)
class TaskSummary:
    """What every reading of one task has."""

    id: int
    type: str
    login: str
    user_id: str
    login_status: LoginStatus
    status: Status
    result: str
    note_link: str
    created_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    operation_user: str
    outcome: Outcome | None = None  # while it is not over, and of a cancelled one


@dataclass(frozen=True, kw_only=True)
class TaskRow(TaskSummary):
    """One task as a list shows it."""

    held: str = ""  # of a task that waits: why its account is held
    rank: int = 0  # of a task that waits: see ranks.levels
    paused: str | None = (
        None  # of a task that waits and is paused: why, as its person wrote it; empty where they wrote nothing
    )


@dataclass(frozen=True, kw_only=True)
class TaskPage:
    """The rows of one page, newest first, and the numbers around it."""

    rows: tuple[TaskRow, ...]
    total: int
    page: int
    pages: int
    waiting: int  # of all tasks, whatever the filter
    failed: int = 0  # see domain.triage.failures: failures_beside
    pauses: tuple[OpenPause, ...] = ()  # that can be about tasks of the list


@dataclass(frozen=True, kw_only=True)
class AttemptRow:
    """One attempt as the card of its task shows it."""

    number: int
    status: Status
    by: str
    asked_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    result: str
    note_link: str  # of its own status note; empty when it has none
    outcome: Outcome | None = None
    cause: str = ""  # see domain.triage.causes
    picture: str = ""  # the file in Slack of its picture, once that stands in its thread
    params: Mapping[str, str] = field(default_factory=dict[str, str])  # what it ran with, or will
    traffic: int | None = None  # bytes through the account's proxy; none: without one, or not counted


@dataclass(frozen=True, kw_only=True)
class MoveRow:
    """One move of a task, as its history has it."""

    at: datetime
    attempt: int
    move: str
    from_status: str
    to_status: str
    actor: str  # a person, a worker, or empty
    cause: str  # see domain.triage.causes; empty where there is none


@dataclass(frozen=True, kw_only=True)
class ComparedAttempt(AttemptRow):
    """One executed attempt, with all that is kept of it."""

    login_status: LoginStatus
    worker: str
    proxy_id: int | None  # by which it went; none: without one, or none was written down
    proxy: ProxyAddress | None  # without its password; none also where it is gone
    sha256: str  # of the picture, in hex; empty: there is none
    width: int  # pixels
    height: int


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """The newest executed attempt of a task and the one before it."""

    task_id: int
    type: str
    login: str
    group: str
    visible_to: str  # who may see the pictures where they stand in no channel
    channel: str  # where they stand
    newer: ComparedAttempt
    older: ComparedAttempt
    given: tuple[str, ...] = ()  # what people gave for the account between the two: password, session


@dataclass(frozen=True, kw_only=True)
class TaskDetail(TaskSummary):
    """Everything of one task."""

    account_id: int
    group: str
    params: dict[str, str]
    why: str  # of its batch
    channel: str  # of its batch's message, where its thread is
    ts: str  # of that message; empty until Slack has answered
    again_by: str  # who asked for another attempt while this one is live
    attempts: tuple[AttemptRow, ...]  # oldest first
    ahead: int  # waiting tasks of the same account before this one
    blocker: int | None  # the task that holds the account now
    canceled_by: str  # empty unless it is canceled
    hold: OpenHold | None  # while its account is held
    not_before: datetime | None = None  # it is not due until then
    pauses: tuple[OpenPause, ...] = ()  # that keep it waiting
    rank: int = 0  # see ranks.levels
    follows_id: int | None = None  # the task of the first step that it follows
    followed_by: int | None = None  # the task of the second step that follows it
    asked_by: str = (
        ""  # who created it: where it stands in no channel, its pictures are in their direct messages
    )


@dataclass(frozen=True, kw_only=True)
class ExportedTask(TaskSummary):
    """Everything of one task that stands in its own row."""

    group: str
    attempt: int
    batch_id: int
    params: dict[str, str]


@dataclass(frozen=True, kw_only=True)
class ExportedItem:
    """One task of a batch, and what the batch did with it; what it created stands in the task alone."""

    task_id: int
    task: ExportedTask | None  # None: there is no such task
    outcome: str = ""  # of an operation: done, later, skipped; empty until it is its turn
    status: Status | None = None  # of a skipped one: what it was
    since: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class StatusNoteDetail:
    """The evidence of one attempt and the thread it belongs to."""

    attempt_id: int
    number: int  # of the attempt
    task_id: int
    batch_id: int  # the task's first: a task has one thread for life
    type: str
    login: str
    user_id: str
    status: Status
    login_status: LoginStatus
    result: str
    started_at: datetime | None
    ended_at: datetime | None
    channel: str  # of the batch's message
    ts: str
    picture: bytes | None = field(repr=False)
    file_id: str
    link: str
    outcome: Outcome | None = None
    cause: str = ""  # see domain.triage.causes
