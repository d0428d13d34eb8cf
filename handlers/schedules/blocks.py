"""The list of schedules, the form of one, the question why one is paused."""

from datetime import timedelta

from handlers.batches.steps import form_blocks as step_blocks
from handlers.schedules.views import ScheduleFormView, SchedulesView
from handlers.slack.blocks import (
    Block,
    actions,
    button,
    channel,
    context,
    day,
    labelled,
    live_select,
    menu,
    modal,
    option,
    section,
    select,
    text_input,
)
from handlers.slack.ids import Do, Form
from handlers.slack.paging import turns
from handlers.slack.texts import duration
from handlers.slack.views import ChoiceView
from handlers.tasks.views import ParameterView
from models.domain.schedules.words import LONGEST
from models.domain.task_types import TASK_TYPES
from models.domain.values.schedules import GRACES, SPREADS, Overlap

CHANGE, RUN_NOW, PAUSE, RESUME, DELETE = (
    ChoiceView(text=text, value=value)
    for text, value in (
        ("Change", "change"), ("Run now", "run"), ("Pause…", "pause"), ("Resume", "resume"), ("Delete", "delete")
    )
)  # fmt: skip
LONGEST_WHY = 500
LONGEST_FILTER = 1500
_FILL = Do.FILL_SCHEDULE
_OVERLAPS = (
    ChoiceView(text="Skip the run", value=Overlap.SKIP.value),
    ChoiceView(text="Run when that one is over", value=Overlap.QUEUE.value),
)


def _minutes(choices: tuple[int, ...], chosen: str, *, none: str, prefix: str) -> list[ChoiceView]:
    """Lengths of time to choose from, and the one that was typed."""
    lengths = sorted({*choices, int(chosen)})
    return [
        ChoiceView(text=f"{prefix} {duration(timedelta(minutes=n))}" if n else none, value=str(n))
        for n in lengths
    ]


def schedules(view: SchedulesView) -> list[Block]:
    """A page of the schedules, each with its menu, and the button New schedule."""
    return [
        section(view.title),
        *(
            section(
                one.words,
                f"schedule:{one.id}:{view.paged.page}",
                menu(Do.SCHEDULE_MENU, (CHANGE, RUN_NOW, RESUME if one.is_paused else PAUSE, DELETE)),
            )
            for one in view.schedules
        ),
        *([context(view.paged.words)] if view.paged.words else []),
        *turns(view.paged, Do.TURN_SCHEDULES_BACK, Do.TURN_SCHEDULES_ON),
        actions("schedules", button("New schedule", Do.NEW_SCHEDULE)),
    ]


def schedule_form(view: ScheduleFormView, *, private: str) -> Block:
    """What, on which accounts, when, and how. Block ids stay the same, so that what was typed survives a new drawing."""
    spreads = _minutes(SPREADS, view.spread, none="Not spread", prefix="Over")
    graces = _minutes(GRACES, view.grace, none="Do not run late", prefix="Up to")
    return modal(
        Form.SCHEDULE,
        view.title,
        [
            labelled("type", "Task type", select(Do.SCHEDULE_TYPE, "Choose a type", view.types, chosen=view.type), at_once=True),
            *_accounts(view),
            *(_parameter(one, view.values.get(one.name, "")) for one in view.parameters),
            labelled("when", "When", _text(Do.SCHEDULE_TIME, view.when, LONGEST, "every day 06:00"), at_once=True,
                     hint="In words or cron: every day 06:00, mon-fri 9:30, every 30 min, */30 * * * *. Press Enter for the next times."),
            *([context(view.preview)] if view.preview else []),
            *step_blocks.fields(Do.SCHEDULE_THEN, TASK_TYPES.get(view.then), view.then_values),
            labelled("zone", "Time zone", _text(_FILL, view.zone, 100, "Europe/Berlin")),
            labelled("spread", "Spread the tasks", select(_FILL, "Not spread", spreads, chosen=view.spread)),
            labelled("overlap", "If its last batch is not over", select(_FILL, "Skip the run", _OVERLAPS, chosen=view.overlap)),
            labelled("grace", "If it cannot start in time, run it late", select(_FILL, "Up to 1 h", graces, chosen=view.grace)),
            labelled("since", "From", day(_FILL, chosen=view.since), optional=True),
            labelled("until", "Until", day(_FILL, chosen=view.until), optional=True),
            labelled("channel", "Channel", channel(Do.CHOOSE_CHANNEL, chosen=view.channel), optional=True,
                     hint="Its batches are posted there; without a channel, in your direct messages."),
        ],
        submit="Save",
        private=private,
    )  # fmt: skip


def _accounts(view: ScheduleFormView) -> list[Block]:
    if view.tasks:
        return [section(f"*Accounts*\nThose of the tasks `{view.tasks}`, looked up at each run")]
    given = {"initial_options": [option(account) for account in view.accounts]} if view.accounts else {}
    picker = live_select(Do.CHOOSE_ACCOUNTS, "Choose accounts", many=True) | given
    return [
        labelled("accounts", "Accounts", picker, optional=True),
        labelled(
            "group",
            "Or a group",
            live_select(Do.CHOOSE_GROUP, "Choose a group", chosen=view.group),
            optional=True,
        ),
        labelled(
            "filter",
            "Or a filter of accounts",
            _text(_FILL, view.filter, LONGEST_FILTER, "group:emea login:logged_in"),
            hint="The words of /accounts: group:, login:, owner:. Looked up at each run.",
            optional=True,
        ),
    ]


def _parameter(parameter: ParameterView, value: str) -> Block:
    if parameter.choices:
        choices = [ChoiceView(text=choice, value=choice) for choice in parameter.choices]
        element = select(Do.TYPE_PARAMETER, f"Choose: {parameter.label}", choices, chosen=value)
    else:
        element = _text(Do.TYPE_PARAMETER, value, parameter.longest, "")
    return labelled(f"parameter:{parameter.name}", parameter.label, element, hint=parameter.hint)


def _text(action: Do, value: str, longest: int, placeholder: str) -> Block:
    element = text_input(action, longest=longest, placeholder=placeholder)
    return element | ({"initial_value": value} if value else {})


def pause_form(number: int, *, private: str) -> Block:
    """Why it is paused."""
    why = text_input(_FILL, longest=LONGEST_WHY, placeholder="Proxies are being changed")
    blocks = [
        section(f"Schedule {number} will not run until somebody resumes it. Tasks that exist already go on."),
        labelled("why", "Why", why, hint="Everybody sees it in the list of schedules."),
    ]
    return modal(Form.PAUSE_SCHEDULE, "Pause schedule", blocks, submit="Pause", private=private)
