"""The middlewares: one lets members in, sends others to log in and checks form tokens; one draws unknown addresses."""

import hmac

from aiohttp import web
from aiohttp.typedefs import Handler

from bot.sandbox.practice.members import Member
from bot.sandbox.practice.sessions import MEMBER
from bot.sandbox.practice.state import STATE
from bot.sandbox.site.layout import not_found, plain_screen, redirect
from bot.sandbox.site.markup import fill

OPEN_TO_ALL = ("/login", "/help", "/favicon.ico")
CODE = "/login/code"
HELD_AT = {"checkpoint": "/checkpoint", "disabled": "/disabled"}
CSRF_HEADER = "X-CSRF-Token"


def _open_to_all(path: str) -> bool:
    return path in OPEN_TO_ALL or path.startswith(("/static/", "/_"))


def _turned_away(request: web.Request) -> web.Response | None:
    """The way to the log-in for a browser that is not signed in, or no longer."""
    sessions = request.app[STATE].sessions
    session = sessions.of(request)
    if session is None:
        return redirect("/login")
    if session.expired:
        response = redirect("/login?reason=expired")
        response.del_cookie(sessions.cookie)
        return response
    return None


def _held(member: Member, path: str, *, wants_code: bool) -> web.Response | None:
    """An account that must prove something sees one screen only; others never see that screen."""
    place = CODE if wants_code else HELD_AT.get(member.status, "")
    if path in ("/logout", place):
        return None
    if place:
        return redirect(place)
    return redirect("/home") if path in (CODE, *HELD_AT.values()) else None


async def _form_is_ours(request: web.Request) -> bool:
    shown = request.headers.get(CSRF_HEADER) or str((await request.post()).get("csrf", ""))
    wanted = request.app[STATE].sessions.form_token(request)
    return bool(wanted) and hmac.compare_digest(shown.encode(), wanted.encode())


@web.middleware
async def auth_middleware(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Decide who reaches a screen, before the screen is asked."""
    if not _open_to_all(request.path):
        if away := _turned_away(request):
            return away
        session = request.app[STATE].sessions.of(request)
        member = request.app[STATE].books.members.get(session.login) if session else None
        if member is None:
            return redirect("/login")
        if held := _held(member, request.path, wants_code=session is not None and session.wants_code):
            return held
        request[MEMBER] = member
    if request.method == "POST" and not request.path.startswith("/_") and not await _form_is_ours(request):
        return plain_screen("This form has expired", fill("form_expired"), status=403)
    return await handler(request)


@web.middleware
async def error_middleware(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Draw the site's own screen for an address that does not exist."""
    if request.path.startswith("/_"):
        return await handler(request)
    try:
        return await handler(request)
    except web.HTTPNotFound:
        sentence = "The link may be broken, or the page may have been removed."
        return not_found(request, "This content isn't available right now", sentence)
