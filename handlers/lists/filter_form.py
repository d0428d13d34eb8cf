"""The filter in conversation: the form opened, read, and the list drawn by it."""

from datetime import date
from typing import Any

from handlers.lists import surfaces
from handlers.lists.filter_blocks import filter_form
from handlers.slack import origin, routing
from handlers.slack.ids import Do, Form
from handlers.slack.request import Request
from handlers.slack.services import Services, Work
from handlers.slack.views import ChoiceView, FilterFieldView, FilterFormView
from handlers.words import filter_words, list_state
from models.domain.conditions import CONDITIONS, Condition, Kind
from models.domain.errors import BadRequest
from models.domain.filters import TaskFilter

_ALL, _PERIOD = "all", "period"  # what the form offers beside a condition's own values
_FORM = sorted(CONDITIONS, key=lambda one: one.place)


@routing.click(Do.FILTER)
async def open_form(request: Request, services: Services) -> None:
    """Open the form with the filter in force; the button carries the list it belongs to."""
    sheet = list_state.decode(request.value)
    private = origin.pack(origin.of(request, list_state.encode(sheet)))
    await services.slack.views_open(
        trigger_id=request.trigger_id, view=filter_form(present(sheet.filter), private=private)
    )


@routing.checked_form(Form.FILTER)
async def accept(request: Request, _services: Services) -> Work:
    """Read the form; then draw the list it was opened from by the new filter, from its first page."""
    place = origin.unpack(request.private)
    old = list_state.decode(place.sheet)
    sheet = old.filtered(read(request, old.filter))

    async def search(request: Request, services: Services) -> None:
        await surfaces.redraw(sheet, place, request, services)

    return search


def present(wanted: TaskFilter) -> FilterFormView:
    """The form's contents."""
    return FilterFormView(
        fields=tuple(
            FilterFieldView(
                block=one.word,
                kind=one.kind,
                label=one.label,
                hint=one.hint,
                chosen=_chosen(one, wanted),
                choices=_choices(one),
                longest=one.longest,
            )
            for one in _FORM
        )
    )


def read(request: Request, old: TaskFilter) -> TaskFilter:
    """The filter the form makes, or BadRequest with refusals by block id."""
    told = {one.word: "".join(request.chosen(one.word, _control(one))) for one in _FORM}
    days = {name: _day(name, told[name]) for name in ("from", "to")}
    _check(told, since=days["from"], until=days["to"])
    values: dict[str, Any] = {one.name: _value(one, told[one.word], old) for one in _FORM} | {
        "span": "" if any(days.values()) or told["span"] in {"", _ALL, _PERIOD} else told["span"]
    }
    wanted = TaskFilter(**values)
    return filter_words.parse_filter(filter_words.render(wanted))  # what cannot be typed cannot be chosen


def _chosen(one: Condition, wanted: TaskFilter) -> str:
    """What the form shows of a condition; nothing where several values are in force."""
    value = getattr(wanted, one.name)
    match one.kind:
        case Kind.SPAN:
            return _PERIOD if wanted.since or wanted.until else value or _ALL
        case Kind.CHOICES:
            return "" if len(value) > 1 else str(value[0]) if value else _ALL
        case Kind.CHOICE:
            return value or _ALL
        case _:
            return "" if value is None else str(value)


def _value(one: Condition, text: str, old: TaskFilter) -> Any:
    """What a field's text means to the filter. Several values that the form could not show stay in force."""
    match one.kind:
        case Kind.CHOICES if not text:
            return getattr(old, one.name)
        case Kind.CHOICES:
            return tuple(value for value in one.values() if value == text)
        case Kind.CHOICE:
            return "" if text == _ALL else text
        case Kind.DAY:
            return _day(one.word, text)
        case Kind.NUMBER:
            return filter_words.task_id(text)
        case _:
            return text.strip()


def _choices(one: Condition) -> tuple[ChoiceView, ...]:
    if not one.values():
        return ()
    values = {_ALL: "All", **one.values()} | ({_PERIOD: "Period"} if one.kind is Kind.SPAN else {})
    return tuple(ChoiceView(text=text, value=value) for value, text in values.items())


def _control(one: Condition) -> Do:
    return Do.CHOOSE_GROUP if one.kind is Kind.GROUP else Do.FILL_FILTER


def _check(told: dict[str, str], *, since: date | None, until: date | None) -> None:
    span = told["span"] or _ALL
    refusals: dict[str, str] = {}
    for one in _FORM:
        if one.kind is Kind.CHOICES and told[one.word] not in {"", _ALL, *one.values()}:
            refusals[one.word] = "Choose one of the list."
    if told["id"] and filter_words.task_id(told["id"]) is None:
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
