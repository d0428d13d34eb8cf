"""What was done and refused, as it is read. Pure."""

from dataclasses import dataclass
from datetime import UTC, datetime

PAGE = 20  # rows
EVER = (datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC))


@dataclass(frozen=True, kw_only=True)
class AuditFilter:
    """All conditions must hold; an empty one holds always."""

    by: str = ""  # Slack user id
    group: str = ""  # of accounts
    task_id: int | None = None  # one that was named
    batch: int | None = None  # or operation
    denied: bool = False
    since: datetime = EVER[0]
    until: datetime = EVER[1]  # before it


@dataclass(frozen=True, kw_only=True)
class AuditRow:
    """One thing that was done, or refused."""

    id: int
    at: datetime
    actor: str
    action: str
    about: str  # which tasks, accounts or grants, with the number shown when it was confirmed
    groups: str  # of accounts, with commas
    allowed: bool
    place: str  # the message or form it came from
    before: str = ""  # the hash of the line before it
    hash: str = ""  # of this line, and of the hash before it
