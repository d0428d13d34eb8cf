"""What a person's page loads: everything at the start, a channel's messages, and the stream of events."""

import asyncio

from aiohttp import web

from . import posting
from .directory import User, UserGroup
from .documents import Json, dumped
from .events import Entry
from .people import who
from .platform import Platform
from .rooms import Room
from .workspace import Workspace

KEEP_ALIVE_SECONDS = 15.0


async def boot(platform: Platform, request: web.Request) -> web.Response:
    """GET /client/boot."""
    user = who(platform, request.query.get("user", ""))
    workspace, stacks = platform.workspace, platform.stacks
    home = stacks.homes.get(user.id)
    return web.json_response(
        {
            "team": {"id": workspace.team_id, "name": workspace.name, "domain": workspace.domain},
            "me": _person(user),
            "users": [_person(known) for known in workspace.users],
            "usergroups": [_group(workspace, group) for group in workspace.groups],
            "channels": [_channel(platform, room, user) for room in platform.rooms.visible_to(user.id)],
            **_app(platform),
            "home": stacks.as_json(home) if home else None,
            "views": [stacks.as_json(view) for view in stacks.of(user.id)],
            "cursor": platform.hub.cursor,
        }
    )


async def messages(platform: Platform, request: web.Request) -> web.Response:
    """GET /client/messages."""
    user = who(platform, request.query.get("user", ""))
    room = platform.rooms.find(request.query.get("channel", ""))
    if room is None or room not in platform.rooms.visible_to(user.id):
        raise web.HTTPNotFound(text="no such channel")
    seen = [posting.drawn(room, message) for message in room.messages.values() if message.visible_to(user.id)]
    return web.json_response({"messages": seen, "cursor": platform.hub.cursor})


async def events(platform: Platform, request: web.Request) -> web.StreamResponse:
    """GET /client/events: server-sent events, `id:` is the cursor."""
    user = who(platform, request.query.get("user", ""))
    after = request.headers.get("Last-Event-ID") or request.query.get("after") or str(platform.hub.cursor)
    stream = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"})
    await stream.prepare(request)
    await stream.write(b": hello\n\n")
    writing = asyncio.create_task(_write(stream, platform, user.id, int(after)))
    try:
        while not (await asyncio.wait({writing}, timeout=KEEP_ALIVE_SECONDS))[0]:
            await stream.write(b": still here\n\n")
    except ConnectionResetError:
        pass
    finally:
        writing.cancel()
        await asyncio.wait({writing})
    return stream


async def _write(stream: web.StreamResponse, platform: Platform, user_id: str, after: int) -> None:
    try:
        async for entry in platform.hub.stream(user_id, after):
            await stream.write(_spelled(entry))
    except ConnectionResetError:
        return


def _spelled(entry: Entry) -> bytes:
    return f"id: {entry.cursor}\ndata: {dumped(entry.event)}\n\n".encode()


def _person(user: User) -> Json:
    return {
        "id": user.id,
        "name": user.name,
        "real_name": user.real_name,
        "tz": user.tz,
        "color": user.color,
        "is_admin": user.is_admin,
        "is_bot": user.is_bot,
        "is_guest": user.is_guest,
        "is_stranger": user.is_stranger,
        "deleted": user.deleted,
        "initials": user.initials,
    }


def _group(workspace: Workspace, group: UserGroup) -> Json:
    return {
        "id": group.id,
        "handle": group.handle,
        "name": group.name,
        "users": workspace.members(group),
        "deleted": bool(group.date_delete),
    }


def _channel(platform: Platform, room: Room, user: User) -> Json:
    direct = room.kind == "im"
    return {
        "id": room.id,
        "name": platform.workspace.app.name if direct else room.name,
        "is_im": direct,
        "is_private": room.is_private,
        "is_member": user.id in room.members,
        "topic": room.topic,
        "user": platform.workspace.app.bot_user_id if direct else None,
    }


def _app(platform: Platform) -> Json:
    app = platform.workspace.app
    return {
        "commands": [
            {
                "command": known.command,
                "description": known.description,
                "usage_hint": known.usage_hint,
                "app": app.name,
            }
            for known in app.commands
        ],
        "shortcuts": [
            {"type": known.type, "name": known.name, "callback_id": known.callback_id}
            for known in app.shortcuts
        ],
        "app": {
            "id": app.app_id,
            "name": app.name,
            "bot_user_id": app.bot_user_id,
            "bot_id": app.bot_id,
            "home_tab": app.home_tab,
        },
    }
