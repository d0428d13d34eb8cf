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
    tasks: str = ""  # the list behind Show tasks, encoded; empty: no list shows what it is about


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
class FieldView:
    """A field of a form in which a number or some words are typed."""

    block: str
    label: str
    value: str
    hint: str = ""
    is_number: bool = False
    optional: bool = False


@dataclass(frozen=True, kw_only=True)
class RuleFormView:
    """The form of one rule, with its initial values."""

    title: str
    kind: str
    kinds: tuple[ChoiceView, ...]
    fields: tuple[FieldView, ...]
    channel: str


@dataclass(frozen=True, kw_only=True)
class WebhookFormView:
    """The form of a rule's webhook. It shows neither its address nor its key."""

    shape: str
    shapes: tuple[ChoiceView, ...]
    fields: tuple[FieldView, ...]
    tested: str  # the id of its rule, where it can be tested
    note: str


@dataclass(frozen=True, kw_only=True)
class CallsFormView:
    """The form of who is called to a rule's alerts, and when."""

    fields: tuple[FieldView, ...]
