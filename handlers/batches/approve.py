"""A second person's yes or no, clicked on the question in its channel."""

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
    """Approve: by somebody else, who might have asked for it themselves."""
    made = await approvals.get(number(request.value))
    if made is None or made.by == request.user:
        await services.answer(request, present_approval.OWN if made else present_approval.GONE)
        return
    done = await change(
        request,
        services,
        Action.APPROVE,
        present_approval.about(made),
        lambda: approvals.approve(made.id, by=request.user, now=services.now()),
        lambda: _groups(made),
    )
    if done is None:
        await services.answer(request, present_approval.GONE)
        return
    await services.notify(done.notify)
    if done.operation:
        await operations.run(done.operation, services)


@routing.click(Do.REJECT)
async def reject(request: Request, services: Services) -> None:
    """Reject: by who might have approved it, or by who asked."""
    made = await approvals.get(number(request.value))
    done = made and await change(
        request,
        services,
        Action.APPROVE,
        f"no to {present_approval.about(made)}",
        lambda: approvals.reject(made.id, by=request.user, now=services.now()),
        lambda: _groups(made),
    )
    if not done:
        await services.answer(request, present_approval.GONE)


async def _groups(made: ApprovalDetail) -> tuple[str, ...]:
    return await scope.of_accounts(await approvals.accounts_of(made))
