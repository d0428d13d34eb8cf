"""An operation on many tasks: what it would do, and how far it is. Pure."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from models.domain.lifecycle import Status
from models.domain.outcomes import OperationResult
from models.domain.values.batches.standing import UNDO

Kind = Literal["cancel", "repeat"]
SHOWN = 15  # tasks listed one by one


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
