"""View models of schedules."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from handlers.slack.paging import Paged
from handlers.slack.views import ChoiceView
from handlers.tasks.views import ParameterView


@dataclass(frozen=True, kw_only=True)
class ScheduleView:
    """One schedule in the list."""

    id: int
    words: str
    is_paused: bool


@dataclass(frozen=True, kw_only=True)
class SchedulesView:
    """A page of all schedules."""

    title: str
    schedules: tuple[ScheduleView, ...]
    paged: Paged


@dataclass(frozen=True, kw_only=True)
class ScheduleFormView:
    """The form of one schedule, with its initial values."""

    title: str
    types: tuple[ChoiceView, ...]
    type: str
    parameters: tuple[ParameterView, ...]
    values: dict[str, str]  # of the parameters
    accounts: tuple[ChoiceView, ...]
    group: ChoiceView | None
    filter: str  # of accounts
    tasks: str  # the list whose accounts it runs on, as markup; empty: accounts or a group are chosen
    when: str
    preview: str
    spread: str
    overlap: str
    grace: str
    zone: str
    since: str
    until: str
    channel: str
    then: str = ""  # the type of what follows; empty: nothing
    then_values: Mapping[str, str] = field(default_factory=dict[str, str])  # of its parameters
