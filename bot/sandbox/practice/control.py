"""Control: the desk behind the site, where tests and the demo set the stage and read the books."""

import json
from collections.abc import Mapping, Sequence
from typing import cast

from aiohttp import web

from bot.sandbox.practice.behaviour import behaviour_from_json
from bot.sandbox.practice.ledger import written
from bot.sandbox.practice.members import member_from_json
from bot.sandbox.practice.state import STATE

routes = web.RouteTableDef()


def _entries(data: object) -> Sequence[Mapping[str, object]]:
    """What was posted as a list of objects; one object alone is a list of one."""
    entries = cast("list[object]", data) if isinstance(data, list) else [data]
    if not all(isinstance(entry, dict) for entry in entries):
        raise ValueError("Post a JSON object, or a list of them.")
    return cast("list[Mapping[str, object]]", entries)


async def _posted(request: web.Request) -> Sequence[Mapping[str, object]]:
    try:
        return _entries(json.loads(await request.text()))
    except ValueError as error:
        raise web.HTTPBadRequest(text=str(error)) from error


@routes.get("/_health")
async def health(_: web.Request) -> web.Response:
    return web.json_response({"ok": True})


@routes.get("/_books")
async def read_books(request: web.Request) -> web.Response:
    state = request.app[STATE]
    return web.json_response(written(state.books, state.sessions))


@routes.post("/_site/members")
async def enrol(request: web.Request) -> web.Response:
    try:
        members = [member_from_json(entry) for entry in await _posted(request)]
    except ValueError as error:
        raise web.HTTPBadRequest(text=str(error)) from error
    for member in members:
        request.app[STATE].books.enrol(member)
    return web.json_response({"members": len(members)})


@routes.post("/_site/sessions")
async def open_session(request: web.Request) -> web.Response:
    state = request.app[STATE]
    entry = (await _posted(request))[0]
    member = state.books.member_by(str(entry.get("login", "")))
    if member is None:
        raise web.HTTPNotFound(text="No member has that login.")
    session = state.sessions.open(member.login, expired=bool(entry.get("expired")))
    return web.json_response(state.sessions.storage_state(session, request.url.host or "127.0.0.1"))


@routes.delete("/_site/sessions")
async def expire_sessions(request: web.Request) -> web.Response:
    """Let all sessions of `?login=` run out, as a real site does when it wants a new log-in."""
    request.app[STATE].sessions.expire(request.query.get("login", ""))
    return web.json_response({"ok": True})


@routes.post("/_site/invitations")
async def invite(request: web.Request) -> web.Response:
    entries = await _posted(request)
    if any(not entry.get(key) for entry in entries for key in ("code", "business", "role")):
        raise web.HTTPBadRequest(text="An invitation needs code, business and role.")
    state = request.app[STATE]
    for entry in entries:
        state.books.invite(str(entry["code"]), str(entry["business"]), str(entry["role"]))
    return web.json_response({"links": [f"{state.traits.invitations}{entry['code']}" for entry in entries]})


@routes.post("/_site/behaviour")
async def switch_on(request: web.Request) -> web.Response:
    try:
        behaviours = [behaviour_from_json(entry) for entry in await _posted(request)]
    except ValueError as error:
        raise web.HTTPBadRequest(text=str(error)) from error
    for behaviour in behaviours:
        request.app[STATE].behaviours.add(behaviour)
    return web.json_response({"behaviours": len(behaviours)})


@routes.delete("/_site/behaviour")
async def switch_off(request: web.Request) -> web.Response:
    request.app[STATE].behaviours.clear()
    return web.json_response({"ok": True})
