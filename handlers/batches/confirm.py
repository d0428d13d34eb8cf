"""The yes to an operation: decided, written down and, where that is asked for, left to a second person."""

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

ACTIONS: dict[Kind, Action] = {"cancel": Action.CANCEL, "repeat": Action.REPEAT}


async def confirm(operation: int, request: Request, services: Services) -> bool:
    """Yes, if this person may do that to every one of the frozen tasks. False: it was said already."""
    asked = await operations.progress(operation)
    if asked is None:
        return False
    types = await approvals.types_of(operation)
    if asked.kind == "repeat" and services.policy.asks(types, asked.size):
        await _ask_for_approval(asked, request, services)
    return await change(
        request,
        services,
        ACTIONS[asked.kind],
        await numbered(asked),
        lambda: operations.confirm(operation, by=request.user, now=services.now()),
        lambda: scope.of_operation(operation),
    )


async def _ask_for_approval(asked: Progress, request: Request, services: Services) -> NoReturn:
    """Leave the tasks frozen, and let a second person be asked where others see it."""
    channel = await approvals.channel_of(asked.id)
    if not channel:
        raise BadRequest({"channel": present_approval.NOBODY_SEES})
    await change(
        request,
        services,
        ACTIONS[asked.kind],
        f"asks for {await numbered(asked)}",
        lambda: approvals.ask_for_operation(
            asked.id, size=asked.size, by=request.user, channel=channel, now=services.now()
        ),
        lambda: scope.of_operation(asked.id),
    )
    raise NeedsApproval


async def numbered(asked: Progress) -> str:
    """An operation for the audit: its number, how many tasks, the first of them."""
    first = await operations.first_of(asked.id)
    some = ", ".join(f"#{one}" for one in first)
    return (
        f"operation {asked.id}: {count(asked.size, 'task')}, {some}{' …' if asked.size > len(first) else ''}"
    )
