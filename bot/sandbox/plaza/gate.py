"""Gate: who reaches a screen, who is sent to the log-in or to a closed door, and whether a form is the site's own."""

import hmac

from aiohttp import web
from aiohttp.typedefs import Handler

from bot.sandbox.plaza import language
from bot.sandbox.plaza.markup import redirect, sentence_screen
from bot.sandbox.practice.members import Member
from bot.sandbox.practice.sessions import MEMBER
from bot.sandbox.practice.state import STATE

LOGIN, PASSWORD, CODE = "/acceso", "/acceso/clave", "/acceso/codigo"
HOME, LOG_OUT, HELP = "/inicio", "/salir", "/ayuda"
HELD_AT = {"checkpoint": "/verificacion", "disabled": "/bloqueada"}
EXPIRED = f"{LOGIN}?motivo=caducada"
OPEN_TO_ALL = (LOGIN, PASSWORD, HELP, "/favicon.ico")
TOKEN_FIELD, TOKEN_HEADER = "ficha", "X-Ficha"


def is_api(request: web.Request) -> bool:
    return request.path.startswith("/api/")


def sent_to(request: web.Request, path: str) -> web.Response:
    """The way to another screen: for a page a redirect, for the app's own requests the address to open."""
    if is_api(request):
        return web.json_response({"go": path}, status=401)
    return redirect(path)


def language_of(request: web.Request) -> str:
    member = request.get(MEMBER)
    return language.of_member(member) if member else language.of_visitor(request)


def broken(request: web.Request) -> web.Response:
    """The answer of a site that is out of order."""
    if is_api(request):
        return web.json_response({"error": "broken"}, status=500)
    return sentence_screen(language.of_visitor(request), "broken", status=500)


def _turned_away(request: web.Request) -> web.Response | None:
    sessions = request.app[STATE].sessions
    session = sessions.of(request)
    if session is None:
        return sent_to(request, LOGIN)
    if session.expired or session.login not in request.app[STATE].books.members:
        response = sent_to(request, EXPIRED)
        response.del_cookie(sessions.cookie)
        return response
    return None


def _held(request: web.Request, member: Member, *, wants_code: bool) -> web.Response | None:
    """An account that must prove something sees one screen only; others never see that screen."""
    place = CODE if wants_code else HELD_AT.get(member.status, "")
    if request.path in (LOG_OUT, place):
        return None
    if place:
        return sent_to(request, place)
    return redirect(HOME) if request.path in (CODE, *HELD_AT.values()) else None


async def _form_is_ours(request: web.Request) -> bool:
    shown = request.headers.get(TOKEN_HEADER) or str((await request.post()).get(TOKEN_FIELD, ""))
    wanted = request.app[STATE].sessions.form_token(request)
    return bool(wanted) and hmac.compare_digest(shown.encode(), wanted.encode())


@web.middleware
async def gate(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Decide who reaches a screen, before the screen is asked."""
    if request.path.startswith(("/_", "/static/")):
        return await handler(request)
    if request.path not in OPEN_TO_ALL:
        if away := _turned_away(request):
            return away
        state = request.app[STATE]
        session = state.sessions.of(request)
        member = state.books.members[session.login if session else ""]
        request[MEMBER] = member
        if held := _held(request, member, wants_code=session is not None and session.wants_code):
            return held
    if request.method == "POST" and not await _form_is_ours(request):
        return sentence_screen(language_of(request), "form_expired", status=403)
    try:
        return await handler(request)
    except web.HTTPNotFound:
        return sentence_screen(language_of(request), "missing", status=404)
