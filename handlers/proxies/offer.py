"""What a proxy had failed and what can run now: frozen when it is offered, looked through again when it is clicked."""

from collections.abc import Sequence

from handlers.batches import operations
from handlers.proxies import present
from handlers.proxies.views import OfferView
from handlers.slack import routing
from handlers.slack.ids import Do
from handlers.slack.request import Request, number
from handlers.slack.services import Services
from models.accounts import proxy_answers
from models.batches import operations as batch_operations
from models.batches import plans
from models.domain.permissions import Action

_NONE = "None of them can run now: they run again already, or their proxies do not answer any more. `/proxies` shows them."
_TOO_OLD = "This offer is more than a day old, so nothing was done. *Test* in `/proxies` offers again what can run now."


async def of(ready: Sequence[int], request: Request, services: Services) -> OfferView | None:
    """The offer to run these tasks again; None where there is none, or this person may not."""
    if not ready or not request.may.may(Action.REPEAT):
        return None
    plan = await plans.plan_ids("repeat", ready, by=request.user, channel=request.channel, now=services.now())
    return present.offer(len(ready), plan.id)


@routing.click(Do.REPEAT_READY)
async def ask(request: Request, services: Services) -> None:
    """Re-execute the ones that can run now: of those that were offered, exactly those that still can."""
    offered = await batch_operations.progress(number(request.value))
    if offered is None or not offered.is_whole:
        await services.answer(request, _TOO_OLD)
        return
    ready = await proxy_answers.ready_of_operation(offered.id)
    if not ready:
        await services.answer(request, _NONE)
        return
    await operations.ask_repeat_frozen(ready, request, services)
