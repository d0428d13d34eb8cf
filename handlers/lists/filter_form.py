"""The filter in conversation: the form opened, read, and the list drawn by it."""

from datetime import date

from handlers.lists import surfaces
from handlers.lists.filter_blocks import filter_form
from handlers.slack import origin
from handlers.slack.ids import Do
from handlers.slack.request import Request
from handlers.slack.services import Services, Work
from handlers.slack.views import ChoiceView, FilterFormView
from handlers.words import filter_words, list_state
from models.domain.errors import BadRequest
from models.domain.filters import TaskFilter
from models.domain.lifecycle import Status
from models.domain.task_types import TASK_TYPES

_ALL, _PERIOD = "all", "period"
_SPANS = {
    _ALL: "All",
    "today": "Today",
    "yesterday": "Yesterday",
    "1w": "One week",
    "30d": "Thirty days",
    _PERIOD: "Period",
}


async def open_form(request: Request, services: Services) -> None:
    """Open the form with the filter in force; the button carries the list it belongs to."""
    sheet = list_state.decode(request.value)
    private = origin.pack(origin.of(request, list_state.encode(sheet)))
    await services.slack.views_open(
        trigger_id=request.trigger_id, view=filter_form(present(sheet.filter), private=private)
    )


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
    period = wanted.since or wanted.until
    several = len(wanted.statuses) > 1
    return FilterFormView(
        spans=tuple(ChoiceView(text=text, value=value) for value, text in _SPANS.items()),
        span=_PERIOD if period else wanted.span or _ALL,
        since=str(wanted.since or ""),
        until=str(wanted.until or ""),
        group=wanted.group,
        types=_choices({kind.id: kind.label for kind in TASK_TYPES.values()}),
        type=wanted.type or _ALL,
        statuses=_choices({status.value: status.label for status in Status}),
        status="" if several else wanted.statuses[0].value if wanted.statuses else _ALL,
        by=wanted.by,
        account=wanted.account,
        task_id="" if wanted.task_id is None else str(wanted.task_id),
    )


def read(request: Request, old: TaskFilter) -> TaskFilter:
    """The filter the form makes, or BadRequest with refusals by block id."""
    told = {block: "".join(request.chosen(block, action)) for block, action in _FIELDS.items()}
    since, until = _day("from", told["from"]), _day("to", told["to"])
    span, status = told["span"] or _ALL, told["status"]
    _check(told, span, since, until)
    by_hand = bool(since or until)
    wanted = TaskFilter(
        span="" if by_hand or span in {_ALL, _PERIOD} else span,
        since=since,
        until=until,
        group=told["group"],
        type="" if told["type"] == _ALL else told["type"],
        statuses=() if status == _ALL else (Status(status),) if status else old.statuses,
        by=told["by"],
        account=told["account"].strip(),
        task_id=filter_words.task_id(told["id"]),
    )
    return filter_words.parse_filter(filter_words.render(wanted))  # what cannot be typed cannot be chosen


_FIELDS = {
    "span": Do.FILL_FILTER,
    "from": Do.FILL_FILTER,
    "to": Do.FILL_FILTER,
    "group": Do.CHOOSE_GROUP,
    "type": Do.FILL_FILTER,
    "status": Do.FILL_FILTER,
    "by": Do.FILL_FILTER,
    "account": Do.FILL_FILTER,
    "id": Do.FILL_FILTER,
}


def _check(told: dict[str, str], span: str, since: date | None, until: date | None) -> None:
    refusals: dict[str, str] = {}
    if told["status"] not in {"", _ALL, *Status}:
        refusals["status"] = "Choose one of the statuses."
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


def _choices(labels: dict[str, str]) -> tuple[ChoiceView, ...]:
    return (ChoiceView(text="All", value=_ALL), *(ChoiceView(text=t, value=v) for v, t in labels.items()))
