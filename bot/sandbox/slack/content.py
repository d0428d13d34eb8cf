"""The bytes of files: taking them in at the upload address, giving them out at url_private."""

from aiohttp import web

from . import network
from .files import as_file
from .people import Unable, who
from .platform import Platform
from .refusals import Refusal
from .uploads import Upload

METHOD = "upload"


async def take(platform: Platform, request: web.Request) -> web.Response:
    """POST /upload/<file id>: raw bytes, as many as were announced."""
    time = platform.clock.now()
    await network.latency(platform.switches)
    failure = platform.switches.take(METHOD)
    content = await request.read()
    try:
        network.fail(failure)
        _keep(platform, request.match_info["file_id"], content)
    except Refusal as refusal:
        platform.books.refused(METHOD, time, refusal.error, refusal.detail)
        status = (
            web.HTTPBadRequest.status_code if refusal.status == web.HTTPOk.status_code else refusal.status
        )
        return web.Response(text=refusal.error, status=status, headers=refusal.headers)
    if failure is not None and failure.answer == network.LOST:
        return network.lose(request)
    return web.Response(text=f"OK - {len(content)}")


async def give(platform: Platform, request: web.Request) -> web.Response:
    """GET /files/<id>/<name>: to the app with its token, to a person by ?user=."""
    upload = platform.uploads.find(request.match_info["file_id"])
    if upload is None or upload.content is None or not _may_see(platform, request, upload):
        raise web.HTTPNotFound
    return web.Response(body=upload.content, content_type=upload.mimetype)


async def receive(platform: Platform, request: web.Request) -> web.Response:
    """POST /client/file?user=U&name=N: what a person chooses in a file_input, as raw bytes."""
    user = who(platform, request.query.get("user", ""))
    upload = platform.uploads.receive(user.id, request.query.get("name", "file"), await request.read())
    return web.json_response({"ok": True, "file": as_file(platform, upload)})


def _keep(platform: Platform, file_id: str, content: bytes) -> None:
    upload = platform.uploads.find(file_id)
    if upload is None or upload.completed:
        raise Refusal("file_not_found", f"{file_id} awaits no bytes")
    if len(content) != upload.length:
        raise Refusal("length_mismatch", f"{upload.length} bytes were announced, {len(content)} came")
    upload.content = content


def _may_see(platform: Platform, request: web.Request, upload: Upload) -> bool:
    app = platform.workspace.app
    if request.headers.get("Authorization") == f"Bearer {app.bot_token}":
        return "files:read" in app.scopes
    try:
        user = who(platform, request.query.get("user", ""))
    except Unable:
        return False
    if upload.user_id == user.id:
        return True
    visible = {room.id for room in platform.rooms.visible_to(user.id)}
    return any(room_id in visible for places in upload.shares.values() for room_id in places)
