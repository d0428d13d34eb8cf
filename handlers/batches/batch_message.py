"""A batch as its message shows it, and what can be done on it: its tasks, cancel the rest, re-execute what failed, undo."""

from dataclasses import replace
from datetime import datetime

from handlers.access.authorize import Named, change, need
from handlers.access.needs import permitted
from handlers.batches import confirm as batches_confirm
from handlers.batches import operations, present_batch, present_plan, present_receipt, questions
from handlers.batches.blocks import batch as batch_blocks
from handlers.batches.confirm_blocks import confirm
from handlers.batches.steps import present as present_steps
from handlers.lists import surfaces
from handlers.slack import labels, routing, texts
from handlers.slack import origin as origins
from handlers.slack.fallback import Drawing
from handlers.slack.ids import Do, Form, Slash
from handlers.slack.request import Request, number
from handlers.slack.services import Services
from handlers.slack.views import BatchView
from handlers.words import pause_words
from handlers.words.command_words import Command
from models.access import scope
from models.accounts import proxy_faults
from models.batches import create, overview, plans, steps, undo
from models.batches import operations as batch_operations
from models.domain.filters import ListState, TaskFilter
from models.domain.lifecycle import Status
from models.domain.permissions import Action
from models.domain.values.batches.plans import Kind, Plan
from models.domain.values.batches.standing import BatchDetail
from models.domain.values.batches.states import OperationState
from models.messages import status_notes
from models.pauses import reading as pauses
from models.schedules import runs

_GONE = "There is no batch {number}. The message of each batch has its number; `/tasks` lists all tasks."
_NONE_WAITS = "No task of this batch is waiting any more, so there is nothing to cancel."
_NONE_FAILED = "No task of this batch counts as failed any more: they run again, or were done."


async def view(batch: BatchDetail, *, now: datetime, is_fresh: bool = False) -> BatchView:
    """How a batch stands now. ``is_fresh``: drawn for one look, and not again as its tasks move."""
    drawn = await _stands(batch, now=now, is_fresh=is_fresh)
    paused = await pauses.of_batch(batch.id, now=now) if drawn.can_cancel else ()
    return replace(drawn, paused=pause_words.sentences(paused, zone=None, now=now))


async def _stands(batch: BatchDetail, *, now: datetime, is_fresh: bool) -> BatchView:
    progress = await batch_operations.progress(batch.id)
    if progress is not None:
        is_told = is_fresh or (progress.kind == "repeat" and progress.state == OperationState.DONE)
        stands = await overview.of(batch) if is_told else None
        return present_batch.operation(batch, progress, stands, now=now)
    stands = await overview.of(batch)
    troubles = await proxy_faults.of_batch(batch.id) if stands.counts.get(Status.NO_PROXY) else ()
    asked = await status_notes.asked_of_batch(batch.id)
    schedule = await runs.named(batch.run_id)
    made_by = (schedule[0], labels.when(*schedule[1:])) if schedule else None
    linked = (await steps.before(batch), await steps.after(batch))
    drawn = present_batch.batch(batch, asked, stands, troubles, now=now, schedule=made_by)
    return replace(
        drawn,
        step="\n".join(
            filter(None, (present_steps.of_second(linked[0]), present_steps.of_first(batch, linked[1])))
        ),
        can_choose_step=batch.can_have_step,
    )


@routing.verb(Slash.TASKS, "batch")
async def by_words(command: Command, request: Request, services: Services) -> None:
    """``/tasks batch 12``: the batch as its message shows it, then the list of its tasks."""
    batch = await create.get(command.ids[0])
    if batch is None:
        await services.answer(request, _GONE.format(number=command.ids[0]))
        return
    await services.answer(request, *await _for_one(batch, request, services))
    await _list(batch, request, services)


@routing.click(Do.REFRESH_BATCH)
async def refresh(request: Request, services: Services) -> None:
    """Refresh, where one person looks at a batch."""
    if batch := await _clicked(request, services):
        await services.redraw(request.response_url, *await _for_one(batch, request, services))


@routing.click(Do.SHOW_BATCH)
async def show_tasks(request: Request, services: Services) -> None:
    """Show tasks: the list of the batch's tasks."""
    if batch := await _clicked(request, services):
        await _list(batch, request, services)


