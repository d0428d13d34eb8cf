"""View models of one task and of the form for new ones."""

from dataclasses import dataclass

from handlers.slack.ids import Do
from handlers.slack.views import ButtonView, ChoiceView, Field, HoldView, News, PictureView


@dataclass(frozen=True, kw_only=True)
class CardView:
    """Everything of one task. Words are Slack markup."""

    task_id: int
    title: str
    head: str  # its type, and where it stands
    result: str  # by whose hand it can go on, and what came of it
    news: News  # what just happened to it
    advice: str  # what to do, or empty
    remedies: tuple[ButtonView, ...]  # the first is the likest
    ending: Do  # what ends a hold of its account most likely
    account: Field  # its login and user id
    account_id: str
    account_name: str  # plain
    fields: tuple[Field, ...]
    explained: str  # why it waits, who cancelled it, or empty
    attempts: tuple[str, ...]  # newest first
    fresh: str
    note_link: str
    thread_link: str
    can_cancel: bool
    can_retry: bool
    can_edit: bool  # whether it may get other parameters
    can_help: bool  # whether running it again is what helps
    can_compare: bool
    place: str = ""  # where it stands among what waits, or empty
    steps: tuple[ChoiceView, ...] = ()  # the task it follows and the one that follows it, by their ids
    is_usual: bool = True  # it waits in the usual order
    picture: PictureView | None = None
    hold: "HoldView | None" = None  # the buttons that end the hold of its account


@dataclass(frozen=True, kw_only=True)
class CompareView:
    """Two attempts of a task side by side. Words are Slack markup."""

    title: str
    summary: str  # what changed, and what did not
    rows: tuple[tuple[str, str], ...]  # of the newer and of the older attempt
    pictures: tuple[PictureView, ...]
    prints: tuple[str, ...]  # the hash of each picture, or that there is none


@dataclass(frozen=True, kw_only=True)
class ParameterView:
    """One input of a task type's parameters."""

    name: str
    label: str
    hint: str
    longest: int
    choices: tuple[str, ...]
    value: str = ""  # what it is now
    differs: bool = False  # several tasks have several values


@dataclass(frozen=True, kw_only=True)
class EditView:
    """The form for other parameters. Words are Slack markup."""

    title: str
    about: str  # of which tasks, and what will become of them
    warnings: tuple[str, ...]
    parameters: tuple[ParameterView, ...]
    names: bool  # whether one of them names what must not be made twice
    submit: str
