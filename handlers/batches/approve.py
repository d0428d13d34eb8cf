"""A second person approves or rejects, with the buttons of the approval message."""

from functools import partial
from typing import Literal

from handlers.access.authorize import Named, change, refused
from handlers.batches import operations, present_approval
from handlers.batches.approval_blocks import asked_accounts
from handlers.lists import surfaces
from handlers.slack import origin, routing
from handlers.slack.ids import Do
from handlers.slack.request import Request, number
from handlers.slack.services import Services
from models.access import grants
from models.batches import approvals
from models.domain.errors import Refused
from models.domain.filters import ListState, TaskFilter
from models.domain.permissions import Action, Actor, Deed, authorize
from models.domain.values.batches.approvals import ApprovalDetail


@routing.click(Do.APPROVE)
async def approve(request: Request, services: Services) -> None:
    """Approve: only by somebody other than the asker, and while both may do what was asked for."""
    approval = await approvals.get(number(request.value))
    if approval is None or approval.by == request.user:
        await services.answer(request, present_approval.OWN if approval else present_approval.GONE)
        return
    if not _is_asked_here(approval, request):
        await services.answer(request, origin.ELSEWHERE)
        return
    asker = await services.people.actor(approval.by, request.surface)
    if asker.unsure:
        await services.answer(request, present_approval.cannot_ask(approval))
        return

    async def both() -> approvals.Done | Literal[False]:
        await check_asker(approval, asker)
        return await approvals.approve(approval.id, by=request.user, now=services.now()) or False

    about = partial(_about, approval)
    try:
        done = await change(
            request, services, Action.APPROVE, about, both, lambda: approvals.groups_of(approval)
        )
    except Refused as error:
        if error.actor is not asker:
            raise
        if asker.is_partial:
            await services.answer(request, present_approval.cannot_ask(approval))
            return
        await _lapse(approval, error, request, services)
        return
    await _go_on(done, request, services)


def _is_asked_here(approval: ApprovalDetail, request: Request) -> bool:
    """Whether it is this question's message: what a person read there is what they answer."""
    return origin.is_on(request, channel=approval.channel, ts=approval.ts, since=approval.created_at)


def _about(approval: ApprovalDetail, done: approvals.Done | Literal[False] | None) -> Named:
    """As the audit names it, with the number by which it is found from each of its tasks."""
    about = present_approval.about(approval)
    if not done:
        return Named(words=about, batch=approval.operation_id)
    made = f"operation {done.operation}" if done.operation else f"batch {done.batch}"
    return Named(words=f"{about}, {made}", batch=done.operation or done.batch)


async def _go_on(done: approvals.Done | Literal[False], request: Request, services: Services) -> None:
    """Do what was approved; ``done`` is False where it was answered already."""
    if not done:
        await services.answer(request, present_approval.GONE)
        return
    await services.notify(done.notify)
    if done.operation:
        await operations.run(done.operation, services)


async def check_asker(approval: ApprovalDetail, asker: Actor) -> None:
    """Raise Refused unless who asked may do it now."""
    action = Action.CREATE if approval.request else Action.REPEAT
    groups = await approvals.groups_of(approval)
    missing = authorize(await grants.of(asker), action, groups)
    if missing is not None:
        about = f"{present_approval.about(approval)}, as a second person says yes"
        deed = Deed(action=action, about=about, groups=groups, batch=approval.operation_id)
        raise Refused(asker, deed, missing)


async def _lapse(approval: ApprovalDetail, error: Refused, request: Request, services: Services) -> None:
    """Close the question: a yes to somebody who may not do it is none."""
    if await approvals.lapse(approval.id, by=request.user, now=services.now()):
        await refused(error, services)
        await services.answer(request, present_approval.lapsed(approval))
    else:
        await services.answer(request, present_approval.GONE)


@routing.click(Do.SHOW_ASKED)
async def show_asked(request: Request, services: Services) -> None:
    """Show the frozen tasks of an operation, or the accounts of a batch that is not made yet."""
    approval = await approvals.get(number(request.value))
    if approval is None or not _is_asked_here(approval, request):
        await services.answer(request, origin.ELSEWHERE if approval else present_approval.GONE)
    elif approval.request:
        head, lines = present_approval.accounts(approval, await approvals.accounts_of(approval.request))
        await services.slack.views_open(trigger_id=request.trigger_id, view=asked_accounts(head, lines))
    else:
        state = ListState(filter=TaskFilter(batch=approval.operation_id))
        await surfaces.show(state, request, services)


@routing.click(Do.REJECT)
async def reject(request: Request, services: Services) -> None:
    """Reject: by anybody who could approve it, or by the asker."""
    approval = await approvals.get(number(request.value))
    if approval and not _is_asked_here(approval, request):
        await services.answer(request, origin.ELSEWHERE)
        return
    done = approval and await change(
        request,
        services,
        Action.APPROVE,
        Named(words=f"no to {present_approval.about(approval)}", batch=approval.operation_id),
        lambda: approvals.reject(approval.id, by=request.user, now=services.now()),
        lambda: approvals.groups_of(approval),
    )
    if not done:
        await services.answer(request, present_approval.GONE)
