"""*I have signed in: check now*, *Keep on hold*, and the task that did not run again by itself."""

from handlers.accounts import card
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

_RUNS = "A check of that account is already waiting or running."
_KEPT = "It is kept on hold already."
_BEGUN = "A check of the account follows. If it is logged in, the account is released."
_KEEPS = "It stays on hold, and nobody is reminded."


@routing.click(Do.CHECK_NOW)
async def check_now(request: Request, services: Services) -> None:
    """Run the check that ends the hold if it is logged in. Pressed again it is the same check."""
    ids = await change_hold(
        number(request.value), "check now", lambda hold: begin(hold, request, services), request, services
    )
    await services.notify(ids)
    await _told(request, services, _BEGUN if ids else _RUNS, is_news=bool(ids))


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

    is_new = await change_hold(number(request.value), "keep on hold", do, request, services)
    await _told(request, services, _KEEPS if is_new else _KEPT, is_news=is_new)


async def _told(request: Request, services: Services, words: str, *, is_news: bool) -> None:
    """On a card, the card says what was done; of what a message is about, that says it itself."""
    if request.is_in_modal:
        await card.redraw_any(request, services, words)
    elif not is_news:
        await services.answer(request, words)


@routing.click(Do.REPEAT_MET)
async def repeat_met(request: Request, services: Services) -> None:
    """Re-execute the task that met a hold which is over: with the question that every re-execution has."""
    await batch_operations.ask_repeat_of((number(request.value),), request, services)
