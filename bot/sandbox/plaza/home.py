"""Home: the figures and posts of the first screen, and a member's profile."""

from aiohttp import web

from bot.sandbox.plaza.answers import missing, said
from bot.sandbox.practice.records import NOTIFICATION_KINDS
from bot.sandbox.practice.sessions import MEMBER
from bot.sandbox.practice.state import STATE

routes = web.RouteTableDef()


@routes.get("/api/inicio")
async def home(request: web.Request) -> web.Response:
    state, member = request.app[STATE], request[MEMBER]
    on = sum(state.books.is_on(member.login, kind) for kind in NOTIFICATION_KINDS)
    return web.json_response(
        {
            "name": member.first_name,
            "posts": said(request)["posts"][: state.posts],
            "pages": len(state.books.pages_of(member.login)),
            "businesses": len(state.books.memberships_of(member.login)),
            "notices": on,
        }
    )


@routes.get(r"/api/perfil/{id:\d+}")
async def profile(request: web.Request) -> web.Response:
    found = request.app[STATE].books.member_by(request.match_info["id"])
    return web.json_response({"name": found.name}) if found else missing()
