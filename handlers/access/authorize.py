"""Asking whether somebody may: at the door of every request, and again inside the transaction of what is done."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import TypeVar

from handlers.access import present
from handlers.slack.request import Request
from handlers.slack.services import Services
from models.access import grants
from models.domain.errors import Refused
from models.domain.permissions import Action, Deed, authorize
from models.monitoring.metrics import REFUSED
from models.sql import transaction, write_first

T = TypeVar("T")
Groups = Callable[[], Awaitable[Sequence[str]]]
"""In which groups of accounts something lies, asked inside the transaction."""


async def known(request: Request, services: Services) -> Request:
    """The request with who asks, and what they may do now."""
    actor = await services.people.actor(request.user, request.surface)
    return replace(request, actor=actor, may=await grants.of(actor))


def need(request: Request, action: Action, about: str = "", groups: Sequence[str] = ()) -> None:
    """Raise Refused unless this person may do such a thing: at all, or in these groups of accounts."""
    refused = authorize(request.may, action, groups)
    if refused is not None:
        deed = Deed(action=action, about=about or _asked(request), groups=tuple(groups))
        raise Refused(request.actor, deed, refused)


async def change(
    request: Request,
    services: Services,
    action: Action,
    about: str,
    do: Callable[[], Awaitable[T]],
    groups: Groups | None = None,
) -> T:
    """Do what changes something, if this person may: decided, written down and done in one transaction."""

    async def whole() -> T:
        await write_first()
        where = tuple(await groups()) if groups else ()
        deed = Deed(action=action, about=about, groups=where)
        await grants.allow(request.actor, deed, now=services.now())
        return await do()

    return await transaction(whole)


async def refused(error: Refused, services: Services) -> str:
    """Write down what was refused; return the sentence for who asked."""
    await grants.refuse(error, now=services.now())
    REFUSED.inc()
    return present.refusal(error, await admins(services))


async def admins(services: Services) -> tuple[str, ...]:
    """Who can let others in: by the settings, then by the grants."""
    return tuple(dict.fromkeys((*services.people.admins, *await grants.admins())))


def _asked(request: Request) -> str:
    name = request.command or request.callback or request.action or request.event
    return " ".join(filter(None, (name, request.text)))
