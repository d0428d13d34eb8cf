"""Messages coming, changing and going, and every screen being told."""

from typing import Any

from .blockkit.anatomy import slack_files
from .blockkit.checks import Finding
from .blockkit.filling import filled
from .blockkit.surfaces import message_findings
from .documents import Json, objects
from .platform import Platform
from .refusals import Refusal, invalid_blocks
from .rooms import Message, Room

REPLIERS_SHOWN = 5


def check_blocks(platform: Platform, blocks: Any) -> list[Json]:
    """The blocks as Slack stores them, or its refusal."""
    if not isinstance(blocks, list):
        raise Refusal("invalid_blocks_format", "blocks must be a list")
    findings = message_findings(blocks) or [
        Finding(f"/blocks/{place}/type", f"unsupported type: {block['type']}")
        for place, block in enumerate(objects(blocks))
        if block["type"] in platform.switches.refused_blocks
    ]
    findings = findings or [
        Finding(f"{pointer}/id", "invalid slack file")
        for pointer, part in slack_files(blocks)
        if not platform.uploads.usable(str(part.get("id")))
    ]
    if findings:
        raise invalid_blocks(findings)
    return filled(objects(blocks))


def from_bot(platform: Platform, text: str, **more: Any) -> Json:
    """A message of the app; parts that are None are left out."""
    app, team_id = platform.workspace.app, platform.workspace.team_id
    profile = {"id": app.bot_id, "app_id": app.app_id, "name": app.name, "team_id": team_id, "deleted": False}
    return {
        "type": "message",
        "user": app.bot_user_id,
        "ts": platform.clock.ts(),
        "team": team_id,
        "bot_id": app.bot_id,
        "app_id": app.app_id,
        "bot_profile": profile,
        "text": text,
        **{name: part for name, part in more.items() if part is not None},
    }


def from_person(platform: Platform, user_id: str, text: str, thread_ts: str | None = None) -> Json:
    who = platform.workspace.user(user_id)
    body: Json = {
        "type": "message",
        "user": user_id,
        "ts": platform.clock.ts(),
        "team": who.team_id if who else platform.workspace.team_id,
        "text": text,
    }
    return {**body, "thread_ts": thread_ts} if thread_ts else body


def drawn(room: Room, message: Message) -> Json:
    """The message as screens read it."""
    replies = room.thread(message.ts)
    summary: Json = {}
    if replies and not message.is_reply:
        repliers = list(dict.fromkeys(str(reply.body.get("user")) for reply in replies))
        summary = {
            "reply_count": len(replies),
            "reply_users": repliers[:REPLIERS_SHOWN],
            "reply_users_count": len(repliers),
            "latest_reply": replies[-1].ts,
        }
    ephemeral = message.ephemeral_to is not None
    return {**message.body, **summary, "channel": room.id, "is_ephemeral": ephemeral}


def post(platform: Platform, room: Room, body: Json, ephemeral_to: str | None = None) -> Message:
    message = Message(room.id, body, ephemeral_to)
    room.add(message)
    _tell(platform, room, message, {"type": "message", "message": drawn(room, message)})
    parent = room.find(str(message.thread_ts)) if message.is_reply and not ephemeral_to else None
    if parent is not None:
        _tell_changed(platform, room, parent)
    return message


def revise(platform: Platform, room: Room, message: Message, **changes: Any) -> None:
    """New text, blocks …; a part given as None goes away."""
    message.edits += 1
    for name, part in changes.items():
        if part is None:
            message.body.pop(name, None)
        else:
            message.body[name] = part
    _tell_changed(platform, room, message)


def remove(platform: Platform, room: Room, message: Message) -> None:
    message.deleted = True
    _tell(platform, room, message, {"type": "message_deleted", "channel": room.id, "ts": message.ts})
    parent = room.find(str(message.thread_ts)) if message.is_reply else None
    if parent is not None:
        _tell_changed(platform, room, parent)


def slackbot_says(platform: Platform, room: Room, user_id: str, text: str) -> None:
    """A private word from Slack itself."""
    body = {**from_person(platform, "USLACKBOT", text), "username": "Slackbot"}
    post(platform, room, body, ephemeral_to=user_id)


def toast(platform: Platform, user_id: str, text: str, kind: str = "error") -> None:
    platform.hub.publish({"type": "toast", "text": text, "kind": kind}, frozenset({user_id}))


def _tell_changed(platform: Platform, room: Room, message: Message) -> None:
    _tell(platform, room, message, {"type": "message_changed", "message": drawn(room, message)})


def _tell(platform: Platform, room: Room, message: Message, event: Json) -> None:
    audience = frozenset(room.members) if room.is_private else None
    if message.ephemeral_to is not None:
        audience = frozenset({message.ephemeral_to})
    platform.hub.publish(event, audience)
