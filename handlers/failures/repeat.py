"""Re-executing failures: at once those that can succeed, in one operation; by their cause with the question before."""

from dataclasses import replace
from datetime import UTC, datetime

from handlers.access.authorize import ask_again
from handlers.batches import confirm as batches_confirm
from handlers.batches import operations as batch_operations
from handlers.batches import questions
from handlers.batches.confirm import Confirmation
from handlers.failures import present, show
from handlers.slack import routing
from handlers.slack.ids import Do
from handlers.slack.request import Request, number
from handlers.slack.services import Services
from models.batches import plans
from models.domain.errors import NeedsApproval, Outdated
from models.domain.filters import ListState
from models.domain.permissions import Action
from models.domain.triage.causes import CAUSES
from models.domain.values.batches.plans import Plan
from models.tasks.failures import Asked

_NONE = "None of them can succeed now: they are already running again, or what made them fail is back. Press *Refresh*."
_LONGEST_MOMENT = 14  # digits of milliseconds since 1970


@routing.click(Do.REPEAT_CAN_SUCCEED)
async def repeat_ready(request: Request, services: Services) -> None:
    """Re-execute those that can succeed: of the failures that were shown, those that still can, in one operation.

    Where they have become more since, it is asked first: somebody has read another number.
    """
    shown, _, rest = request.value.partition(":")
    seen, _, encoded = rest.partition(":")
    state = show.decoded(encoded)
    plan = await _plan(state, seen, request, services)
    if not plan.size:
        await services.answer(request, _NONE)
    elif plan.size > number(shown):
        await questions.ask_about(plan, request, services)
    else:
        await _run(plan, state, request, services)


@routing.click(Do.REPEAT_CAUSE)
async def repeat_cause(request: Request, services: Services) -> None:
    """Re-execute, at one cause: ask with the numbers first."""
    kind, code, seen, encoded = (request.value.split(":", 3) + [""] * 4)[:4]
    if code not in CAUSES:
        raise Outdated
    state = show.decoded(encoded)
    of_cause = replace(state, filter=replace(state.filter, causes=(code,)))
    plan = await _plan(of_cause, seen, request, services, all_of_them=kind == present.ALL)
    if not plan.size:
        await services.answer(request, _NONE)
        return
    await questions.ask_about(plan, request, services)


async def _plan(
    state: ListState, seen: str, request: Request, services: Services, *, all_of_them: bool = False
) -> Plan:
    """Freeze the failures that can succeed, or all of them; none that failed since the screen was drawn."""
    asked = Asked(
        filter=state.filter,
        zone=await services.people.zone(request.user),
        now=services.now(),
        among=show.acting_in(request),
    )
    return await plans.plan_failed(
        asked, until=_moment(seen), by=request.user, channel=request.channel, all_of_them=all_of_them
    )


async def _run(plan: Plan, state: ListState, request: Request, services: Services) -> None:
    """Run the plan, reply with its receipt, and draw the screen anew."""
    if await batches_confirm.confirm(plan.id, request, services) is Confirmation.ASKED:
        raise NeedsApproval
    progress = await batch_operations.run(plan.id, services)
    request = await ask_again(request, services, Action.SEE)
    await services.answer(request, *await batch_operations.receipt_of(progress, request, services))
    if not request.home:  # there the receipt stands where the screen was
        await show.redraw(state, request, services)


def _moment(milliseconds: str) -> datetime:
    if not milliseconds.isdecimal() or len(milliseconds) > _LONGEST_MOMENT:
        raise Outdated
    return datetime.fromtimestamp(int(milliseconds) / 1000, UTC)
