"""Notices: which kinds of notifications are on, read and saved together, as JSON."""

from aiohttp import web

from bot.sandbox.plaza.answers import refused, said, sent
from bot.sandbox.practice.records import NOTIFICATION_KINDS
from bot.sandbox.practice.sessions import MEMBER
from bot.sandbox.practice.state import STATE

routes = web.RouteTableDef()


@routes.get("/api/avisos")
async def notices(request: web.Request) -> web.Response:
    books, login, names = request.app[STATE].books, request[MEMBER].login, said(request)["kinds"]
    return web.json_response(
        {"kinds": [[kind, names[kind], books.is_on(login, kind)] for kind in NOTIFICATION_KINDS]}
    )


@routes.post("/api/avisos")
async def save_notices(request: web.Request) -> web.Response:
    """All kinds at once: those that are named are on, the others off."""
    on = (await sent(request)).get("on")
    if not isinstance(on, list):
        return refused(request, "not_saved")
    for kind in NOTIFICATION_KINDS:
        request.app[STATE].books.switch(request[MEMBER].login, kind, on=kind in on)
    return web.json_response({"on": len(on)})
