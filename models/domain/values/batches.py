"""Batches as they are asked for and read: the request, an operation's plan and progress, a second person's answer. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Literal

from models.domain.lifecycle import Status
from models.domain.outcomes import OperationResult

Kind = Literal["cancel", "repeat"]
SHOWN = 15  # tasks listed one by one
UNDO = timedelta(seconds=20)  # how long an operation can be taken back


@dataclass(frozen=True, kw_only=True)
class BatchRequest:
    """What a person asked for: one task type on some accounts."""

    type: str
    account_ids: tuple[int, ...]
    params: dict[str, str] = field(default_factory=dict[str, str])
    by: str
    why: str = ""
    channel: str


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
class Policy:
    """When a second person must be asked."""

    above: int = 0  # tasks; 0: never for their number
    types: frozenset[str] = frozenset()

    def asks(self, types: Iterable[str], size: int) -> bool:
        """Whether so many tasks of these types need a second person."""
        return (0 < self.above < size) or bool(self.types & set(types))
