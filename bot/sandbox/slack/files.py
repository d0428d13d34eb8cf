"""files.*: the upload in three steps, and what became of a file."""

import asyncio
from urllib.parse import quote

from . import posting
from .call import Call, Handler
from .documents import Json, objects
from .platform import Platform
from .refusals import Refusal, invalid_arguments
from .rooms import Room
from .uploads import Upload

# Slack looks through a file before people see it: shares are not there at once.
SHARE_SECONDS = 0.15
ALT_TEXT = 1000
TARGETS = 100


async def get_upload_url(call: Call) -> Json:
    length = call.text("length")
    if not length.isdigit() or int(length) == 0:
        raise invalid_arguments("must be a number greater than 0 [json-pointer:/length]")
    if len(call.text("alt_txt")) > ALT_TEXT:
        raise Refusal("alt_txt_too_large", f"alt_txt takes {ALT_TEXT} characters")
    upload = call.platform.uploads.reserve(call.bot, call.text("filename"), int(length), call.text("alt_txt"))
    return {"upload_url": f"{call.platform.url}/upload/{upload.id}", "file_id": upload.id}


async def complete_upload(call: Call) -> Json:
    """Everything is checked before anything is completed; the posting comes later."""
    if call.text("initial_comment") and call.any("blocks"):
        raise invalid_arguments("must define either `initial_comment` or `blocks`")
    blocks = posting.check_blocks(call.platform, call.any("blocks")) if call.any("blocks") else None
    rooms = _targets(call)
    uploads = _uploads(call)
    for upload, title in uploads:
        upload.completed, upload.title = True, title or upload.name
    said: Json = {
        "text": call.text("initial_comment"),
        "blocks": blocks,
        "thread_ts": call.text("thread_ts") or None,
    }
    # With alt_txt Slack answers ok and posts nothing (python-slack-sdk 1818).
    shared = [upload for upload, _ in uploads if not upload.alt_txt]
    if rooms and len(shared) == len(uploads):
        call.platform.jobs.start(_share(call.platform, rooms, shared, said))
    return {"files": [{"id": upload.id, "title": upload.title} for upload, _ in uploads]}


async def delete(call: Call) -> Json:
    """An app deletes what it uploaded; a person's file only that person deletes."""
    upload = _found(call)
    if upload.user_id != call.bot:
        raise Refusal("cant_delete_file", f"{upload.id} belongs to {upload.user_id}")
    call.platform.uploads.delete(upload)
    return {}


def _found(call: Call) -> Upload:
    upload = call.platform.uploads.find(call.text("file"))
    if upload is None or not upload.completed:
        raise Refusal("file_not_found", f"no file {call.text('file')}")
    if upload.deleted:
        raise Refusal("file_deleted", f"{upload.id} was deleted")
    return upload


async def info(call: Call) -> Json:
    upload = _found(call)
    return {"file": as_file(call.platform, upload), "comments": [], "response_metadata": {"next_cursor": ""}}


def address(platform: Platform, upload: Upload) -> str:
    """Where the bytes are."""
    return f"{platform.url}/files/{upload.id}/{quote(upload.name, safe='')}"


def as_file(platform: Platform, upload: Upload) -> Json:
    private = address(platform, upload)
    return {
        "id": upload.id,
        "created": int(upload.created),
        "timestamp": int(upload.created),
        "name": upload.name,
        "title": upload.title,
        "mimetype": upload.mimetype,
        "filetype": upload.filetype,
        "pretty_type": upload.filetype.upper(),
        "user": upload.user_id,
        "user_team": platform.workspace.team_id,
        "editable": False,
        "size": len(upload.content or b""),
        "mode": "hosted",
        "is_external": False,
        "is_public": "public" in upload.shares,
        "url_private": private,
        "url_private_download": private,
        "permalink": private,
        "channels": sorted(upload.shares.get("public", {})),
        "shares": upload.shares,
    }


def _targets(call: Call) -> list[Room]:
    named = [name for name in (call.text("channel_id") or call.text("channels")).split(",") if name]
    if len(named) > TARGETS:
        raise Refusal("channels_limit_exceeded", f"no more than {TARGETS} channels")
    if call.text("thread_ts") and len(named) != 1:
        raise invalid_arguments("`thread_ts` goes with exactly one channel")
    return [_target(call, name) for name in named]


def _target(call: Call, room_id: str) -> Room:
    room = call.platform.rooms.find(room_id)
    if room is None or (room.is_private and call.bot not in room.members):
        raise Refusal("channel_not_found", f"{room_id} is no channel the app can see")
    if call.bot not in room.members:
        raise Refusal("not_in_channel", f"the app is not a member of #{room.name}")
    return room


def _uploads(call: Call) -> list[tuple[Upload, str]]:
    named = objects(call.any("files"))
    if not named:
        raise invalid_arguments("no fewer than 1 items allowed [json-pointer:/files]")
    found: list[tuple[Upload, str]] = []
    for entry in named:
        upload = call.platform.uploads.find(str(entry.get("id")))
        if upload is None or upload.content is None or upload.completed:
            raise Refusal("file_not_found", f"{entry.get('id')} was not uploaded, or is complete already")
        found.append((upload, str(entry.get("title") or "")))
    return found


async def _share(platform: Platform, rooms: list[Room], uploads: list[Upload], said: Json) -> None:
    """Post the files, and only then say where they are."""
    await asyncio.sleep(SHARE_SECONDS)
    for room in rooms:
        parent = room.messages.get(str(said["thread_ts"]))
        thread_ts = parent.thread_ts or parent.ts if parent else said["thread_ts"]
        body = posting.from_bot(platform, **{**said, "thread_ts": thread_ts})
        for upload in uploads:
            upload.share(channel=room.id, private=room.is_private, ts=body["ts"], thread_ts=thread_ts)
        body["files"] = [as_file(platform, upload) for upload in uploads]
        body["upload"] = False
        posting.post(platform, room, body)


HANDLERS: dict[str, Handler] = {
    "files.getUploadURLExternal": get_upload_url,
    "files.completeUploadExternal": complete_upload,
    "files.delete": delete,
    "files.info": info,
}