@routing.click(Do.CANCEL_REST)
async def ask_cancel_rest(request: Request, services: Services) -> None:
    """Cancel the rest: freeze the tasks that wait, and ask with the numbers."""
    batch = await _clicked(request, services)
    plan = await _frozen("cancel", batch, _NONE_WAITS, request, services) if batch else None
    if plan:
        private = origins.pack(replace(origins.of(request), operation=plan.id))
        about = f"{request.block}:{request.message_ts}"
        asked = confirm(present_plan.question(plan, ()), Form.CONFIRM_CANCEL, private=private, about=about)
        await services.slack.views_open(trigger_id=request.trigger_id, view=asked)


@routing.click(Do.REPEAT_FAILED)
async def ask_repeat_failed(request: Request, services: Services) -> None:
    """Re-execute failed: freeze the tasks that were not done, and ask with the numbers and what it would cost."""
    batch = await _clicked(request, services)
    plan = await _frozen("repeat", batch, _NONE_FAILED, request, services) if batch else None
    if plan:
        await questions.ask_about(plan, request, services)


@routing.click(Do.UNDO_BATCH)
async def take_back(request: Request, services: Services) -> None:
    """Undo: of a new batch, cancel what has not begun; of an operation, restore its tasks."""
    batch = await create.get(number(request.value.partition("-")[0]))
    if batch is None or request.value != present_batch.token(batch.id, batch.created_at):
        await services.answer(request, origins.ELSEWHERE)
    elif batch.kind != "create":
        _, sentence = await operations.take_back(request, services)
        await services.answer(request, sentence)
    else:
        await _undo(batch, request, services)


async def _undo(batch: BatchDetail, request: Request, services: Services) -> None:
    """Cancel what has not begun, once, as an operation: it has a receipt, and may itself be undone."""
    ids = await undo.tasks_of(batch.id)
    named = Named(
        words=f"batch {batch.id}: {texts.count(len(ids), 'task')}, #{min(ids, default=0)} …", batch=batch.id
    )
    operation = await change(
        request,
        services,
        Action.UNDO,
        named,
        lambda: undo.take_back(batch.id, ids, by=request.user, channel=request.channel, now=services.now()),
        lambda: scope.of_tasks(ids),
    )
    if operation is False:
        again = await create.get(batch.id)
        await services.answer(request, present_receipt.batch_not_undone(again or batch))
        return
    progress = await operations.run(operation, services)
    await services.answer(request, *await operations.receipt_of(progress, request, services))


async def _frozen(
    kind: Kind, batch: BatchDetail, none: str, request: Request, services: Services
) -> Plan | None:
    """The tasks of a batch that wait, or failed, frozen in one statement however many they are.

    None, and that is said, where there are none; raise Refused, before anything is frozen, where this person may not.
    """
    select = overview.select_waiting(batch) if kind == "cancel" else overview.select_failed(batch)
    groups = await scope.of_selected(select)
    if not groups:
        await services.answer(request, none)
        return None
    need(request, batches_confirm.ACTIONS[kind], f"{kind} of batch {batch.id}", groups)
    return await plans.plan_selected(
        kind, select, by=request.user, channel=request.channel, now=services.now()
    )


async def _clicked(request: Request, services: Services) -> BatchDetail | None:
    """The batch of a button; None, and said so, where it is gone or the message is older than it."""
    batch = await create.get(number(request.value))
    if batch is not None and origins.is_of(request, batch):
        return batch
    await services.answer(request, origins.ELSEWHERE if batch else _GONE.format(number=number(request.value)))
    return None


async def _for_one(batch: BatchDetail, request: Request, services: Services) -> Drawing:
    """The batch for one person, with the buttons they may use; an Undo there could not go when its time is over."""
    now = services.now()
    fresh = f"As of {texts.slack_time(now)}"
    drawn = replace(await view(batch, now=now, is_fresh=True), undo="", fresh=fresh)
    return Drawing(drawn.text, permitted(batch_blocks(drawn), request.may.may))


async def _list(batch: BatchDetail, request: Request, services: Services) -> None:
    await surfaces.show(ListState(filter=TaskFilter(batch=batch.id)), request, services)
