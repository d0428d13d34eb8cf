"""Log-in and what it can end in: the home screen, a checkpoint, a disabled account, a way out."""

import secrets

from aiohttp import web

from bot.sandbox.practice.members import Member
from bot.sandbox.practice.sessions import MEMBER, VISIT_COOKIE, set_cookie
from bot.sandbox.practice.state import STATE
from bot.sandbox.site.layout import alert, answer, csrf_field, plain_screen, redirect
from bot.sandbox.site.markup import Markup, escape, fill
from bot.sandbox.site.pictures import icon

INCORRECT = "The password you entered is incorrect."
UNKNOWN_LOGIN = "No account matches that login."
EXPIRED = "Your session has expired. Log in again."
WRONG_CODE = "That code is not correct. Check it and try again."

BAD_CODE = "That code is not correct."
TOO_MANY_CODES = "Too many wrong codes. Try again later."

routes = web.RouteTableDef()


def _form(request: web.Request, problem: str, login: str = "") -> web.Response:
    """The log-in form. A browser without any cookie gets one, for the form token to hold on to."""
    sessions = request.app[STATE].sessions
    visit = request.cookies.get(VISIT_COOKIE) or secrets.token_urlsafe(18)
    token = sessions.form_token(request) or sessions.token_for(visit)
    field = Markup(f'<input type="hidden" name="csrf" value="{escape(token)}">')
    response = answer(fill("login", alert=alert(problem), csrf_field=field, login=login))
    set_cookie(response, VISIT_COOKIE, visit)
    return response


@routes.get("/")
async def front_door(_: web.Request) -> web.Response:
    return redirect("/home")


@routes.get("/login")
async def show_login(request: web.Request) -> web.Response:
    session = request.app[STATE].sessions.of(request)
    if session and not session.expired:
        return redirect("/home")
    return _form(request, EXPIRED if session or request.query.get("reason") == "expired" else "")


@routes.post("/login")
async def log_in(request: web.Request) -> web.Response:
    state = request.app[STATE]
    form = await request.post()
    login = str(form.get("login", ""))
    member = state.books.member_by(login)
    if member is None:
        return _form(request, UNKNOWN_LOGIN, login)
    if str(form.get("password", "")) != member.password:
        state.books.logins_failed[member.login] += 1
        return _form(request, INCORRECT, login)
    state.books.logins_ok[member.login] += 1
    return _enter(request, member, wants_code=bool(member.totp))


def _enter(request: web.Request, member: Member, *, wants_code: bool = False) -> web.Response:
    """A new session; of one that wants a code nothing but the code's screen is seen."""
    response = redirect("/login/code" if wants_code else "/home")
    sessions = request.app[STATE].sessions
    set_cookie(response, sessions.cookie, sessions.open(member.login, wants_code=wants_code).token)
    return response


def _code_form(request: web.Request, problem: str = "") -> web.Response:
    content = fill("code", alert=alert(problem), csrf_field=csrf_field(request), icon=icon("shield"))
    return plain_screen("Enter your code", content)


@routes.get("/login/code")
async def show_code_form(request: web.Request) -> web.Response:
    locked = request.app[STATE].books.codes.is_locked(request[MEMBER])
    return _code_form(request, TOO_MANY_CODES if locked else "")


@routes.post("/login/code")
async def take_code(request: web.Request) -> web.Response:
    member, state = request[MEMBER], request.app[STATE]
    match state.books.codes.judge(member, str((await request.post()).get("code", ""))):
        case "right":
            state.sessions.close(request.cookies[state.sessions.cookie])
            return _enter(request, member)
        case "locked":
            return _code_form(request, TOO_MANY_CODES)
        case "wrong":
            return _code_form(request, BAD_CODE)


@routes.post("/logout")
async def log_out(request: web.Request) -> web.Response:
    state = request.app[STATE]
    state.sessions.close(request.cookies[state.sessions.cookie])
    response = redirect("/login")
    response.del_cookie(state.sessions.cookie)
    return response


def _checkpoint(request: web.Request, problem: str = "") -> web.Response:
    member = request[MEMBER]
    content = fill(
        "checkpoint",
        name=member.name,
        login=member.login,
        alert=alert(problem),
        csrf_field=csrf_field(request),
        icon=icon("shield"),
    )
    return plain_screen("Confirm your identity", content)


@routes.get("/checkpoint")
async def show_checkpoint(request: web.Request) -> web.Response:
    return _checkpoint(request)


@routes.post("/checkpoint")
async def refuse_code(request: web.Request) -> web.Response:
    """No code is ever right: a checkpoint is for the account's own person."""
    return _checkpoint(request, WRONG_CODE)


@routes.get("/disabled")
async def show_disabled(request: web.Request) -> web.Response:
    content = fill("disabled", login=request[MEMBER].login, csrf_field=csrf_field(request), icon=icon("lock"))
    return plain_screen("Your account is disabled", content)


@routes.get("/help")
async def show_help(_: web.Request) -> web.Response:
    return plain_screen("Help Centre", fill("help"))
