"""The rules of the task writers once more, as plain Python: what the real ones are compared with."""

from dataclasses import dataclass, field
from datetime import datetime

from models.domain.lifecycle import LIVE, OVER, Status
from models.domain.triage.outcome import Outcome
from models.tasks.claims import LEASE

MOST_LOSSES = 3


@dataclass
class PlainTask:
    account: int
    repeatable: bool
    status: Status = Status.WAITING
    fence: int = 0
    lease: datetime | None = None
    again: bool = False
    outcome: Outcome | None = None
    lost: list[bool] = field(default_factory=lambda: [False])  # one for each attempt

    @property
    def row(self) -> tuple[Status, str, int, int, bool, bool]:
        """What the table must say of it."""
        return self.status, self.outcome or "", len(self.lost), self.fence, bool(self.lease), self.again

    def run_again(self) -> None:
        self.status, self.outcome, self.again = Status.WAITING, None, False
        self.lost.append(False)

    def let_go(self, status: Status, outcome: Outcome) -> None:
        """The attempt is over; somebody may have asked for another."""
        self.status, self.outcome, self.lease = status, outcome, None
        if self.again:
            self.run_again()


class PlainTasks:
    """All tasks by id."""

    def __init__(self) -> None:
        self.tasks: dict[int, PlainTask] = {}

    def claim(self, task_id: int, *, now: datetime) -> int | None:
        """The fence of the claim, or None."""
        task = self.tasks[task_id]
        busy = any(other.account == task.account and other.status in LIVE for other in self.tasks.values())
        if busy or task.status is not Status.WAITING:
            return None
        task.status, task.fence, task.lease = Status.STARTING, task.fence + 1, now + LEASE
        return task.fence

    def held(self, task_id: int, fence: int, *statuses: Status) -> PlainTask | None:
        """The task, if the claim still holds it in one of these statuses."""
        task = self.tasks[task_id]
        return task if task.fence == fence and task.status in statuses else None

    def cancel(self, ids: set[int]) -> set[int]:
        waiting = {task_id for task_id in ids if self.tasks[task_id].status is Status.WAITING}
        for task_id in waiting:
            self.tasks[task_id].status, self.tasks[task_id].again = Status.CANCELED, False
        return waiting

    def repeat(self, ids: set[int]) -> tuple[set[int], set[int]]:
        over = {task_id for task_id in ids if self.tasks[task_id].status in OVER}
        live = {
            task_id for task_id in ids if self.tasks[task_id].status in LIVE and not self.tasks[task_id].again
        }
        for task_id in over:
            self.tasks[task_id].run_again()
        for task_id in live:
            self.tasks[task_id].again = True
        return over, live

    def expired(self, *, now: datetime) -> set[int]:
        silent = {task_id for task_id, task in self.tasks.items() if task.lease and task.lease < now}
        for task_id in silent:
            self._recover(self.tasks[task_id])
        return silent

    def _recover(self, task: PlainTask) -> None:
        if task.status is Status.STARTING:
            task.status, task.lease = Status.WAITING, None
            return
        task.lost[-1] = True
        newest = task.lost[-MOST_LOSSES:]
        in_a_row = len(newest) == MOST_LOSSES and all(newest)
        # Whoever asked for another attempt did not know of the loss of one that must not be done twice.
        task.again = task.repeatable and (task.again or not in_a_row)
        task.let_go(Status.UNKNOWN_ERROR, Outcome.RETRY if task.repeatable else Outcome.PERSON)
