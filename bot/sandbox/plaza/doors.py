"""Doors: the log-in in two screens, the code, and the screens of accounts that are not let in."""

import secrets
from urllib.parse import quote

from aiohttp import web

from bot.sandbox.plaza import language
from bot.sandbox.plaza.gate import CODE, HELD_AT, HELP, HOME, LOG_OUT, LOGIN, PASSWORD, language_of
from bot.sandbox.plaza.markup import alert, filled, plain, redirect, sentence_screen
from bot.sandbox.practice.members import Member
from bot.sandbox.practice.sessions import MEMBER, VISIT_COOKIE, set_cookie
from bot.sandbox.practice.state import STATE

USER, KEY, NUMBER = "usuario", "clave", "codigo"

routes = web.RouteTableDef()


def _form(
    request: web.Request, lang: str, template: str, problem: str = "", /, **values: str
) -> web.Response:
    """A form of the log-in. A browser without any cookie gets one, for the form token to hold on to."""
    sessions = request.app[STATE].sessions
    visit = request.cookies.get(VISIT_COOKIE) or secrets.token_urlsafe(18)
    token = sessions.form_token(request) or sessions.token_for(visit)
    said = language.texts(lang)
    shown = {"alert": alert(said[problem] if problem else "")}
    response = plain(lang, filled(template, lang, {"token": token, **values}, shown))
    set_cookie(response, VISIT_COOKIE, visit)
    if chosen := request.query.get(language.CHOICE):
        set_cookie(response, language.CHOICE_COOKIE, chosen if chosen in language.LANGUAGES else "")
    return response


@routes.get(LOGIN)
async def show_login(request: web.Request) -> web.Response:
    session = request.app[STATE].sessions.of(request)
    if session and not session.expired:
        return redirect(HOME)
    is_expired = bool(session) or request.query.get("motivo") == "caducada"
    return _form(
        request, language.of_visitor(request), "login", "login_expired" if is_expired else "", user=""
    )


@routes.post(LOGIN)
async def take_user(request: web.Request) -> web.Response:
    """The first screen: who it is. The second asks for the password, in that member's language."""
    user = str((await request.post()).get(USER, "")).strip()
    if user and request.app[STATE].books.member_by(user):
        return redirect(f"{PASSWORD}?{USER}={quote(user)}")
    problem = "login_unknown" if user else "login_empty"
    return _form(request, language.of_visitor(request), "login", problem, user=user)


def _ask_password(request: web.Request, member: Member, user: str, problem: str = "") -> web.Response:
    lang = language.of_member(member)
    return _form(request, lang, "password", problem, user=user, path=PASSWORD, other=LOGIN)


@routes.get(PASSWORD)
async def show_password(request: web.Request) -> web.Response:
    user = request.query.get(USER, "")
    member = request.app[STATE].books.member_by(user)
    return _ask_password(request, member, user) if member else redirect(LOGIN)


@routes.post(PASSWORD)
async def take_password(request: web.Request) -> web.Response:
    books, form = request.app[STATE].books, await request.post()
    user = str(form.get(USER, ""))
    member = books.member_by(user)
    if member is None:
        return redirect(LOGIN)
    if str(form.get(KEY, "")) != member.password:
        books.logins_failed[member.login] += 1
        return _ask_password(request, member, user, "password_wrong")
    books.logins_ok[member.login] += 1
    return _enter(request, member, wants_code=bool(member.totp))


def _enter(request: web.Request, member: Member, *, wants_code: bool = False) -> web.Response:
    response = redirect(CODE if wants_code else HOME)
    sessions = request.app[STATE].sessions
    set_cookie(response, sessions.cookie, sessions.open(member.login, wants_code=wants_code).token)
    return response


@routes.get(CODE)
async def show_code(request: web.Request) -> web.Response:
    locked = request.app[STATE].books.codes.is_locked(request[MEMBER])
    return _form(request, language_of(request), "code", "code_locked" if locked else "", path=CODE)


@routes.post(CODE)
async def take_code(request: web.Request) -> web.Response:
    member, state = request[MEMBER], request.app[STATE]
    verdict = state.books.codes.judge(member, str((await request.post()).get(NUMBER, "")))
    if verdict == "right":
        state.sessions.close(request.cookies[state.sessions.cookie])
        return _enter(request, member)
    problem = "code_locked" if verdict == "locked" else "code_wrong"
    return _form(request, language_of(request), "code", problem, path=CODE)


def _verify(request: web.Request, problem: str = "") -> web.Response:
    return _form(request, language_of(request), "verify", problem, name=request[MEMBER].name)


@routes.get(HELD_AT["checkpoint"])
async def show_verification(request: web.Request) -> web.Response:
    return _verify(request)


@routes.post(HELD_AT["checkpoint"])
async def refuse_letter(request: web.Request) -> web.Response:
    """No code is ever right: this is for the account's own person."""
    return _verify(request, "verify_wrong")


@routes.get(HELD_AT["disabled"])
async def show_blocked(request: web.Request) -> web.Response:
    return _form(request, language_of(request), "blocked", name=request[MEMBER].name)


@routes.post(LOG_OUT)
async def log_out(request: web.Request) -> web.Response:
    sessions = request.app[STATE].sessions
    sessions.close(request.cookies[sessions.cookie])
    response = redirect(LOGIN)
    response.del_cookie(sessions.cookie)
    return response


@routes.get(HELP)
async def show_help(request: web.Request) -> web.Response:
    return sentence_screen(language_of(request), "help", status=200)
