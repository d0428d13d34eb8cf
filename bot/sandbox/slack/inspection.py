"""GET /_books and the switches: what tests look at and turn."""

from aiohttp import web

from .documents import Json, an_object
from .files import address
from .platform import Platform
from .rooms import Message, Room

ONE_SHOTS = ("drop_socket", "refresh_socket")


def books(platform: Platform) -> Json:
    stacks = platform.stacks
    return {
        "channels": [_room(platform, room) for room in platform.rooms.all()],
        "calls": list(platform.books.calls),
        "refusals": list(platform.books.refusals),
        "deliveries": list(platform.books.deliveries),
        "views": [{**stacks.as_json(view), "user": view.user_id} for view in stacks.all()],
        "homes": {user_id: stacks.as_json(view) for user_id, view in stacks.homes.items()},
    }


async def show_books(platform: Platform, _request: web.Request) -> web.Response:
    return web.json_response(books(platform))


async def show_switches(platform: Platform, _request: web.Request) -> web.Response:
    return web.json_response(platform.switches.as_json())


async def turn_switches(platform: Platform, request: web.Request) -> web.Response:
    changes = an_object(await request.json())
    once = {name for name in ONE_SHOTS if changes.pop(name, False)}
    try:
        platform.switches.set(changes)
    except (ValueError, KeyError, TypeError) as error:
        raise web.HTTPBadRequest(text=str(error)) from error
    if "drop_socket" in once:
        platform.sockets.cut()
    if "refresh_socket" in once:
        await platform.sockets.refresh()
    return await show_switches(platform, request)


def _room(platform: Platform, room: Room) -> Json:
    messages = [_message(platform, message) for message in room.messages.values()]
    return {"id": room.id, "name": room.name, "messages": messages}


def _message(platform: Platform, message: Message) -> Json:
    known = ("ts", "user", "bot_id", "text", "blocks", "attachments", "thread_ts", "metadata")
    entry: Json = {name: message.body[name] for name in known if name in message.body}
    entry["edits"] = message.edits
    if message.deleted:
        entry["deleted"] = True
    if message.ephemeral_to:
        entry["ephemeral_to"] = message.ephemeral_to
    if "files" in message.body:
        entry["files"] = [_file(platform, file["id"]) for file in message.body["files"]]
    return entry


def _file(platform: Platform, file_id: str) -> Json:
    upload = platform.uploads.find(file_id)
    if upload is None:
        return {"id": file_id}
    return {
        "id": upload.id,
        "name": upload.name,
        "mimetype": upload.mimetype,
        "size": len(upload.content or b""),
        "sha256": upload.sha256,
        "url_private": address(platform, upload),
    }
