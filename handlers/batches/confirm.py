"""Confirming an operation: authorized, audited and, where the policy asks for it, left to a second person."""

from collections.abc import Sequence
from enum import Enum, auto

from handlers.access.authorize import Named, change, need
from handlers.batches import present_approval, present_plan
from handlers.slack.request import Request
from handlers.slack.services import Services
from handlers.slack.texts import count
from models.access import scope
from models.batches import approvals, operations, plans
from models.domain.errors import BadRequest
from models.domain.permissions import Action
from models.domain.values.batches.plans import Kind, Progress
from models.domain.values.batches.states import OperationState

ACTIONS: dict[Kind, Action] = {"cancel": Action.CANCEL, "repeat": Action.REPEAT}


class Confirmation(Enum):
    """What became of a yes."""

    NEW = auto()  # it goes on from here
    BEFORE = auto()  # it was confirmed before, or there is no such operation
    ASKED = auto()  # it waits for a second person


async def confirm(operation: int, request: Request, services: Services) -> Confirmation:
    """Confirm, if this person may do that to all the frozen tasks; where the policy says so, ask a second person."""
    progress = await operations.progress(operation)
    if progress is None:
        return Confirmation.BEFORE
    types = await approvals.types_of(operation)
    if progress.kind == "repeat" and services.policy.asks(types, progress.size):
        await _ask_for_approval(progress, request, services)
        return Confirmation.ASKED
    is_new = await change(
        request,
        services,
        ACTIONS[progress.kind],
        await named(progress),
        lambda: operations.confirm(operation, by=request.user, now=services.now()),
        lambda: scope.of_operation(operation),
    )
    return Confirmation.NEW if is_new else Confirmation.BEFORE


async def begin(
    kind: Kind, ids: list[int] | tuple[int, ...], request: Request, services: Services
) -> int | None:
    """Freeze the tasks and confirm it; return the operation's number. None: it waits for a second person."""
    await may(kind, ids, request)
    now = services.now()
    plan = await plans.plan_ids(kind, sorted(set(ids)), by=request.user, channel=request.channel, now=now)
    answer = await confirm(plan.id, request, services)
    return None if answer is Confirmation.ASKED else plan.id


async def may(kind: Kind, ids: Sequence[int], request: Request) -> None:
    """Raise Refused before anything is frozen; the transaction that confirms it checks again."""
    about = f"{count(len(ids), 'task')}, {', '.join(f'#{task_id}' for task_id in ids[:10])}"
    need(request, ACTIONS[kind], about, await scope.of_tasks(ids))


async def _ask_for_approval(progress: Progress, request: Request, services: Services) -> None:
    """Leave the tasks frozen and ask for approval in a channel, where others see it."""
    channel = await approvals.channel_of(progress.id)
    if not channel:
        raise BadRequest({"channel": present_approval.NOBODY_SEES})
    is_new = await change(
        request,
        services,
        ACTIONS[progress.kind],
        await named(progress, "asks for "),
        lambda: approvals.ask_for_operation(
            progress.id, size=progress.size, by=request.user, channel=channel, now=services.now()
        ),
        lambda: scope.of_operation(progress.id),
    )
    if not is_new and await _is_over(progress.id):
        raise BadRequest({"channel": present_approval.GONE})


async def _is_over(operation: int) -> bool:
    """Whether a form that was sent again is about an operation that was answered meanwhile."""
    progress = await operations.progress(operation)
    return progress is None or progress.state != OperationState.AWAITING


async def named(progress: Progress, before: str = "") -> Named:
    """An operation for the audit: its id, how many tasks, and the first of them."""
    about = present_plan.about(progress.id, progress.size, await operations.first_of(progress.id))
    return Named(words=f"{before}{about}", batch=progress.id)
