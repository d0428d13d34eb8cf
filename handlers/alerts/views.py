"""View models of alerts."""

from dataclasses import dataclass

from handlers.slack.paging import Paged
from handlers.slack.views import ChoiceView


@dataclass(frozen=True, kw_only=True)
class AlertView:
    """The message of one incident."""

    text: str  # for notifications, and clients that show no blocks
    title: str
    lines: tuple[str, ...]
    answer: str = ""  # who looks after it, or until when it is silent
    incident: str = ""  # its id, while it can be answered
    acknowledge: bool = False
    tasks: str = ""  # the list behind Show tasks, encoded


@dataclass(frozen=True, kw_only=True)
class RuleView:
    """One rule in the list of rules."""

    id: int
    words: str
    is_muted: bool


@dataclass(frozen=True, kw_only=True)
class RulesView:
    """A page of all rules."""

    title: str
    rules: tuple[RuleView, ...]
    paged: Paged


@dataclass(frozen=True, kw_only=True)
class RuleFormView:
    """The form of one rule, with its initial values."""

    title: str
    channel: str
    group: ChoiceView
    types: tuple[ChoiceView, ...]
    type: str
    numbers: dict[str, str]  # above, older, lasting, again
    quiet_from: str
    quiet_to: str
