"""A second person approves or rejects, with the buttons of the approval message."""

from handlers.access.authorize import change
from handlers.batches import operations, present_approval
from handlers.slack import routing
from handlers.slack.ids import Do
from handlers.slack.request import Request, number
from handlers.slack.services import Services
from models.access import scope
from models.batches import approvals
from models.domain.permissions import Action
from models.domain.values.batches import ApprovalDetail


@routing.click(Do.APPROVE)
async def approve(request: Request, services: Services) -> None:
    """Approve: only by somebody other than the asker, and with the permissions the request itself needs."""
    approval = await approvals.get(number(request.value))
    if approval is None or approval.by == request.user:
        await services.answer(request, present_approval.OWN if approval else present_approval.GONE)
        return
    done = await change(
        request,
        services,
        Action.APPROVE,
        present_approval.about(approval),
        lambda: approvals.approve(approval.id, by=request.user, now=services.now()),
        lambda: _groups(approval),
    )
    if done is None:
        await services.answer(request, present_approval.GONE)
        return
    await services.notify(done.notify)
    if done.operation:
        await operations.run(done.operation, services)


@routing.click(Do.REJECT)
async def reject(request: Request, services: Services) -> None:
    """Reject: by anybody who could approve it, or by the asker."""
    approval = await approvals.get(number(request.value))
    done = approval and await change(
        request,
        services,
        Action.APPROVE,
        f"no to {present_approval.about(approval)}",
        lambda: approvals.reject(approval.id, by=request.user, now=services.now()),
        lambda: _groups(approval),
    )
    if not done:
        await services.answer(request, present_approval.GONE)


async def _groups(approval: ApprovalDetail) -> tuple[str, ...]:
    return await scope.of_accounts(await approvals.accounts_of(approval))
