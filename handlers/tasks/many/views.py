"""View models of a list of tasks."""

from dataclasses import dataclass

from handlers.slack.views import ChoiceView


@dataclass(frozen=True, kw_only=True)
class ListFormView:
    """The form for a list, with what was given before."""

    types: tuple[ChoiceView, ...]
    type: str = ""  # the chosen one
    typed: str = ""
    why: str = ""
    asks_channel: bool = False
    problems: tuple[str, ...] = ()  # why the former list could not be read, Slack markup


@dataclass(frozen=True, kw_only=True)
class PreviewView:
    """What would become of a list, or what became of it. Texts are Slack markup."""

    paragraphs: tuple[str, ...]
    submit: str = ""  # empty: nothing can be created
    also: tuple[ChoiceView, ...] = ()  # lines that can be created although something stands against them
    rest: str = ""  # the list's id, where the other lines can be had as a file
