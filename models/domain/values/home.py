"""What stands on somebody's Home tab above the list. Pure."""

from dataclasses import dataclass

from models.domain.values.alerts import AlertRuleInput


@dataclass(frozen=True, kw_only=True)
class OwnBatch:
    """A batch that is not over."""

    type: str
    channel: str
    size: int
    left: int  # tasks that wait or are under way


@dataclass(frozen=True, kw_only=True)
class OngoingAlert:
    """An alert that goes on."""

    count: int  # what waited when somebody looked last
    channel: str
    rule: AlertRuleInput | None  # none: somebody removed it


@dataclass(frozen=True, kw_only=True)
class HomeSummary:
    """What is somebody's own just now, and the alerts that go on."""

    batches: tuple[OwnBatch, ...] = ()
    held: tuple[tuple[str, str], ...] = ()  # login, why
    alerts: tuple[OngoingAlert, ...] = ()
