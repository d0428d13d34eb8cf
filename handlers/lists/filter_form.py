"""The filter form: opens it, reads it, and redraws the list with the new filter."""

from collections.abc import Sequence
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
from models.domain.errors import BadFilter, BadRequest
from models.domain.filters import TaskFilter

_ALL, _PERIOD = "all", "period"  # what the form offers beside a condition's own values
_FORM = sorted((each for each in CONDITIONS if each.place), key=lambda condition: condition.place)
_PEOPLE = [condition for condition in _FORM if condition.kind in {Kind.PEOPLE, Kind.PERSON}]
_BESIDE = [condition for condition in CONDITIONS if not condition.place]  # what stays in force


@routing.click(Do.FILTER)
async def open_form(request: Request, services: Services) -> None:
    """Open the form with the filter in force; the button's value is the encoded list."""
    state = list_state.decode(request.value)
    private = origins.pack(origins.of(request, list_state.encode(state)))
    await services.slack.views_open(
        trigger_id=request.trigger_id, view=filter_form(present(state.filter), private=private)
    )


@routing.checked_form(Form.FILTER)
async def accept(request: Request, services: Services) -> Work:
    """Read the form, or raise BadRequest; then redraw the list with the new filter, from its first page."""
    origin = origins.unpack(request.private)
    old = list_state.decode(origin.sheet)
    state = old.filtered(read(request, old.filter))
    for condition in _PEOPLE:
        services.people.need_people(condition.word, _chosen_anew(condition, state.filter, old.filter))

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
                choices=_choices(condition, wanted),
                longest=condition.longest,
            )
            for condition in _FORM
        )
    )


def read(request: Request, old: TaskFilter) -> TaskFilter:
    """The filter from the form; raise BadRequest with refusals by block id."""
    typed = {
        condition.word: _typed(condition, request.chosen(condition.word, _control(condition)), old)
        for condition in _FORM
    }
    _check(typed, old)
    values: dict[str, Any] = {
        condition.name: _value(condition, typed[condition.word], old) for condition in _FORM
    }
    values |= {condition.name: getattr(old, condition.name) for condition in _BESIDE}
    if values["since"] or values["until"] or values["span"] in {_ALL, _PERIOD}:
        values["span"] = ""
    try:
        return filter_words.parse_filter(filter_words.render(TaskFilter(**values)))
    except BadFilter as error:  # what cannot be typed cannot be chosen
        raise BadRequest({"group": str(error)}) from error


def _typed(condition: Condition, texts: Sequence[str], old: TaskFilter) -> tuple[str, ...]:
    """What was meant by texts; what the form had filled in, or offered, is itself."""
    given = tuple(text for text in texts if text)
    is_typed = condition.kind in {Kind.NAME, Kind.NUMBER} and given != _chosen(condition, old)
    return tuple(name for text in given if (name := typed_text.name(text))) if is_typed else given


def _chosen_anew(condition: Condition, wanted: TaskFilter, old: TaskFilter) -> list[str]:
    return [text for text in _chosen(condition, wanted) if text not in _chosen(condition, old)]


def _chosen(condition: Condition, wanted: TaskFilter) -> tuple[str, ...]:
    """The form's values for a condition; none where more are in force than the form can show."""
    value = getattr(wanted, condition.name)
    match condition.kind:
        case Kind.SPAN:
            return (_PERIOD if wanted.since or wanted.until else value or _ALL,)
        case Kind.CHOICES if named := next(
            (word for word, all_ in condition.several.items() if value == all_), ""
        ):
            return (named,)
        case Kind.CHOICES:
            return () if len(value) > 1 else tuple(value) or (_ALL,)
        case Kind.GROUPS | Kind.PEOPLE:
            return tuple(value)
        case Kind.DAY:
            return (value.isoformat()[: len("2026-11-01")],) if value else ()
        case _:
            return () if value in {None, ""} else (str(value),)


def _value(condition: Condition, texts: tuple[str, ...], old: TaskFilter) -> Any:
    """The filter's value for a field. What the form cannot show stays in force: several values, and the time of a day."""
    before, text = getattr(old, condition.name), "".join(texts)
    match condition.kind:
        case Kind.CHOICES:
            if not texts:
                return before if len(before) > 1 else ()
            return condition.several.get(text) or tuple(v for v in condition.values() if v == text)
        case Kind.GROUPS | Kind.PEOPLE:
            return texts
        case Kind.DAY:
            return before if texts and texts == _chosen(condition, old) else _day(condition.word, text)
        case Kind.NUMBER:
            return filter_words.task_id(text)
        case _:
            return text.strip()


def _choices(condition: Condition, wanted: TaskFilter) -> tuple[ChoiceView, ...]:
    if not condition.values():
        return ()
    values = {_ALL: "All", **{word: word.capitalize() for word in condition.several}, **condition.values()}
    if condition.kind is Kind.SPAN:
        own = {wanted.span: _span_label(wanted.span)} if wanted.span not in {"", *values} else {}
        values |= {**own, _PERIOD: "Period"}
    return tuple(ChoiceView(text=text, value=value) for value, text in values.items())


def _span_label(span: str) -> str:
    """Of one that was typed: the form offers it while it is in force."""
    units = {"h": "hours", "m": "minutes"}
    return f"Last {span[:-1]} {units[span[-1]]}" if span[-1] in units else f"Since {span}"


def _control(condition: Condition) -> Do:
    return Do.FILTER_GROUP if condition.kind is Kind.GROUPS else Do.FILL_FILTER


def _check(typed: dict[str, tuple[str, ...]], old: TaskFilter) -> None:
    refusals: dict[str, str] = {}
    for condition in _FORM:
        offered = {choice.value for choice in _choices(condition, old)}
        if offered and not set(typed[condition.word]) <= offered:
            refusals[condition.word] = "Choose one of the list."
        number = "".join(typed[condition.word])
        if condition.kind is Kind.NUMBER and number and filter_words.task_id(number) is None:
            refusals[condition.word] = f"A {condition.noun} is a number, such as {condition.example}."
    _check_days(
        "".join(typed["span"]) or _ALL, _day("from", *typed["from"]), _day("to", *typed["to"]), refusals
    )
    if refusals:
        raise BadRequest(refusals)


def _check_days(span: str, since: date | None, until: date | None, refusals: dict[str, str]) -> None:
    if (since or until) and span not in {_ALL, _PERIOD}:
        refusals["span"] = "Choose Period to use From and To, or clear them."
    if span == _PERIOD and not (since or until):
        refusals["from"] = "A period needs From, To or both."
    if since and until and since > until:
        refusals["to"] = "To is before From."


def _day(block: str, text: str = "") -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise BadRequest({block: "Choose a day, such as 2026-11-01."}) from error
