"""*I have signed in: check now*, *Keep on hold*, and the task that did not run again by itself."""

from handlers.accounts.hand_over.rights import change_hold
from handlers.batches import operations as batch_operations
from handlers.batches.present_receipt import makes_a_second
from handlers.slack import routing
from handlers.slack.ids import Do
from handlers.slack.request import Request, number
from handlers.slack.services import Services
from models.batches import hand_overs
from models.domain.lifecycle import Status
from models.domain.task_types import TASK_TYPES
from models.domain.values.accounts import HoldDetail
from models.tasks import queries

_RUNS = "A check of that account is on its way already."
_KEPT = "It is kept on hold already."


@routing.click(Do.CHECK_NOW)
async def check_now(request: Request, services: Services) -> None:
    """Run the check that ends the hold if it is logged in. Pressed again it is the same check."""
    ids = await change_hold(
        number(request.value), "check now", lambda hold: begin(hold, request, services), request, services
    )
    if not ids:
        await services.answer(request, _RUNS)
    await services.notify(ids)


async def begin(hold: HoldDetail, request: Request, services: Services, *, given: str = "") -> list[int]:
    """Begin the check of a hold; return its task, or none where one is on its way. Only inside a transaction."""
    return await hand_overs.check(
        hold.id,
        by=request.user,
        channel=request.channel or request.user,
        again=await _may_repeat(hold, services),
        given=given,
        now=services.now(),
    )


async def _may_repeat(hold: HoldDetail, services: Services) -> bool:
    """Whether the task that met it runs again without a question: it makes nothing twice, and needs no second person."""
    if hold.task is None or services.policy.asks([hold.task.type], 1):
        return False
    kind = TASK_TYPES.get(hold.task.type)
    if kind is None:
        return False
    rows = await queries.task_rows([hold.task.id])
    is_sure = kind.repeatable or hold.task.status is Status.ENDED
    return is_sure and not any(makes_a_second(row) for row in rows)


@routing.click(Do.KEEP_ON_HOLD)
async def keep(request: Request, services: Services) -> None:
    """Leave it on hold; nobody is reminded of it."""

    async def do(hold: HoldDetail) -> bool:
        return await hand_overs.keep(hold.id, by=request.user, now=services.now())

    if not await change_hold(number(request.value), "keep on hold", do, request, services):
        await services.answer(request, _KEPT)


@routing.click(Do.REPEAT_MET)
async def repeat_met(request: Request, services: Services) -> None:
    """Re-execute the task that met a hold which is over: with the question that every re-execution has."""
    await batch_operations.ask_repeat_of((number(request.value),), request, services)
