"""The filter as a form: all seven conditions, as they are in force."""

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
from handlers.slack.views import ChoiceView, FilterFormView

_LONGEST_ACCOUNT, _LONGEST_ID = 255, 10


def filter_form(view: FilterFormView, *, private: str) -> Block:
    """The whole modal; its submit button is Search."""
    group = live_select(Do.CHOOSE_GROUP, "All groups")
    if view.group:
        group["initial_option"] = option(ChoiceView(text=view.group, value=view.group))
    blocks = [
        _input("span", "Create time", select(Do.FILL_FILTER, "All", view.spans, chosen=view.span)),
        _input("from", "From", day(Do.FILL_FILTER, chosen=view.since)),
        _input("to", "To", day(Do.FILL_FILTER, chosen=view.until), hint="From and To make a period."),
        _input("group", "Group", group),
        _input("type", "Task type", radio(Do.FILL_FILTER, view.types, chosen=view.type)),
        _input("status", "Execution status", radio(Do.FILL_FILTER, view.statuses, chosen=view.status)),
        _input("by", "Operation user", person(Do.FILL_FILTER, "Anybody", chosen=view.by)),
        _text("account", "Account ID", view.account, _LONGEST_ACCOUNT, "The login or the user id, exactly."),
        _text("id", "Task ID", view.task_id, _LONGEST_ID, "The number, exactly."),
    ]
    return modal(Form.FILTER, "Filter", blocks, submit="Search", private=private)


def _input(block_id: str, label: str, element: Block, *, hint: str = "") -> Block:
    return labelled(block_id, label, element, hint=hint, optional=True)


def _text(block_id: str, label: str, value: str, longest: int, hint: str) -> Block:
    element = text_input(Do.FILL_FILTER, longest=longest) | ({"initial_value": value} if value else {})
    return _input(block_id, label, element, hint=hint)
