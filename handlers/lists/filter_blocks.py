"""The filter as a form: every condition, as it is in force. Pure."""

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
        labelled(one.block, one.label, _CONTROLS[one.kind](one), hint=one.hint, optional=True)
        for one in view.fields
    ]
    return modal(Form.FILTER, "Filter", blocks, submit="Search", private=private)


def _group(one: FilterFieldView) -> Block:
    chosen = option(ChoiceView(text=one.chosen, value=one.chosen))
    return live_select(Do.CHOOSE_GROUP, "All groups") | ({"initial_option": chosen} if one.chosen else {})


def _radio(one: FilterFieldView) -> Block:
    return radio(Do.FILL_FILTER, one.choices, chosen=one.chosen)


def _text(one: FilterFieldView) -> Block:
    element = text_input(Do.FILL_FILTER, longest=one.longest)
    return element | ({"initial_value": one.chosen} if one.chosen else {})


_CONTROLS: dict[Kind, Callable[[FilterFieldView], Block]] = {
    Kind.SPAN: lambda one: select(Do.FILL_FILTER, "All", one.choices, chosen=one.chosen),
    Kind.DAY: lambda one: day(Do.FILL_FILTER, chosen=one.chosen),
    Kind.GROUP: _group,
    Kind.CHOICE: _radio,
    Kind.CHOICES: _radio,
    Kind.PERSON: lambda one: person(Do.FILL_FILTER, "Anybody", chosen=one.chosen),
    Kind.NAME: _text,
    Kind.NUMBER: _text,
}
