"""What is shown of alerts, ready to be laid out."""

from dataclasses import dataclass

from handlers.slack.views import ChoiceView


@dataclass(frozen=True, kw_only=True)
class AlertView:
    """The message of one incident."""

    text: str  # for notifications, and clients that show no blocks
    title: str
    lines: tuple[str, ...]
    told: str = ""  # by whom it is looked after, until when it is silent
    incident: str = ""  # its number, while it can be answered
    acknowledge: bool = False
    shown: str = ""  # the list behind Show tasks


@dataclass(frozen=True, kw_only=True)
class RuleView:
    """One rule in the list of them."""

    id: int
    words: str
    is_muted: bool


@dataclass(frozen=True, kw_only=True)
class RulesView:
    """All rules."""

    title: str
    rules: tuple[RuleView, ...]
    more: str = ""


@dataclass(frozen=True, kw_only=True)
class RuleFormView:
    """The form of one rule, as it is filled in at first."""

    title: str
    channel: str
    groups: tuple[ChoiceView, ...]
    group: str
    types: tuple[ChoiceView, ...]
    type: str
    numbers: dict[str, str]  # above, older, lasting, again
    quiet_from: str
    quiet_to: str
