"""Who may end a hold: who is responsible for the account, or has it instead, and the operators of its group."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from handlers.access.authorize import change
from handlers.slack import origin
from handlers.slack.request import Request
from handlers.slack.services import Services
from models.access import grants, scope
from models.accounts import holds
from models.domain.errors import BadRequest, Refused
from models.domain.permissions import Action, Deed, authorize
from models.domain.values.accounts import CodeDetail, HoldDetail

T = TypeVar("T")
OVER = "That hold is over, or its message is old. `/accounts held` lists the accounts on hold."
BY_HAND = "Somebody put this account on hold by hand, so only *Release* ends it. `/accounts held` shows who did, and why."


async def open_hold(number: int, request: Request, *, field: str = "hold") -> HoldDetail:
    """The open hold of this number, if this person may end it. Raise BadRequest, at this form field, where
    it is over or was made by hand, or Refused.
    """
    hold = await holds.detail(number)
    if hold is None or hold.released_at or not is_shown(hold, request):
        raise BadRequest({field: OVER})
    if hold.by:
        raise BadRequest({field: BY_HAND})
    await need(hold, request)
    return hold


def is_shown(asked: HoldDetail, request: Request) -> bool:
    """Whether a click was on the message that asks, or on a reminder: an old message's button may have the number of another."""
    if not request.message_ts:
        return True  # a form, which was opened by such a click
    is_own = origin.is_on(request, channel=asked.channel, ts=asked.ts, since=asked.at)
    return is_own or origin.is_younger(request, asked.at)


async def need(hold: HoldDetail | CodeDetail, request: Request) -> None:
    """Raise Refused unless this person is responsible for the account now, or may release it."""
    if request.user in hold.responsible:
        return
    groups = await scope.of_accounts([hold.account_id])
    refused = authorize(await grants.of(request.actor), Action.RELEASE, groups)
    if refused is not None:
        deed = Deed(action=Action.RELEASE, about=hold.login, groups=groups, command=request.source)
        raise Refused(request.actor, deed, refused)


async def change_hold(
    number: int,
    about: str,
    do: Callable[[HoldDetail], Awaitable[T]],
    request: Request,
    services: Services,
    *,
    field: str = "hold",
) -> T:
    """Change an open hold: authorized, audited and done in one transaction. Raise BadRequest where it is over, or Refused."""
    named = await holds.detail(number)

    async def whole() -> T:
        return await do(await open_hold(number, request, field=field))

    return await change(
        request,
        services,
        Action.HAND_OVER,
        f"{named.login if named else f'hold {number}'}: {about}",
        whole,
        lambda: scope.of_accounts([named.account_id] if named else []),
    )
