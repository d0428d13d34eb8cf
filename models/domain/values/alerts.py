"""Alerts and digests as they are read: a rule, an incident, what waits, how a day went. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from models.domain.alerting.kinds import KINDS, Kind, KindRow, Numbers
from models.domain.filters import EVERYTHING, TaskFilter
from models.domain.lifecycle import Status

RATED = timedelta(minutes=10)
"""What comes and goes is counted over this time."""
_BUSY_ACCOUNTS = 3  # at most so few accounts are few


@dataclass(frozen=True, kw_only=True)
class AlertRuleInput(Numbers):
    """A rule as its forms make it. Minutes are whole, and what is 0 or empty is not set."""

    channel: str
    kind: str = Kind.WAITING
    scope: TaskFilter = EVERYTHING  # of what: conditions among ``KindRow.conditions``
    on_call: str = ""  # a person or a user group, mentioned by the first message
    again: int = 0  # minutes without an answer, after which somebody is called
    then_call: str = ""  # a person or a user group; empty: whoever made the rule
    quiet_from: str = ""  # 22:00
    quiet_to: str = ""
    zone: str = "UTC"  # whose night that is

    @property
    def row(self) -> KindRow:
        return KINDS[self.kind]


@dataclass(frozen=True, kw_only=True)
class SavedAlertRule(AlertRuleInput):
    """A rule as it is kept."""

    id: int
    by: str
    muted_by: str


@dataclass(frozen=True, kw_only=True)
class IncidentDetail:
    """One time that a rule's limits were passed, with its message."""

    id: int
    rule_id: int
    kind: str  # of its rule when it began
    channel: str
    ts: str  # of its message; empty until Slack has answered
    began_at: datetime
    ended_at: datetime | None
    outcome: str  # recovered, muted, removed
    ended_by: str  # who muted or removed its rule
    count: int  # the kind's number when somebody looked last
    total: int  # of how many; 0 where it is no share
    apart: int  # tasks that wait for a hold, which do not count
    peak: int
    oldest_at: datetime | None  # since when the oldest of them is so
    acked_by: str
    acked_at: datetime | None
    snoozed_by: str
    snoozed_until: datetime | None
    hooked: str  # what its rule's webhook has taken last: trigger, acknowledge, resolve; empty: nothing

    @property
    def row(self) -> KindRow:
        return KINDS[self.kind]

    @property
    def sentence(self) -> str:
        """What was so when somebody looked last."""
        return self.row.sentence(self.count, self.total)


@dataclass(frozen=True, kw_only=True)
class Measure:
    """What is counted for a rule at one moment."""

    count: int
    of: int = 0  # where a share is watched: how many ended, of which ``count`` failed
    oldest_at: datetime | None = None
    apart: int = 0  # tasks that wait for a hold: they do not count


@dataclass(frozen=True, kw_only=True)
class WaitingGroup:
    """The tasks of one group, type and operation user that wait."""

    group: str
    type: str
    user: str
    is_apart: bool  # they wait for a hold
    count: int
    oldest_at: datetime


@dataclass(frozen=True, kw_only=True)
class Backlog:
    """What waits of a filter, and how it moves."""

    waiting: int
    accounts: int  # that they are for
    held: int  # of the tasks: their account is on hold
    live: int  # tasks under way, of any group and type
    workers: int  # processes
    arrived: int  # in the last ten minutes, as are those below
    started: int
    dry: int  # ended as No proxy
    paused: int = 0  # of the tasks: a pause is about them

    @property
    def seconds_left(self) -> float | None:
        """Until nothing waits, if all goes on so; None when it does not grow less."""
        gone = self.started - self.arrived
        return self.waiting / gone * RATED.total_seconds() if gone > 0 else None

    @property
    def cause(self) -> str:
        """What is most likely in the way: a name, see ``handlers.alerts.present``."""
        if not self.workers:
            return "no_workers"
        if self.paused * 2 > self.waiting:
            return "paused"
        if self.held * 2 > self.waiting:
            return "held"
        if self.dry * 2 > self.started > 0:
            return "no_proxy"
        if self.accounts <= _BUSY_ACCOUNTS < self.waiting:
            return "few_accounts"
        return "more_arrive" if self.arrived > self.started else "busy"


@dataclass(frozen=True, kw_only=True)
class Reason:
    """What is most likely behind an alert."""

    backlog: Backlog | None = None  # where tasks wait
    most: str = ""  # the commonest cause of the failures, or reason of the holds
    n: int = 0  # how many of them have it


@dataclass(frozen=True, kw_only=True)
class DigestTime:
    """When a channel gets its daily message: how the day before went."""

    id: int
    channel: str
    scope: TaskFilter = EVERYTHING  # of which tasks
    at: str  # 09:00
    zone: str  # of who chose that
    by: str = ""
    told_on: str = ""  # 2026-11-27, the last day for which it was queued; empty: none yet


@dataclass(frozen=True, kw_only=True)
class Day:
    """How the tasks went that were created on one day, and what waits now."""

    day: date
    counts: Mapping[Status, int]
    waiting: int
    held: int  # accounts
    audit_lines: int = 0
    audit_head: str = ""  # the hash of the newest line
