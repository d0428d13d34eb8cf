"""Screens: the one page that the server sends for all of them, with the account on top; the app draws the rest."""

from aiohttp import web

from bot.sandbox.plaza import language
from bot.sandbox.plaza.gate import HOME
from bot.sandbox.plaza.markup import embedded, filled, html, redirect
from bot.sandbox.practice.sessions import MEMBER
from bot.sandbox.practice.state import STATE

SCREENS = (
    HOME,
    "/paginas",
    "/paginas/nueva",
    r"/paginas/{id:\d+}",
    "/empresas",
    "/empresas/nueva",
    r"/empresas/{id:\d+}",
    "/avisos",
    "/invitacion/{code}",
    r"/perfil/{id:\d+}",
)


async def shell(request: web.Request) -> web.Response:
    """The frame of every screen for members; the account's number stands in an address only."""
    member = request[MEMBER]
    lang = language.of_member(member)
    values = {
        "token": request.app[STATE].sessions.form_token(request),
        "name": member.name,
        "login": member.login,
        "user_id": member.user_id,
        "initial": member.first_name[:1].upper(),
    }
    return html(filled("shell", lang, values, {"texts": embedded(language.texts(lang))}))


async def front_door(_: web.Request) -> web.Response:
    return redirect(HOME)


async def follow_invitation(request: web.Request) -> web.Response:
    """The short link of an invitation's e-mail leads to its screen."""
    return redirect(f"/invitacion/{request.match_info['code']}")


routes = web.RouteTableDef()
routes.get("/")(front_door)
routes.get("/invitations/{code}")(follow_invitation)
for path in SCREENS:
    routes.get(path)(shell)
