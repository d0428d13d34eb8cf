"""Authorization: checked for every request, and again inside the transaction of each change."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import TypeVar

from handlers.access import present
from handlers.slack.request import Request
from handlers.slack.services import Services
from handlers.slack.users import People
from models.access import changes, grants
from models.access.changes import About, Groups, Named
from models.domain.errors import Refused
from models.domain.permissions import Action, Actor, Authority, Deed, authorize
from models.monitoring.metrics import REFUSED

__all__ = ["Groups", "Named", "admins", "ask_again", "change", "known", "need", "refused", "standing"]
T = TypeVar("T")


async def known(request: Request, services: Services) -> Request:
    """The request with its actor, and what they may do now."""
    actor, may = await standing(request.user, services.people, request.surface)
    return replace(request, actor=actor, may=may)


async def standing(user: str, people: People, surface: str = "") -> tuple[Actor, Authority]:
    """Somebody and what they may do now: for what is drawn or sent later than it was asked for."""
    actor = await people.actor(user, surface)
    return actor, await grants.of(actor)


async def ask_again(request: Request, services: Services, action: Action) -> Request:
    """The request with what its person may do by now; raise Refused. For what is shown after long work."""
    again = await known(request, services)
    need(again, action, f"again, {_asked(request)}")
    return again


def need(request: Request, action: Action, about: str = "", groups: Sequence[str] = ()) -> None:
    """Raise Refused unless this person may do this action: anywhere, or in these account groups."""
    refused = authorize(request.may, action, groups)
    if refused is not None:
        deed = Deed(
            action=action, about=about or _asked(request), groups=tuple(groups), command=request.source
        )
        raise Refused(request.actor, deed, refused)


async def change(
    request: Request,
    services: Services,
    action: Action,
    about: About | Callable[[T | None], About],
    do: Callable[[], Awaitable[T]],
    groups: Groups | None = None,
) -> T:
    """Make a change if this person may: authorized, audited and done in one transaction (``models.access.changes``).
    Raise Refused.
    """
    deed = Deed(action=action, about="", command=request.source)
    return await changes.change(request.actor, deed, about, do, groups, services.now)


async def refused(error: Refused, services: Services) -> str:
    """Audit a refusal; return the sentence for the person who asked."""
    await grants.refuse(error, now=services.now())
    REFUSED.inc()
    return present.refusal(error, await admins(services.people))


async def admins(people: People) -> tuple[str, ...]:
    """The user ids of those who can grant access: from the settings first, then from the grants."""
    return tuple(dict.fromkeys((*people.admins, *await grants.admins())))


def _asked(request: Request) -> str:
    name = request.command or request.callback or request.action or request.event
    return " ".join(filter(None, (name, request.text)))
