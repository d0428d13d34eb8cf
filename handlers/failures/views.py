"""View models of the failures."""

from dataclasses import dataclass

from handlers.slack.views import ChoiceView


@dataclass(frozen=True, kw_only=True)
class RemedyView:
    """What a person can do about a cause: a button, or a menu where it is about one of several accounts."""

    action: str
    label: str
    value: str = ""
    choices: tuple[ChoiceView, ...] = ()  # none: a button


@dataclass(frozen=True, kw_only=True)
class GroupView:
    """The failures of one cause. ``words`` is Slack markup."""

    code: str
    words: str
    show: str  # the value of its button
    again: str  # the label of Re-execute, or empty
    value: str  # of Re-execute
    remedies: tuple[RemedyView, ...]


@dataclass(frozen=True, kw_only=True)
class FailuresView:
    """All failures of a filter. Words are Slack markup."""

    nonce: str  # new for every drawing
    filter_line: str
    window: str  # which time it is about
    fresh: str
    summary: str
    again: str  # the label of Re-execute, or empty
    value: str  # of Re-execute
    state: str  # the list of all of them, encoded
    groups: tuple[GroupView, ...]
    more: str  # about causes that have no room, or empty
    is_empty: bool
