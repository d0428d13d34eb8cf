"""Cancelling and re-executing many tasks: confirm with the numbers, freeze the tasks, run once, report, undo."""

from collections.abc import Sequence
from dataclasses import replace

from handlers.access.authorize import ask_again, change
from handlers.batches import confirm as batches_confirm
from handlers.batches import present_plan, present_receipt, questions
from handlers.batches.confirm import Confirmation
from handlers.batches.confirm_blocks import choose_all, confirm, receipt
from handlers.lists import surfaces
from handlers.lists.turn import selected
from handlers.slack import origin as origins
from handlers.slack import routing
from handlers.slack.blocks import Block
from handlers.slack.ids import Do, Form, Slash
from handlers.slack.origin import Origin
from handlers.slack.request import Request, number
from handlers.slack.services import Services, Work
from handlers.words import list_state
from handlers.words.command_words import Command
from models.access import scope
from models.accounts import proxy_faults
from models.batches import create, operations, plans
from models.domain.errors import NeedsApproval
from models.domain.failpoints import Failpoint, reached
from models.domain.permissions import Action
from models.domain.values.batches.plans import Kind, Progress
from models.tasks import pages, queries

_NOTHING = "Select at least one task first: tick it in *Select tasks* under the table."
_TOO_OLD = "This list comes from another version of Bellhop. Press *Refresh* first, then *Select all*."
_FORMS: dict[Kind, Form] = {"cancel": Form.CONFIRM_CANCEL, "repeat": Form.CONFIRM_REPEAT}


@routing.click(Do.CANCEL_SELECTED)
async def ask_cancel(request: Request, services: Services) -> None:
    """Cancel execution: ask first, naming what will be cancelled and what will not."""
    await _ask("cancel", selected(request), request, services)


@routing.click(Do.REPEAT_SELECTED)
async def ask_repeat(request: Request, services: Services) -> None:
    """Re-execute: ask first, naming what will run again and what that would cost."""
    await _ask("repeat", selected(request), request, services)


@routing.click(Do.REPEAT_DRY)
async def ask_repeat_dry(request: Request, services: Services) -> None:
    """Re-execute, below the faulty proxies of a batch: only its tasks that ended as *No proxy*."""
    batch = number(request.value)
    detail, ids = await create.get(batch), await proxy_faults.tasks_of(batch)
    if detail and not origins.is_of(request, detail):
        await services.answer(request, origins.ELSEWHERE)
        return
    if not ids:
        await services.answer(request, "No task of that batch needs a proxy any more.")
        return
    await ask_repeat_frozen(ids, request, services)


async def ask_repeat_frozen(ids: Sequence[int], request: Request, services: Services) -> None:
    """Freeze these tasks, and ask with the numbers before they run again."""
    plan = await plans.plan_ids("repeat", ids, by=request.user, channel=request.channel, now=services.now())
    await questions.ask_about(plan, request, services)


@routing.click(Do.SELECT_ALL)
async def ask_all(request: Request, services: Services) -> None:
    """Select all: show how many match the list's filter, and offer the actions on them."""
    state = list_state.decode(request.value)
    if (
        list_state.encode(state) != request.value
    ):  # an unreadable state shows all tasks, and must not act on all of them
        await services.answer(request, _TOO_OLD)
        return
    origin = origins.of(request, request.value)
    zone = await surfaces.zone_of(origin, request.user, services)
    total = await pages.count(state.filter, zone=zone, now=services.now())
    view = choose_all(present_plan.all_of(state, total), private=origins.pack(origin))
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
async def confirmed(request: Request, services: Services) -> Work:
    """Confirmed: once, on exactly the frozen tasks; then run it, and reply with the receipt."""
    origin = origins.unpack(request.private)
    answer = await batches_confirm.confirm(origin.operation, request, services)

    async def go_on(request: Request, services: Services) -> None:
        if answer is Confirmation.ASKED:
            raise NeedsApproval
        if answer is Confirmation.NEW:
            await reply(await run(origin.operation, services), origin, request, services)

    return go_on


@routing.verb(Slash.TASKS, "cancel")
async def cancel_named(command: Command, request: Request, services: Services) -> None:
    """``/tasks cancel 4711``: the person wrote the ids themselves."""
    progress = await at_once("cancel", command.ids, request, services)
    await services.answer(request, *await receipt_of(progress, request, services))


@routing.verb(Slash.TASKS, "retry")
async def repeat_named(command: Command, request: Request, services: Services) -> None:
    """``/tasks retry 4711``."""
    await ask_repeat_of(command.ids, request, services)


async def ask_repeat_of(ids: tuple[int, ...], request: Request, services: Services) -> None:
    """Ask before these run again, since one of them may have made a page already."""
    await _ask("repeat", ids, request, services)


