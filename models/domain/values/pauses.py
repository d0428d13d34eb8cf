"""Pauses as they are asked for and read. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from models.domain.filters import TaskFilter
from models.domain.lifecycle import Status

MOST_OPEN = 50
"""Pauses at once: every claim asks for all of them."""


@dataclass(frozen=True, kw_only=True)
class PauseScope:
    """Which tasks a pause is about. All that is named must match; nothing named is all tasks."""

    group: str = ""
    type: str = ""
    account: str = ""  # its login


@dataclass(frozen=True, kw_only=True)
class PauseRequest:
    """What somebody asks for."""

    scope: PauseScope
    why: str
    by: str
    until: datetime | None = None  # None: until somebody resumes


@dataclass(frozen=True, kw_only=True)
class OpenPause:
    """A pause in force."""

    id: int
    scope: PauseScope
    why: str
    by: str
    since: datetime
    until: datetime | None
    user_id: str = ""  # of its account


def concerning(pauses: Sequence[OpenPause], wanted: TaskFilter) -> tuple[OpenPause, ...]:
    """The pauses that a list of this filter has to say: those of which it can show a task that waits."""
    if wanted.statuses and Status.WAITING not in wanted.statuses:
        return ()
    return tuple(pause for pause in pauses if _meets(pause, wanted))


def _meets(pause: OpenPause, wanted: TaskFilter) -> bool:
    scope = pause.scope
    return (
        scope.group in {"", *(wanted.groups or (scope.group,))}
        and scope.type in {"", *(wanted.types or (scope.type,))}
        and (not scope.account or wanted.account in {"", scope.account, pause.user_id})
    )
