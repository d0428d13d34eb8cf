"""Schedules as they are asked for, read and drawn. Pure."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from models.domain.schedules.calendar import Calendar
from models.domain.schedules.timing import Timing

GRACES = (0, 15, 60, 360, 1440)
"""Minutes after a due time within which it is still run, where nothing could run it on time."""
SPREADS = (0, 15, 30, 45, 60, 120, 240, 480)
"""Minutes over which its tasks become due."""
MOST_SPREAD = 1440  # minutes: a day
MOST_ACCOUNTS = 5000  # of one run
STRIP = 10  # runs that a list shows of each schedule


class Overlap(StrEnum):
    """What becomes of a run whose schedule's last batch is not over."""

    SKIP = "skip"
    QUEUE = "queue"  # it runs when that one is over; only one waits


class RunStatus(StrEnum):
    """What became of a due time."""

    FIRED = "fired"  # a batch was made
    ASKED = "asked"  # a second person was asked
    QUEUED = "queued"  # until the last batch is over
    SKIPPED = "skipped"  # the last batch was not over
    MISSED = "missed"  # nothing could run it in time
    EMPTY = "empty"  # no account to run it on
    TOO_MANY = "too_many"  # more accounts than one run may have
    GONE = "gone"  # the group is no more
    REFUSED = "refused"  # its owner may not any more


FAILED = frozenset({RunStatus.EMPTY, RunStatus.TOO_MANY, RunStatus.GONE, RunStatus.REFUSED})
"""Runs that made nothing for a reason that somebody must mend."""
ENDING = frozenset({RunStatus.GONE, RunStatus.REFUSED})
"""Those that pause their schedule, since each further run would fail the same way."""


@dataclass(frozen=True, kw_only=True)
class Target:
    """The accounts, looked up when it runs: one of the four."""

    group: str = ""
    account_ids: tuple[int, ...] = ()
    tasks: str = ""  # the words of a list of tasks: the accounts of those tasks
    accounts: str = ""  # the words of a filter of accounts


@dataclass(frozen=True, kw_only=True)
class ScheduleInput:
    """What a person decides of a schedule."""

    type: str
    params: dict[str, str] = field(default_factory=dict[str, str])
    target: Target
    timing: str
    zone: str
    starts_at: datetime
    ends_at: datetime | None = None
    spread: int = 0  # minutes
    overlap: Overlap = Overlap.SKIP
    grace: int = 60  # minutes
    channel: str
    then_type: str = ""  # for the accounts that end done; empty: nothing follows
    then_params: dict[str, str] = field(default_factory=dict[str, str])

    @property
    def calendar(self) -> Calendar:
        return Calendar(
            timing=Timing.stored(self.timing),
            zone=ZoneInfo(self.zone),
            starts=self.starts_at,
            ends=self.ends_at,
        )

    @property
    def lateness(self) -> timedelta:
        return timedelta(minutes=self.grace)


@dataclass(frozen=True, kw_only=True)
class SavedSchedule(ScheduleInput):
    """A schedule as it is stored."""

    id: int
    owner: str
    version: int  # raised by every change
    next_at: datetime | None  # None: it is over, or paused
    paused_by: str
    paused_why: str
    paused_at: datetime | None
    created_at: datetime


@dataclass(frozen=True, kw_only=True)
class RunDetail:
    """What became of one due time, or of several that were missed one after another."""

    id: int
    schedule_id: int
    due_at: datetime
    last_at: datetime  # of several: the last due time; else the same
    times: int  # due times it stands for
    status: RunStatus
    is_late: bool
    held: int  # accounts on hold that were left out
    accounts: int
    ran_at: datetime
    batch_id: int | None = None
    open: int = 0  # of its batch: tasks that are not over
    failed: int = 0


@dataclass(frozen=True, kw_only=True)
class ListedSchedule:
    """A schedule with its last runs, the newest first, and how many accounts it would run on now."""

    schedule: SavedSchedule
    runs: tuple[RunDetail, ...]
    logins: tuple[str, ...] = ()  # of some of the accounts of a list
