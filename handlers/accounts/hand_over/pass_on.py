"""*Pass on to…*: somebody else is asked about the hold, and may end it."""

from handlers.access.authorize import standing
from handlers.accounts import card
from handlers.accounts.hand_over.form_blocks import pass_form
from handlers.accounts.hand_over.rights import change_hold, open_hold
from handlers.slack import origin, routing
from handlers.slack.ids import Do, Form
from handlers.slack.request import Request, number
from handlers.slack.services import Services, Work
from models.batches import hand_overs
from models.domain.conversations import is_person
from models.domain.errors import BadRequest
from models.domain.permissions import Action
from models.domain.values.accounts import HoldDetail

_MAY_NOT = (
    "This person may not see what Bellhop does, so they cannot look after it. Choose somebody else, or let "
    "an admin give them access first."
)
_PASSED = "Passed on."
_HAS_IT = "This person has it already."


@routing.click(Do.PASS_ON)
async def open_form(request: Request, services: Services) -> None:
    """Ask to whom."""
    hold = await open_hold(number(request.value), request)
    view = pass_form(hold.login, private=origin.on_card(hold.id, request))
    await services.open(view, request)


@routing.checked_form(Form.PASS_ON)
async def accept(request: Request, services: Services) -> Work:
    """Pass it on, or raise BadRequest with the refusal of that person."""
    person = "".join(request.chosen("person", Do.FILL_HAND_OVER))
    if not is_person(person):
        raise BadRequest({"person": "Choose a person."})
    _, may = await standing(person, services.people)
    if not may.may(Action.SEE):
        raise BadRequest({"person": _MAY_NOT})

    async def do(hold: HoldDetail) -> bool:
        return await hand_overs.pass_on(hold.id, to=person, by=request.user, now=services.now())

    about = f"pass on to {person}"
    if not await change_hold(origin.about(request), about, do, request, services, field="person"):
        raise BadRequest({"person": _HAS_IT})
    return _done


async def _done(request: Request, services: Services) -> None:
    """Its messages say so."""
    await card.redraw_beneath(request, services, _PASSED)
