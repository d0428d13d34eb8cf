"""Confirming an operation: authorized, audited and, where the policy asks for it, left to a second person."""

from typing import NoReturn

from handlers.access.authorize import change
from handlers.batches import present_approval
from handlers.slack.request import Request
from handlers.slack.services import Services
from handlers.slack.texts import count
from models.access import scope
from models.batches import approvals, operations
from models.domain.errors import BadRequest, NeedsApproval
from models.domain.permissions import Action
from models.domain.values.batches import Kind, Progress
from models.domain.values.operations import OperationState

ACTIONS: dict[Kind, Action] = {"cancel": Action.CANCEL, "repeat": Action.REPEAT}


async def confirm(operation: int, request: Request, services: Services) -> bool:
    """Confirm, if this person may do that to all the frozen tasks; return False if it was confirmed before.

    Raise NeedsApproval where a second person has to approve.
    """
    progress = await operations.progress(operation)
    if progress is None:
        return False
    types = await approvals.types_of(operation)
    if progress.kind == "repeat" and services.policy.asks(types, progress.size):
        await _ask_for_approval(progress, request, services)
    return await change(
        request,
        services,
        ACTIONS[progress.kind],
        await numbered(progress),
        lambda: operations.confirm(operation, by=request.user, now=services.now()),
        lambda: scope.of_operation(operation),
    )


async def _ask_for_approval(progress: Progress, request: Request, services: Services) -> NoReturn:
    """Leave the tasks frozen and ask for approval in a channel, where others see it; raise NeedsApproval."""
    channel = await approvals.channel_of(progress.id)
    if not channel:
        raise BadRequest({"channel": present_approval.NOBODY_SEES})
    is_new = await change(
        request,
        services,
        ACTIONS[progress.kind],
        f"asks for {await numbered(progress)}",
        lambda: approvals.ask_for_operation(
            progress.id, size=progress.size, by=request.user, channel=channel, now=services.now()
        ),
        lambda: scope.of_operation(progress.id),
    )
    if not is_new and await _is_over(progress.id):
        raise BadRequest({"channel": present_approval.GONE})
    raise NeedsApproval


async def _is_over(operation: int) -> bool:
    """Whether a form that was sent again is about an operation that was answered meanwhile."""
    progress = await operations.progress(operation)
    return progress is None or progress.state != OperationState.AWAITING


async def numbered(progress: Progress) -> str:
    """An operation as text for the audit: its id, how many tasks, and the first of them."""
    first = await operations.first_of(progress.id)
    some = ", ".join(f"#{task_id}" for task_id in first)
    return f"operation {progress.id}: {count(progress.size, 'task')}, {some}{' …' if progress.size > len(first) else ''}"
