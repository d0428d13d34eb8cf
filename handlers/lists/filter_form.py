"""The filter form: opens it, reads it, and redraws the list with the new filter."""

from datetime import date
from typing import Any

from handlers.lists import surfaces
from handlers.lists.filter_blocks import filter_form
from handlers.slack import origin as origins
from handlers.slack import routing
from handlers.slack.blocks import Block, option
from handlers.slack.ids import Do, Form
from handlers.slack.labels import group_choices
from handlers.slack.request import Request
from handlers.slack.services import Services, Work
from handlers.slack.views import ChoiceView, FilterFieldView, FilterFormView
from handlers.words import filter_words, list_state, typed_text
from models.accounts import listing
from models.domain.conditions import CONDITIONS, Condition, Kind
from models.domain.errors import BadRequest
from models.domain.filters import TaskFilter

_ALL, _PERIOD = "all", "period"  # what the form offers beside a condition's own values
_FORM = sorted(CONDITIONS, key=lambda condition: condition.place)


@routing.click(Do.FILTER)
async def open_form(request: Request, services: Services) -> None:
    """Open the form with the filter in force; the button's value is the encoded list."""
    state = list_state.decode(request.value)
    private = origins.pack(origins.of(request, list_state.encode(state)))
    await services.slack.views_open(
        trigger_id=request.trigger_id, view=filter_form(present(state.filter), private=private)
    )


@routing.checked_form(Form.FILTER)
async def accept(request: Request, _services: Services) -> Work:
    """Read the form, or raise BadRequest; then redraw the list with the new filter, from its first page."""
    origin = origins.unpack(request.private)
    old = list_state.decode(origin.sheet)
    state = old.filtered(read(request, old.filter))

    async def search(request: Request, services: Services) -> None:
        await surfaces.redraw(state, origin, request, services)

    return search


@routing.suggestion(Do.FILTER_GROUP)
async def suggest_groups(request: Request) -> list[Block]:
    """Groups whose name contains what was typed."""
    return [option(choice) for choice in group_choices(await listing.groups(), request.typed)]


def present(wanted: TaskFilter) -> FilterFormView:
    """The form's contents."""
    return FilterFormView(
        fields=tuple(
            FilterFieldView(
                block=condition.word,
                kind=condition.kind,
                label=condition.label,
                hint=condition.hint,
                chosen=_chosen(condition, wanted),
                choices=_choices(condition),
                longest=condition.longest,
            )
            for condition in _FORM
        )
    )


def read(request: Request, old: TaskFilter) -> TaskFilter:
    """The filter from the form; raise BadRequest with refusals by block id."""
    typed = {
        condition.word: _typed(condition, "".join(request.chosen(condition.word, _control(condition))), old)
        for condition in _FORM
    }
    days = {name: _day(name, typed[name]) for name in ("from", "to")}
    _check(typed, since=days["from"], until=days["to"])
    values: dict[str, Any] = {
        condition.name: _value(condition, typed[condition.word], old) for condition in _FORM
    } | {"span": "" if any(days.values()) or typed["span"] in {"", _ALL, _PERIOD} else typed["span"]}
    wanted = TaskFilter(**values)
    return filter_words.parse_filter(filter_words.render(wanted))  # what cannot be typed cannot be chosen


def _typed(condition: Condition, text: str, old: TaskFilter) -> str:
    """What was meant by a text; what the form had filled in, or offered, is itself."""
    is_typed = condition.kind in {Kind.NAME, Kind.NUMBER} and text != _chosen(condition, old)
    return typed_text.name(text) if is_typed else text


def _chosen(condition: Condition, wanted: TaskFilter) -> str:
    """The form's value for a condition; empty where several values are in force."""
    value = getattr(wanted, condition.name)
    match condition.kind:
        case Kind.SPAN:
            return _PERIOD if wanted.since or wanted.until else value or _ALL
        case Kind.CHOICES:
            return "" if len(value) > 1 else str(value[0]) if value else _ALL
        case Kind.CHOICE:
            return value or _ALL
        case _:
            return "" if value is None else str(value)


def _value(condition: Condition, text: str, old: TaskFilter) -> Any:
    """The filter's value for a field's text. Several values, which the form cannot show, stay in force."""
    match condition.kind:
        case Kind.CHOICES if not text:
            return getattr(old, condition.name)
        case Kind.CHOICES:
            return tuple(value for value in condition.values() if value == text)
        case Kind.CHOICE:
            return "" if text == _ALL else text
        case Kind.DAY:
            return _day(condition.word, text)
        case Kind.NUMBER:
            return filter_words.task_id(text)
        case _:
            return text.strip()


def _choices(condition: Condition) -> tuple[ChoiceView, ...]:
    if not condition.values():
        return ()
    values = {_ALL: "All", **condition.values()} | (
        {_PERIOD: "Period"} if condition.kind is Kind.SPAN else {}
    )
    return tuple(ChoiceView(text=text, value=value) for value, text in values.items())


def _control(condition: Condition) -> Do:
    return Do.FILTER_GROUP if condition.kind is Kind.GROUP else Do.FILL_FILTER


def _check(typed: dict[str, str], *, since: date | None, until: date | None) -> None:
    span = typed["span"] or _ALL
    refusals: dict[str, str] = {}
    for condition in _FORM:
        if condition.kind is Kind.CHOICES and typed[condition.word] not in {"", _ALL, *condition.values()}:
            refusals[condition.word] = "Choose one of the list."
    if typed["id"] and filter_words.task_id(typed["id"]) is None:
        refusals["id"] = "A Task ID is a number, such as 4711."
    if (since or until) and span not in {_ALL, _PERIOD}:
        refusals["span"] = "Choose Period to use From and To, or clear them."
    if span == _PERIOD and not (since or until):
        refusals["from"] = "A period needs From, To or both."
    if since and until and since > until:
        refusals["to"] = "To is before From."
    if refusals:
        raise BadRequest(refusals)


def _day(block: str, text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise BadRequest({block: "Choose a day, such as 2026-11-01."}) from error
