"""*Compare with the attempt before*: two attempts of a task side by side, on top of its card."""

from handlers.slack import fallback, routing
from handlers.slack.ids import Do
from handlers.slack.request import Request, number
from handlers.slack.services import Services
from handlers.tasks.comparing import present_compare
from handlers.tasks.comparing.compare_blocks import comparison
from models.tasks import attempts

_NOT_TWO = "This task does not have two executed attempts yet."


@routing.click(Do.COMPARE)
async def show(request: Request, services: Services) -> None:
    """The newest executed attempt and the one before it."""
    found = await attempts.compared(number(request.value))
    if found is None:
        await services.answer(request, _NOT_TWO)
        return
    zone = await services.people.zone(request.user)
    view = present_compare.compare(found, reader=request.user, zone=zone, now=services.now())
    await fallback.show_view(comparison(view), lambda drawn: services.open(drawn, request))
