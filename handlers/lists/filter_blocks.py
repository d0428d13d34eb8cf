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


def _group(field: FilterFieldView) -> Block:
    chosen = option(ChoiceView(text=field.chosen, value=field.chosen))
    return live_select(Do.FILTER_GROUP, "All groups") | ({"initial_option": chosen} if field.chosen else {})


def _radio(field: FilterFieldView) -> Block:
    return radio(Do.FILL_FILTER, field.choices, chosen=field.chosen)


def _text(field: FilterFieldView) -> Block:
    element = text_input(Do.FILL_FILTER, longest=field.longest)
    return element | ({"initial_value": field.chosen} if field.chosen else {})


_CONTROLS: dict[Kind, Callable[[FilterFieldView], Block]] = {
    Kind.SPAN: lambda field: select(Do.FILL_FILTER, "All", field.choices, chosen=field.chosen),
    Kind.DAY: lambda field: day(Do.FILL_FILTER, chosen=field.chosen),
    Kind.GROUP: _group,
    Kind.CHOICE: _radio,
    Kind.CHOICES: _radio,
    Kind.PERSON: lambda field: person(Do.FILL_FILTER, "Anybody", chosen=field.chosen),
    Kind.NAME: _text,
    Kind.NUMBER: _text,
}
