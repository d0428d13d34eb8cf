"""View models of pauses."""

from dataclasses import dataclass

from handlers.slack.views import ChoiceView


@dataclass(frozen=True, kw_only=True)
class PauseView:
    """One pause in the list of pauses."""

    id: str
    words: str  # Slack markup


@dataclass(frozen=True, kw_only=True)
class PausesView:
    """All pauses."""

    title: str
    pauses: tuple[PauseView, ...]


@dataclass(frozen=True, kw_only=True)
class PauseFormView:
    """The form of a new pause, with its initial values."""

    group: ChoiceView
    types: tuple[ChoiceView, ...]
    type: str
    lengths: tuple[ChoiceView, ...]
    account: str
