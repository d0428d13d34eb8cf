"""Invitations: what an invitation offers a member, and joining, as JSON."""

from dataclasses import dataclass

from aiohttp import web

from bot.sandbox.plaza.answers import missing, refused, sent
from bot.sandbox.practice.records import Invitation
from bot.sandbox.practice.sessions import MEMBER
from bot.sandbox.practice.state import STATE

routes = web.RouteTableDef()


@dataclass(frozen=True, kw_only=True)
class _Offer:
    """An invitation as one member sees it."""

    invitation: Invitation
    belongs: bool


def _offer(request: web.Request) -> _Offer | None:
    books = request.app[STATE].books
    invitation = books.invitations.get(request.match_info["code"])
    if invitation is None:
        return None
    belongs = books.membership_in(invitation.business, request[MEMBER].login) is not None
    return _Offer(invitation=invitation, belongs=belongs)


@routes.get("/api/invitacion/{code}")
async def invitation(request: web.Request) -> web.Response:
    offer = _offer(request)
    if offer is None:
        return missing()
    business = offer.invitation.business
    return web.json_response(
        {
            "id": business.id,
            "business": business.name,
            "role": offer.invitation.role,
            "belongs": offer.belongs,
        }
    )


@routes.post("/api/invitacion/{code}")
async def join(request: web.Request) -> web.Response:
    """Join once, and only whoever has accepted the terms; who belongs already is told so."""
    offer = _offer(request)
    if offer is None:
        return missing()
    if not (await sent(request)).get("terms"):
        return refused(request, "invited_no_terms")
    if not offer.belongs:
        request.app[STATE].books.join(offer.invitation, request[MEMBER].login)
    return web.json_response({"id": offer.invitation.business.id, "joined": not offer.belongs})
