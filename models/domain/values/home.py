"""What stands on somebody's Home tab above the list. Pure."""

from dataclasses import dataclass
from datetime import datetime

from models.domain.values.alerts import AlertRuleInput
from models.domain.values.pauses import OpenPause


@dataclass(frozen=True, kw_only=True)
class OwnBatch:
    """A batch that is not over."""

    id: int
    type: str
    group: str  # of all its accounts; empty: they are of several
    logins: tuple[str, ...]  # some of them: all where there are no more than two
    channel: str
    created_at: datetime
    size: int
    left: int  # tasks that wait or are under way


@dataclass(frozen=True, kw_only=True)
class OngoingAlert:
    """An alert that goes on."""

    sentence: str  # what was so when somebody looked last
    channel: str
    rule: AlertRuleInput | None  # none: somebody removed it


@dataclass(frozen=True, kw_only=True)
class HomeSummary:
    """What is somebody's own just now, and the alerts that go on."""

    needs_me: int = 0  # tasks that need a person, asked for by them or on their accounts
    batches: tuple[OwnBatch, ...] = ()
    held: tuple[tuple[str, str], ...] = ()  # login, why
    alerts: tuple[OngoingAlert, ...] = ()
    pauses: tuple[OpenPause, ...] = ()
