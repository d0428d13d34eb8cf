"""/client/*: what a person's page may ask, and do."""

from collections.abc import Awaitable, Callable

from aiohttp import web

from . import clicks, content, entry_points, forms, screen, speech
from .documents import Json
from .people import Act, Unable, act
from .platform import Platform

Doing = Callable[[Act], Awaitable[Json]]
Reading = Callable[[Platform, web.Request], Awaitable[web.StreamResponse]]
Served = Callable[[web.Request], Awaitable[web.StreamResponse]]

READINGS: dict[str, Reading] = {
    "boot": screen.boot,
    "messages": screen.messages,
    "events": screen.events,
}
DOINGS: dict[str, Doing] = {
    "message": speech.say,
    "action": clicks.click,
    "suggest": clicks.suggest,
    "submit": forms.submit,
    "close": forms.close,
    "shortcut": entry_points.use_shortcut,
    "home": entry_points.open_home,
}


def routes(platform: Platform) -> list[web.RouteDef]:
    reading = [web.get(f"/client/{name}", _reader(platform, read)) for name, read in READINGS.items()]
    taking = web.post("/client/file", _reader(platform, content.receive))
    doing = [web.post(f"/client/{name}", _doer(platform, do)) for name, do in DOINGS.items()]
    return [*reading, *doing, taking]


def _reader(platform: Platform, read: Reading) -> Served:
    async def serve(request: web.Request) -> web.StreamResponse:
        try:
            return await read(platform, request)
        except Unable as unable:
            return web.json_response({"ok": False, "error": unable.sentence}, status=404)

    return serve


def _doer(platform: Platform, do: Doing) -> Served:
    """The answer says how far the stream was when all was done, so that a screen can catch up with it."""

    async def serve(request: web.Request) -> web.StreamResponse:
        try:
            acting = await act(platform, request)
        except Unable as unable:
            return web.json_response({"ok": False, "error": unable.sentence}, status=404)
        try:
            answer = await do(acting)
        except Unable as unable:
            answer = {"ok": False, "error": unable.sentence}
        return web.json_response({**answer, "cursor": platform.hub.cursor_of(acting.user.id)})

    return serve
