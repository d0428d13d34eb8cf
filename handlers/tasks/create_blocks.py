"""The form for new tasks: choosing the type shows its parameters."""

from collections.abc import Sequence

from handlers.slack.blocks import (
    Block,
    actions,
    button,
    checkbox,
    labelled,
    live_select,
    modal,
    option,
    select,
    text_input,
)
from handlers.slack.blocks import channel as channel_picker
from handlers.slack.ids import Do, Form
from handlers.slack.views import ChoiceView
from handlers.tasks.views import ParameterView
from models.domain.task_types import TaskType

LONGEST_WHY = 500
_DIFFER = "Different values"


def new_tasks(
    types: Sequence[ChoiceView],
    *,
    kind: TaskType,
    parameters: Sequence[ParameterView],
    channel: str,
    accounts: Sequence[ChoiceView] = (),
    then: Sequence[Block] = (),
) -> Block:
    """The whole modal. Block ids stay the same, so that what was typed survives a change of type.

    ``channel`` of the batch's message; empty, as it was opened in none: the form asks for it. ``accounts`` are chosen already.
    ``kind`` is the type that is chosen, ``then`` are the fields of what follows.
    """
    given = {"initial_options": [option(account) for account in accounts]} if accounts else {}
    blocks = [
        labelled(
            "type", "Task type", select(Do.CHOOSE_TYPE, "Choose a type", types, chosen=kind.id), at_once=True
        ),
        actions("list", button("From a file or paste…", Do.NEW_TASK_LIST)),
        labelled(
            "accounts",
            "Accounts",
            live_select(Do.CHOOSE_ACCOUNTS, "Choose accounts", many=True) | given,
            hint="Or leave it empty and choose a group.",
            optional=True,
        ),
        labelled("group", "Group", live_select(Do.CHOOSE_GROUP, "Choose a group"), optional=True),
        *(parameter_input(parameter) for parameter in parameters),
        *([same_name()] if not kind.repeatable else []),
        *([] if channel else [_channel()]),
        labelled(
            "why",
            "Why",
            text_input(
                Do.TYPE_WHY, longest=LONGEST_WHY, placeholder="Shown to people who look at the batch later"
            ),
            optional=True,
        ),
        *then,
    ]
    return modal(Form.NEW_TASKS, "New tasks", blocks, submit="Create", private=channel)


def same_name() -> Block:
    """The box that lets a name be used again."""
    text = "Create it also where an earlier task used the same name"
    box = checkbox(Do.ALLOW_SECOND, text, "yes", ticked=False)
    return labelled("second", "Same name", box, optional=True)


def _channel() -> Block:
    picker = channel_picker(Do.CHOOSE_CHANNEL, chosen="")
    hint = "The batch and its notes are posted there; without a channel, in your direct messages."
    return labelled("channel", "Channel", picker, hint=hint, optional=True)


def parameter_input(parameter: ParameterView, *, optional: bool = False) -> Block:
    """One parameter, with the value it has now."""
    if parameter.choices:
        choices = [ChoiceView(text=choice, value=choice) for choice in parameter.choices]
        empty = _DIFFER if parameter.differs else f"Choose: {parameter.label}"
        element = select(Do.TYPE_PARAMETER, empty, choices, chosen=parameter.value)
    else:
        element = text_input(
            Do.TYPE_PARAMETER,
            longest=parameter.longest,
            placeholder=_DIFFER if parameter.differs else "",
            chosen=parameter.value,
        )
    block_id = f"parameter:{parameter.name}"
    return labelled(block_id, parameter.label, element, hint=parameter.hint, optional=optional)
