"""The fields of a second step, in the form for new tasks and in the form of its own."""

from collections.abc import Mapping
from typing import Final

from handlers.slack.blocks import Block, labelled, modal, section, select, text_input
from handlers.slack.ids import Do, Form
from handlers.slack.views import ChoiceView
from models.domain.task_types import TASK_TYPES, Parameter, TaskType

NOTHING: Final = "none"
_NOTHING = ChoiceView(text="Nothing follows", value=NOTHING)
_NONE_GIVEN: Mapping[str, str] = {}


def fields(
    action: Do,
    kind: TaskType | None,
    given: Mapping[str, str] = _NONE_GIVEN,
    *,
    nothing: ChoiceView = _NOTHING,
) -> list[Block]:
    """The type, and its parameters once it is chosen; ``given`` are their values so far, ``nothing`` the first choice."""
    types = [nothing, *(ChoiceView(text=one.label, value=one.id) for one in TASK_TYPES.values())]
    chosen = select(action, "Nothing follows", types, chosen=kind.id if kind else "")
    hint = "A second batch gets one of these tasks for each account as soon as it ends done."
    head = labelled(
        "then", "Then, for accounts that end done", chosen, hint=hint, optional=True, at_once=True
    )
    return [head, *(_parameter(one, given.get(one.name, "")) for one in (kind.parameters if kind else ()))]


def form(batch: int, words: str, blocks: list[Block]) -> Block:
    """The form of a batch's second step."""
    return modal(Form.SECOND_STEP, "Then", [section(words), *blocks], submit="Save", private=str(batch))


def _parameter(parameter: Parameter, value: str) -> Block:
    if parameter.choices:
        choices = [ChoiceView(text=choice, value=choice) for choice in parameter.choices]
        element = select(Do.TYPE_THEN, f"Choose: {parameter.label}", choices, chosen=value)
    else:
        typed = {"initial_value": value} if value else {}
        element = text_input(Do.TYPE_THEN, longest=parameter.longest) | typed
    return labelled(f"then:{parameter.name}", parameter.label, element, hint=parameter.hint)
