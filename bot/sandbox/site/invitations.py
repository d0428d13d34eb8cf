"""Invitations: the screen behind an invitation link, and joining the business that sent it."""

from aiohttp import web

from bot.sandbox.practice.records import Invitation
from bot.sandbox.practice.sessions import MEMBER
from bot.sandbox.practice.state import STATE
from bot.sandbox.site.layout import csrf_field, not_found, redirect, screen
from bot.sandbox.site.markup import Markup, fill
from bot.sandbox.site.pictures import avatar

NOT_VALID = "This invitation is not valid"
NOT_VALID_WHY = "It may have been withdrawn, or the link may be incomplete. Ask for a new one."

routes = web.RouteTableDef()


def _invitation(request: web.Request) -> Invitation | None:
    return request.app[STATE].books.invitations.get(request.match_info["code"])


def _offer(request: web.Request, invitation: Invitation) -> Markup:
    return fill(
        "invitation_offer",
        role=invitation.role,
        login=request[MEMBER].login,
        csrf_field=csrf_field(request),
    )


@routes.get("/invitations/{code}")
async def show(request: web.Request) -> web.Response:
    invitation = _invitation(request)
    if invitation is None:
        return not_found(request, NOT_VALID, NOT_VALID_WHY)
    business = invitation.business
    belongs = request.app[STATE].books.membership_in(business, request[MEMBER].login)
    content = fill(
        "invitation",
        business=business.name,
        avatar=avatar(business.name, square=True),
        rest=fill("invitation_joined", business=business.name, id=business.id)
        if belongs
        else _offer(request, invitation),
    )
    return screen(request, f"Join {business.name}", content)


@routes.post("/invitations/{code}")
async def accept(request: web.Request) -> web.Response:
    """Join once; whoever comes a second time is told so by the invitation itself."""
    state = request.app[STATE]
    invitation, login = _invitation(request), request[MEMBER].login
    if invitation is None:
        return not_found(request, NOT_VALID, NOT_VALID_WHY)
    if state.books.membership_in(invitation.business, login):
        return redirect(request.path)
    state.books.join(invitation, login)
    state.sessions.leave_flash(request, f"You joined {invitation.business.name}")
    return redirect(f"/business/{invitation.business.id}")