@routing.click(Do.UNDO)
async def undo(request: Request, services: Services) -> None:
    """Undo: restore the tasks that are still as the operation left them."""
    is_undone, sentence = await take_back(request, services)
    if request.home or not is_undone:  # the receipt stays on the screen
        await services.answer(request, sentence)
    else:
        await services.redraw(request.response_url, sentence, receipt(sentence))


async def take_back(request: Request, services: Services) -> tuple[bool, str]:
    """Undo the operation of a receipt, if there is still time. Return (whether it was undone, the sentence about it)."""
    operation = number(request.value.partition("-")[0])
    progress = await operations.progress(operation)
    if progress and request.value not in {present_receipt.undoable(progress), str(operation)}:
        return (
            False,
            origins.ELSEWHERE,
        )  # a number given out again after a restore; alone, a former version wrote it
    if progress and await change(
        request,
        services,
        Action.UNDO,
        await batches_confirm.named(progress),
        lambda: operations.undo(operation, by=request.user, now=services.now()),
        lambda: scope.of_operation(operation),
    ):
        return True, present_receipt.undone(await run(operation, services))
    return False, present_receipt.not_undone(await operations.progress(operation))


async def reply(progress: Progress, origin: Origin, request: Request, services: Services) -> None:
    """Reply with the receipt, and redraw the list the operation came from: if they may still see it."""
    await reply_with(*await receipt_of(progress, request, services), origin, request, services)


async def reply_with(
    text: str, blocks: list[Block], origin: Origin, request: Request, services: Services
) -> None:
    """Reply with these words, and redraw the list they are about: if its reader may still see it."""
    request = await ask_again(request, services, Action.SEE)
    await surfaces.reply(origin, request, services, text, blocks)
    if origin.sheet:
        await surfaces.redraw(list_state.decode(origin.sheet), origin, request, services)


async def at_once(
    kind: Kind, ids: list[int] | tuple[int, ...], request: Request, services: Services
) -> Progress:
    """Run an operation that needs no question; return its final progress. Raise NeedsApproval."""
    return await finish(await batches_confirm.begin(kind, ids, request, services), services)


async def finish(operation: int | None, services: Services) -> Progress:
    """Run what was begun; return its final progress. Raise NeedsApproval where it waits for a second person."""
    if operation is None:
        raise NeedsApproval
    return await run(operation, services)


async def run(operation: int, services: Services) -> Progress:
    """Run an operation, or its undo, step by step to its end; return the final progress."""
    over = False
    while not over:
        step = await operations.step(operation, now=services.now())
        reached(Failpoint.STEPPED)
        await services.notify(step.notify)
        over = step.over
    progress = await operations.progress(operation)
    assert progress is not None  # noqa: S101 - it was confirmed just now, and operations are not deleted
    return progress


async def receipt_of(progress: Progress, request: Request, services: Services) -> tuple[str, list[Block]]:
    """The receipt of an operation, with its Undo: (text, blocks)."""
    text = await receipt_words(progress, request, services)
    return text, receipt(text, undo=present_receipt.undoable(progress))


async def receipt_words(progress: Progress, request: Request, services: Services) -> str:
    """The receipt of an operation as Slack markup, with times in the asker's zone."""
    zone, now = await services.people.zone(request.user), services.now()
    words = present_receipt.receipt(progress.kind, progress.receipt, counts=progress, zone=zone, now=now)
    return "\n".join(filter(None, (words, present_receipt.undo_ends(progress))))


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
    await batches_confirm.may(kind, ids, request)
    frozen = [row.id for row in rows]
    plan = await plans.plan_ids(kind, frozen, by=request.user, channel=request.channel, now=services.now())
    asked = present_receipt.confirm_cancel(rows) if kind == "cancel" else await questions.question(plan, rows)
    origin = replace(origins.of(request, request.value), operation=plan.id)
    view = confirm(asked, _FORMS[kind], private=origins.pack(origin), about=request.block or request.key)
    await services.slack.views_open(trigger_id=request.trigger_id, view=view)


async def _ask_all(kind: Kind, request: Request, services: Services) -> None:
    origin = origins.unpack(request.private)
    wanted, zone = (
        list_state.decode(origin.sheet).filter,
        await surfaces.zone_of(origin, request.user, services),
    )
    plan = await plans.plan_matching(
        kind, wanted, zone=zone, by=request.user, channel=origin.channel, now=services.now()
    )
    view = await questions.question(plan)
    private = origins.pack(replace(origin, operation=plan.id))
    drawn = confirm(view, _FORMS[kind], private=private, about=request.view_id)
    await services.slack.views_update(view_id=request.view_id, view=drawn)
