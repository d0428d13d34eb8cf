"""What a person can be told in direct messages about their own matters. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from models.domain.triage.outcome import Outcome


class Notice(StrEnum):
    """What can be switched off. The value is the word that is typed, and the column."""

    BATCHES = "batches"
    ACCOUNTS = "accounts"
    SCHEDULES = "schedules"

    @property
    def label(self) -> str:
        return _LABELS[self]


@dataclass(frozen=True, kw_only=True)
class NoticeDetail:
    """What one person wants; without a choice: all but the daily summary."""

    batches: bool = True
    accounts: bool = True
    schedules: bool = True
    daily_at: str = ""  # 08:00; empty: no summary
    zone: str = "UTC"

    def wants(self, notice: Notice) -> bool:
        """Whether this comes as a direct message."""
        return bool(getattr(self, notice.value))


@dataclass(frozen=True, kw_only=True)
class OwnDay:
    """Somebody's last 24 hours: what ended by its outcome, and which accounts on hold wait for them."""

    ended: Mapping[Outcome, int] = field(default_factory=dict[Outcome, int])
    held: tuple[str, ...] = ()  # logins, some of them
    held_count: int = 0


_LABELS = {
    Notice.BATCHES: "A batch of mine is over",
    Notice.ACCOUNTS: "An account needs me",
    Notice.SCHEDULES: "A schedule of mine failed",
}
