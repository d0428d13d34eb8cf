"""Cancelling and re-executing many tasks: ask with the numbers, freeze the tasks, do it once, tell, take back."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from handlers.access.authorize import change, need
from handlers.batches import confirm as batches_confirm
from handlers.batches import present_plan, present_receipt
from handlers.batches.confirm import ACTIONS
from handlers.batches.confirm_blocks import choose_all, confirm, receipt
from handlers.lists import surfaces
from handlers.lists.turn import selected
from handlers.slack import origin, routing
from handlers.slack.blocks import Block
from handlers.slack.ids import Do, Form, Slash
from handlers.slack.origin import Place
from handlers.slack.request import Request, number
from handlers.slack.services import Services
from handlers.slack.texts import count
from handlers.words import list_state
from handlers.words.command_words import Command
from models.access import scope
from models.accounts import proxy_faults
from models.batches import operations, plans
from models.domain.failpoints import Failpoint, reached
from models.domain.permissions import Action
from models.domain.values.batches import Kind, Plan, Progress
from models.tasks import pages, queries

_NOTHING = "Select at least one task first: tick it in *Select tasks* under the table."
_TOO_OLD = "This list comes from another version of Bellhop. Press *Refresh* first, then *Select all*."
_FORMS: dict[Kind, Form] = {"cancel": Form.CONFIRM_CANCEL, "repeat": Form.CONFIRM_REPEAT}


@routing.click(Do.CANCEL_SELECTED)
async def ask_cancel(request: Request, services: Services) -> None:
    """Cancel execution: name what will be cancelled and what will not."""
    await _ask("cancel", selected(request), request, services)


@routing.click(Do.REPEAT_SELECTED)
async def ask_repeat(request: Request, services: Services) -> None:
    """Re-execute: name what will run again, and what that would cost."""
    await _ask("repeat", selected(request), request, services)


@routing.click(Do.REPEAT_DRY)
async def ask_repeat_dry(request: Request, services: Services) -> None:
    """Re-execute, under what is wrong with proxies: those of the batch that ended for want of one, and no other."""
    batch = number(request.value)
    ids = await proxy_faults.tasks_of(batch)
    if not ids:
        await services.answer(request, "No task of that batch wants a proxy any more.")
        return
    plan = await plans.plan_ids("repeat", ids, by=request.user, channel=request.channel, now=services.now())
    place = replace(origin.of(request), operation=plan.id)
    about = f"{request.block}:{request.message_ts}"
    view = confirm(await _question(plan), Form.CONFIRM_REPEAT, private=origin.pack(place), about=about)
    await services.slack.views_open(trigger_id=request.trigger_id, view=view)


@routing.click(Do.SELECT_ALL)
async def ask_all(request: Request, services: Services) -> None:
    """Select all: how many match the list's filter, and what to do with them."""
    sheet = list_state.decode(request.value)
    if (
        list_state.encode(sheet) != request.value
    ):  # what cannot be read shows everything, and must not act on everything
        await services.answer(request, _TOO_OLD)
        return
    place = origin.of(request, request.value)
    zone = await surfaces.zone_of(place, request.user, services)
    total = await pages.count(sheet.filter, zone=zone, now=services.now())
    view = choose_all(present_plan.all_of(sheet, total), private=origin.pack(place))
    await services.slack.views_open(trigger_id=request.trigger_id, view=view)


@routing.click(Do.CANCEL_ALL)
async def ask_all_cancel(request: Request, services: Services) -> None:
    """Freeze all that match now, and ask before they are cancelled."""
    await _ask_all("cancel", request, services)


@routing.click(Do.REPEAT_ALL)
async def ask_all_repeat(request: Request, services: Services) -> None:
    """Freeze all that match now, and ask before they run again."""
    await _ask_all("repeat", request, services)


@routing.form(Form.CONFIRM_CANCEL, Form.CONFIRM_REPEAT)
async def confirmed(request: Request, services: Services) -> None:
    """The asker said yes: do it, once, to exactly the frozen tasks; then tell what became of it."""
    place = origin.unpack(request.private)
    if not await batches_confirm.confirm(place.operation, request, services):
        return
    told = await run(place.operation, services)
    await tell(told, place, request, services)


@routing.verb(Slash.TASKS, "cancel")
async def cancel_named(command: Command, request: Request, services: Services) -> None:
    """``/tasks cancel 4711``: the person wrote the ids themselves."""
    told = await at_once("cancel", command.ids, request, services)
    await services.answer(request, *await receipt_of(told, request, services))


