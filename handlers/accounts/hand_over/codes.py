"""*One-time code…*: what a person types goes sealed to the worker that waits for it at the site's code screen."""

from typing import NoReturn

from handlers.access.authorize import change
from handlers.accounts import card
from handlers.accounts.hand_over.form_blocks import code_form
from handlers.accounts.hand_over.rights import need
from handlers.slack import origin, routing
from handlers.slack.ids import Do, Form
from handlers.slack.request import Request, number
from handlers.slack.services import Services, Work
from models.access import scope
from models.accounts import code_requests, holds
from models.domain.errors import BadRequest
from models.domain.permissions import Action
from models.domain.text import is_keepable
from models.domain.values.accounts import CodeDetail, CodeState

_LONGEST = 32  # characters; the longest that sites use have 16
_LATE = (
    "The code is no longer needed: its time ran out, or the task ended. See the message that asked for it."
)
_SENT = "The waiting browser gets the code now."
_NO_CODE = f"A code is one line of at most {_LONGEST} characters."


@routing.click(Do.GIVE_CODE)
async def ask(request: Request, services: Services) -> None:
    """Open the form for the code."""
    waiting = await _open(number(request.value), request)
    if not await _is_shown(waiting, request):
        await services.answer(request, origin.ELSEWHERE)
        return
    view = code_form(waiting.login, private=origin.on_card(waiting.id, request))
    await services.open(view, request)


@routing.checked_form(Form.GIVE_CODE)
async def take(request: Request, services: Services) -> Work:
    """Hand the code over, sealed, or raise BadRequest where nobody waits for one any more."""
    code = "".join("".join(request.chosen("code", Do.FILL_HAND_OVER)).split())
    if not 0 < len(code) <= _LONGEST or not is_keepable(code):
        raise BadRequest({"code": _NO_CODE})
    sealer, waiting = services.needed_sealer("code"), await _open(origin.about(request), request)

    async def give() -> bool:
        still = await _open(waiting.id, request)
        return await code_requests.give(still.id, code, by=request.user, sealer=sealer, now=services.now())

    about = f"{waiting.login}: one-time code for #{waiting.task_id}"
    if not await change(
        request, services, Action.HAND_OVER, about, give, lambda: scope.of_accounts([waiting.account_id])
    ):
        _refuse()
    return _done


async def _is_shown(waiting: CodeDetail, request: Request) -> bool:
    """Whether a click was on a message that asks for this code: the question's own, a younger one, or that of the account's
    hold, which is older and was drawn anew with the same button.
    """
    is_own = origin.is_on(request, channel=waiting.channel, ts=waiting.ts, since=waiting.asked_at)
    if not request.message_ts or is_own or origin.is_younger(request, waiting.asked_at):
        return True  # without a message it is a card, drawn as it stands now
    hold = (await holds.of([waiting.account_id])).get(waiting.account_id)
    return hold is not None and origin.is_on(request, channel=hold.channel, ts=hold.ts, since=hold.at)


async def _open(request_id: int, request: Request) -> CodeDetail:
    """The request that waits for a code, if this person may give one."""
    waiting = await code_requests.detail(request_id)
    if waiting is None or waiting.state is not CodeState.OPEN:
        _refuse()
    await need(waiting, request)
    return waiting


def _refuse() -> NoReturn:
    raise BadRequest({"code": _LATE})


async def _done(request: Request, services: Services) -> None:
    """The message that asked says what came of it."""
    await card.redraw_beneath(request, services, _SENT)
