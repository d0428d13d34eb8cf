"""Failures grouped by their cause: which filter they are of, and what a group says. Pure."""

from dataclasses import dataclass, replace

from models.domain.filters import TaskFilter
from models.domain.triage.causes import CAUSES, OTHER, Cause, Remedy
from models.domain.triage.outcome import FAILED, Outcome

WINDOW = "24h"
"""Where a filter names no days: a night's work, begun the evening before."""
AGAIN = tuple(cause.code for cause in CAUSES.values() if cause.outcome is Outcome.RETRY)
"""Causes that may be gone by themselves."""


def with_remedy(*remedies: Remedy) -> tuple[str, ...]:
    """The causes that are ended so, and not by themselves."""
    return tuple(code for code, cause in CAUSES.items() if cause.remedy in remedies and code not in AGAIN)


def failures_of(wanted: TaskFilter) -> TaskFilter:
    """The failures among what a filter shows; of the last hours, if it names neither days nor a batch."""
    outcomes = tuple(outcome for outcome in FAILED if not wanted.outcomes or outcome in wanted.outcomes)
    is_dated = wanted.span or wanted.since or wanted.until or wanted.batch is not None
    return replace(wanted, outcomes=outcomes or FAILED, span=wanted.span if is_dated else WINDOW)


def failures_beside(wanted: TaskFilter) -> TaskFilter:
    """The failures beside what a list shows: whatever it says of how its tasks stand."""
    return failures_of(
        replace(wanted, statuses=(), outcomes=(), logins=(), causes=(), task_id=None),
    )


@dataclass(frozen=True, kw_only=True)
class HeldAccount:
    """An account on hold whose failures are in a group."""

    hold_id: int
    login: str
    group: str
    responsible: tuple[str, ...]  # Slack user ids


@dataclass(frozen=True, kw_only=True)
class FailureGroup:
    """The failures of one cause."""

    code: str
    tasks: int
    accounts: int
    ready: int  # tasks whose cause is gone, as far as is known
    logins: tuple[str, ...] = ()  # the accounts that failed last, a few
    held: tuple[HeldAccount, ...] = ()  # some of the accounts on hold

    @property
    def cause(self) -> Cause:
        return CAUSES.get(self.code, CAUSES[OTHER])


@dataclass(frozen=True, kw_only=True)
class Failures:
    """All failures of a filter, the most frequent cause first; of the first causes, also the accounts."""

    groups: tuple[FailureGroup, ...] = ()

    @property
    def tasks(self) -> int:
        return sum(group.tasks for group in self.groups)

    @property
    def ready(self) -> int:
        return sum(group.ready for group in self.groups)
