"""Cancelling and re-executing the ticked tasks: ask with the numbers, freeze the ids, do it once, tell the receipt."""

import json
from typing import Any

from handlers import lists, present_receipt, sheets
from handlers.blocks.atoms import section
from handlers.blocks.confirm import confirm
from handlers.cards import selected
from handlers.ids import Form
from handlers.request import Request
from handlers.services import Services
from models import orders, queries
from models.endings import Receipt

_NOTHING = "Select at least one task first: tick it in *Select tasks* under the table."


async def ask_cancel(request: Request, services: Services) -> None:
    """Cancel execution: name what will be cancelled and what will not."""
    await _ask(request, services, Form.CONFIRM_CANCEL)


async def ask_repeat(request: Request, services: Services) -> None:
    """Re-execute: name what will run again, and what that would cost."""
    await _ask(request, services, Form.CONFIRM_REPEAT)


async def cancel(request: Request, services: Services) -> None:
    """The confirmed cancel of exactly the frozen tasks."""
    frozen = _frozen(request)
    receipt = await orders.cancel(frozen["ids"], by=request.user, now=services.now())
    await _tell("cancel", receipt, frozen, request, services)


async def repeat(request: Request, services: Services) -> None:
    """The confirmed re-execution of exactly the frozen tasks."""
    frozen = _frozen(request)
    receipt = await orders.repeat(frozen["ids"], by=request.user, batch_id=None, now=services.now())
    await services.ring(receipt.done)
    await _tell("repeat", receipt, frozen, request, services)


async def cancel_named(ids: tuple[int, ...], request: Request, services: Services) -> None:
    """``/tasks cancel 4711``: the person wrote the ids themselves."""
    receipt = await orders.cancel(ids, by=request.user, now=services.now())
    await _tell("cancel", receipt, {"url": request.response_url, "sheet": ""}, request, services)


async def repeat_named(ids: tuple[int, ...], request: Request, services: Services) -> None:
    """``/tasks retry 4711``: asked again first, since one of them may have made a page already."""
    await _ask_about(ids, request, services, Form.CONFIRM_REPEAT)


async def _ask(request: Request, services: Services, form: Form) -> None:
    ids = selected(request)
    if not ids:
        await services.answer(request, _NOTHING)
        return
    await _ask_about(tuple(ids), request, services, form)


async def _ask_about(ids: tuple[int, ...], request: Request, services: Services, form: Form) -> None:
    rows = await queries.task_rows(ids)
    missing = sorted(set(ids) - {row.id for row in rows})
    if missing:
        named = ", ".join(f"#{task_id}" for task_id in missing[:10])
        await services.answer(request, f"There is no task {named}. `/tasks` lists them all.")
    if not rows:
        return
    ask = present_receipt.confirm_cancel if form is Form.CONFIRM_CANCEL else present_receipt.confirm_repeat
    frozen = {
        "ids": [row.id for row in rows],
        "url": request.response_url,
        "sheet": request.value,
        "channel": request.channel,
    }
    # As it is, not as ASCII: six characters for each of a foreign group's name would not fit Slack's 3,000.
    private = json.dumps(frozen, ensure_ascii=False)
    await services.slack.views_open(
        trigger_id=request.trigger_id,
        view=confirm(ask(rows), form, private=private, about=request.block or request.key),
    )


def _frozen(request: Request) -> dict[str, Any]:
    return json.loads(request.private)


async def _tell(
    operation: str, receipt: Receipt, frozen: dict[str, Any], request: Request, services: Services
) -> None:
    zone = await services.readers.zone(request.user)
    text = present_receipt.receipt(operation, receipt, zone=zone, now=services.now())
    if frozen["sheet"]:
        drawn = await lists.draw(sheets.decode(frozen["sheet"]), request, services)
        await services.redraw(frozen["url"], *drawn)
    await services.say(frozen["url"], text, [section(text)])
