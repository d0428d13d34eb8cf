"""Cancelling and re-executing many tasks: ask with the numbers, freeze the tasks, do it once, tell, take back."""

import json
from typing import Any

from handlers import lists, present_plan, present_receipt, sheets
from handlers.blocks.confirm import choose_all, confirm
from handlers.blocks.receipt import receipt
from handlers.cards import selected
from handlers.ids import Form
from handlers.request import Request
from handlers.services import Services
from models import operations, pages, plans, queries
from models.operations import Progress
from models.plans import Kind, Plan

_NOTHING = "Select at least one task first: tick it in *Select tasks* under the table."
_TOO_OLD = "This list comes from another version of Bellhop. Press *Refresh* first, then *Select all*."
_FORMS: dict[Kind, Form] = {"cancel": Form.CONFIRM_CANCEL, "repeat": Form.CONFIRM_REPEAT}


async def ask_cancel(request: Request, services: Services) -> None:
    """Cancel execution: name what will be cancelled and what will not."""
    await _ask("cancel", selected(request), request, services)


async def ask_repeat(request: Request, services: Services) -> None:
    """Re-execute: name what will run again, and what that would cost."""
    await _ask("repeat", selected(request), request, services)


async def ask_all(request: Request, services: Services) -> None:
    """Select all: how many match the list's filter, and what to do with them."""
    sheet = sheets.decode(request.value)
    if (
        sheets.encode(sheet) != request.value
    ):  # what cannot be read shows everything, and must not act on everything
        await services.answer(request, _TOO_OLD)
        return
    zone, now = await services.readers.zone(request.user), services.now()
    total = await pages.count(sheet.filter, zone=zone, now=now)
    view = choose_all(present_plan.all_of(sheet, total), private=_private(request, {}))
    await services.slack.views_open(trigger_id=request.trigger_id, view=view)


async def ask_all_cancel(request: Request, services: Services) -> None:
    """Freeze all that match now, and ask before they are cancelled."""
    await _ask_all("cancel", request, services)


async def ask_all_repeat(request: Request, services: Services) -> None:
    """Freeze all that match now, and ask before they run again."""
    await _ask_all("repeat", request, services)


async def confirmed(request: Request, services: Services) -> None:
    """The asker said yes: do it, once, to exactly the frozen tasks; then tell what became of it."""
    place = json.loads(request.private)
    if not await operations.confirm(place["op"], by=request.user, now=services.now()):
        return
    told = await run(place["op"], services)
    if place["sheet"]:
        drawn = await lists.draw(sheets.decode(place["sheet"]), request, services)
        await services.redraw(place["url"], *drawn)
    await services.say(place["url"], *await _receipt(told, request, services))


async def cancel_named(ids: tuple[int, ...], request: Request, services: Services) -> None:
    """``/tasks cancel 4711``: the person wrote the ids themselves."""
    told = await at_once("cancel", ids, request, services)
    await services.answer(request, *await _receipt(told, request, services))


async def repeat_named(ids: tuple[int, ...], request: Request, services: Services) -> None:
    """``/tasks retry 4711``: asked again first, since one of them may have made a page already."""
    await _ask("repeat", ids, request, services)


async def undo(request: Request, services: Services) -> None:
    """Undo: take back what still stands as the operation left it."""
    operation = int(request.value) if request.value.isdecimal() else 0
    undone = await operations.undo(operation, by=request.user, now=services.now())
    told = await operations.progress(operation)
    sentence = present_receipt.undone(told, undone)
    await services.redraw(request.response_url, sentence, receipt(sentence))


async def at_once(
    kind: Kind, ids: list[int] | tuple[int, ...], request: Request, services: Services
) -> Progress:
    """An operation nobody needs to be asked about."""
    now = services.now()
    plan = await plans.plan_ids(kind, sorted(set(ids)), by=request.user, channel=request.channel, now=now)
    await operations.confirm(plan.id, by=request.user, now=now)
    return await run(plan.id, services)


async def run(operation: int, services: Services) -> Progress:
    """Go on with a confirmed operation until its end."""
    over = False
    while not over:
        step = await operations.step(operation, now=services.now())
        await services.ring(step.ring)
        over = step.over
    told = await operations.progress(operation)
    assert told is not None  # noqa: S101 - it was confirmed a moment ago, and operations are not deleted
    return told


async def _ask(kind: Kind, ids: list[int] | tuple[int, ...], request: Request, services: Services) -> None:
    if not ids:
        await services.answer(request, _NOTHING)
        return
    rows = await queries.task_rows(ids)
    if missing := sorted(set(ids) - {row.id for row in rows}):
        named = ", ".join(f"#{task_id}" for task_id in missing[:10])
        await services.answer(request, f"There is no task {named}. `/tasks` lists them all.")
    if not rows:
        return
    frozen = [row.id for row in rows]
    plan = await plans.plan_ids(kind, frozen, by=request.user, channel=request.channel, now=services.now())
    ask = present_receipt.confirm_cancel if kind == "cancel" else present_receipt.confirm_repeat
    private = _private(request, {"op": plan.id})
    view = confirm(ask(rows), _FORMS[kind], private=private, about=request.block or request.key)
    await services.slack.views_open(trigger_id=request.trigger_id, view=view)


async def _ask_all(kind: Kind, request: Request, services: Services) -> None:
    place = json.loads(request.private)
    wanted, zone = sheets.decode(place["sheet"]).filter, await services.readers.zone(request.user)
    plan = await plans.plan_matching(
        kind, wanted, zone=zone, by=request.user, channel=place["channel"], now=services.now()
    )
    view = await _question(plan)
    private = json.dumps(place | {"op": plan.id}, ensure_ascii=False)
    drawn = confirm(view, _FORMS[kind], private=private, about=request.view_id)
    await services.slack.views_update(view_id=request.view_id, view=drawn)


async def _question(plan: Plan) -> Any:
    return present_plan.question(plan, await queries.task_rows(plan.second_ids))


def _private(request: Request, more: dict[str, Any]) -> str:
    """Where the answer goes. Not as ASCII: six characters for each of a foreign name's would not fit."""
    place = {"url": request.response_url, "sheet": request.value, "channel": request.channel}
    return json.dumps(place | more, ensure_ascii=False)


async def _receipt(told: Progress, request: Request, services: Services) -> tuple[str, list[dict[str, Any]]]:
    zone = await services.readers.zone(request.user)
    text = present_receipt.receipt(told.kind, told.receipt, counts=told, zone=zone, now=services.now())
    return text, receipt(text, undo=present_receipt.undoable(told))
