"""A question to a second person, and when one is asked. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from models.domain.values.batches.requests import BatchRequest, WantedTask


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
