"""What became of many tasks, as figures for pictures. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from models.domain.buckets import Buckets
from models.domain.lifecycle import Status
from models.domain.triage.outcome import Outcome

MOST_TASKS = 100_000  # more, and SQLite, which has one connection, would keep all others waiting for seconds
MOST_GROUPS = 5  # named; the others are one
EXECUTED = (Status.ENDED, Status.UNKNOWN_ERROR, Status.TIMED_OUT, Status.NO_PROXY)
"""The endings of tasks that were not cancelled."""
Outcomes = tuple[dict[Status | Outcome, int], ...]
"""Of what was executed to an end by its outcome, of everything else by its status."""


@dataclass(frozen=True, kw_only=True)
class Took:
    """How long the latest attempts of one type's tasks took, in seconds from their start to their end."""

    type: str
    number: int
    median: float
    most: float  # 95 of a hundred took no longer


@dataclass(frozen=True, kw_only=True)
class Figures:
    """All that is drawn of one filter."""

    parts: Buckets
    outcomes: Outcomes  # of the tasks created in each part
    waiting: tuple[int, ...]  # just before the end of each part, or now
    took: tuple[Took, ...]
    groups: tuple[tuple[str, int], ...]  # the largest ones, the largest first
    median_wait: float | None  # seconds
    median_took: float | None

    @property
    def total(self) -> int:
        return sum(sum(part.values()) for part in self.outcomes)

    def count(self, *stations: Status | Outcome) -> int:
        """How many stand in one of these."""
        return sum(part.get(station, 0) for part in self.outcomes for station in stations)


@dataclass(frozen=True, kw_only=True)
class Today:
    """The tasks created today, what came of those that are over, and all that wait."""

    created: int
    done: int
    failed: Mapping[Outcome, int]  # of those that are not done
    waiting: int