@routing.verb(Slash.TASKS, "retry")
async def repeat_named(command: Command, request: Request, services: Services) -> None:
    """``/tasks retry 4711``."""
    await ask_repeat_of(command.ids, request, services)


async def ask_repeat_of(ids: tuple[int, ...], request: Request, services: Services) -> None:
    """Ask before these are repeated, since one of them may have made a page already."""
    await _ask("repeat", ids, request, services)


@routing.click(Do.UNDO)
async def undo(request: Request, services: Services) -> None:
    """Undo: take back what still stands as the operation left it."""
    operation = number(request.value)
    is_undone, sentence = await take_back(operation, request, services)
    if request.home or not is_undone:  # the receipt stays: it says what was done
        await services.answer(request, sentence)
    else:
        await services.redraw(request.response_url, sentence, receipt(sentence))


async def take_back(operation: int, request: Request, services: Services) -> tuple[bool, str]:
    """Undo an operation, if there is still time; return whether, and what became of it."""
    done = await operations.progress(operation)
    if done and await change(
        request,
        services,
        Action.UNDO,
        await batches_confirm.numbered(done),
        lambda: operations.undo(operation, by=request.user, now=services.now()),
        lambda: scope.of_operation(operation),
    ):
        return True, present_receipt.undone(await run(operation, services))
    return False, present_receipt.not_undone(await operations.progress(operation))


async def tell(told: Progress, place: Place, request: Request, services: Services) -> None:
    """Draw the list anew that the operation was asked for on, and give the receipt."""
    words = await receipt_of(told, request, services)
    await surfaces.tell(place, request, services, *words)
    if place.sheet:
        await surfaces.redraw(list_state.decode(place.sheet), place, request, services)


async def at_once(
    kind: Kind, ids: list[int] | tuple[int, ...], request: Request, services: Services
) -> Progress:
    """An operation nobody needs to be asked about."""
    await _may(kind, ids, request)
    now = services.now()
    plan = await plans.plan_ids(kind, sorted(set(ids)), by=request.user, channel=request.channel, now=now)
    await batches_confirm.confirm(plan.id, request, services)
    return await run(plan.id, services)


async def run(operation: int, services: Services) -> Progress:
    """Go on with an operation, or with taking it back, until its end."""
    over = False
    while not over:
        step = await operations.step(operation, now=services.now())
        reached(Failpoint.STEPPED)
        await services.notify(step.notify)
        over = step.over
    told = await operations.progress(operation)
    assert told is not None  # noqa: S101 - it was confirmed a moment ago, and operations are not deleted
    return told


async def receipt_of(told: Progress, request: Request, services: Services) -> tuple[str, list[Block]]:
    """What became of an operation, with its Undo."""
    text = await receipt_words(told, request, services)
    return text, receipt(text, undo=present_receipt.undoable(told))


async def receipt_words(told: Progress, request: Request, services: Services) -> str:
    """What became of an operation, with times in the asker's zone."""
    zone = await services.people.zone(request.user)
    return present_receipt.receipt(told.kind, told.receipt, counts=told, zone=zone, now=services.now())


async def _may(kind: Kind, ids: Sequence[int], request: Request) -> None:
    """Raise Refused before anything is frozen; the transaction that begins it asks again."""
    about = f"{count(len(ids), 'task')}, {', '.join(f'#{one}' for one in ids[:10])}"
    need(request, ACTIONS[kind], about, await scope.of_tasks(ids))


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
    await _may(kind, ids, request)
    frozen = [row.id for row in rows]
    plan = await plans.plan_ids(kind, frozen, by=request.user, channel=request.channel, now=services.now())
    ask = present_receipt.confirm_cancel if kind == "cancel" else present_receipt.confirm_repeat
    place = replace(origin.of(request, request.value), operation=plan.id)
    view = confirm(ask(rows), _FORMS[kind], private=origin.pack(place), about=request.block or request.key)
    await services.slack.views_open(trigger_id=request.trigger_id, view=view)


async def _ask_all(kind: Kind, request: Request, services: Services) -> None:
    place = origin.unpack(request.private)
    wanted, zone = (
        list_state.decode(place.sheet).filter,
        await surfaces.zone_of(place, request.user, services),
    )
    plan = await plans.plan_matching(
        kind, wanted, zone=zone, by=request.user, channel=place.channel, now=services.now()
    )
    view = await _question(plan)
    private = origin.pack(replace(place, operation=plan.id))
    drawn = confirm(view, _FORMS[kind], private=private, about=request.view_id)
    await services.slack.views_update(view_id=request.view_id, view=drawn)


async def _question(plan: Plan) -> Any:
    return present_plan.question(plan, await queries.task_rows(plan.second_ids))
