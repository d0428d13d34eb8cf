"""The blocks of the filter form, with every condition as it is in force. Pure."""

from collections.abc import Callable

from handlers.slack.blocks import (
    Block,
    day,
    labelled,
    live_select,
    modal,
    option,
    person,
    radio,
    select,
    text_input,
)
from handlers.slack.ids import Do, Form
from handlers.slack.views import ChoiceView, FilterFieldView, FilterFormView
from models.domain.conditions import Kind


def filter_form(view: FilterFormView, *, private: str) -> Block:
    """The whole modal; its submit button is Search."""
    blocks = [
        labelled(field.block, field.label, _CONTROLS[field.kind](field), hint=field.hint, optional=True)
        for field in view.fields
    ]
    return modal(Form.FILTER, "Filter", blocks, submit="Search", private=private)


def _groups(field: FilterFieldView) -> Block:
    chosen = [option(ChoiceView(text=name, value=name)) for name in field.chosen]
    block = live_select(Do.FILTER_GROUP, "All groups", many=True)
    return block | ({"initial_options": chosen} if chosen else {})


def _people(field: FilterFieldView) -> Block:
    """Several members of the workspace."""
    block = person(Do.FILL_FILTER, "Anybody", chosen="") | {"type": "multi_users_select"}
    return block | ({"initial_users": list(field.chosen)} if field.chosen else {})


def _one(field: FilterFieldView) -> str:
    return "".join(field.chosen)


def _radio(field: FilterFieldView) -> Block:
    return radio(Do.FILL_FILTER, field.choices, chosen=_one(field))


def _text(field: FilterFieldView) -> Block:
    element = text_input(Do.FILL_FILTER, longest=field.longest)
    return element | ({"initial_value": _one(field)} if field.chosen else {})


_CONTROLS: dict[Kind, Callable[[FilterFieldView], Block]] = {
    Kind.SPAN: lambda field: select(Do.FILL_FILTER, "All", field.choices, chosen=_one(field)),
    Kind.DAY: lambda field: day(Do.FILL_FILTER, chosen=_one(field)),
    Kind.GROUPS: _groups,
    Kind.CHOICES: _radio,
    Kind.PEOPLE: _people,
    Kind.PERSON: lambda field: person(Do.FILL_FILTER, "Anybody", chosen=_one(field)),
    Kind.NAME: _text,
    Kind.NUMBER: _text,
}
