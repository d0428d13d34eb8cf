"""chat.*: posting, changing and deleting the app's messages."""

from . import posting, wording
from .blockkit import limits
from .call import Call, Handler
from .documents import Json
from .refusals import Refusal, invalid_arguments
from .rooms import Message, Room

TS_PARTS = 2


async def post_message(call: Call) -> Json:
    room = _target(call)
    said = wording.contents(call)
    wording.check_something(said)
    wording.check_blocks_length(said)
    thread_ts = _thread(call, room)
    body = posting.from_bot(call.platform, said.pop("text", ""), thread_ts=thread_ts, **said)
    message = posting.post(call.platform, room, body)
    return {"channel": room.id, "ts": message.ts, "message": message.body}


async def post_ephemeral(call: Call) -> Json:
    room = call.joined_room()
    user = call.platform.workspace.user(call.text("user"))
    if user is None or user.id not in room.members:
        raise Refusal("user_not_in_channel", f"{call.text('user')} is not a member of #{room.name}")
    said = wording.contents(call)
    wording.check_something(said)
    # Metadata of ephemerals is accepted and dropped.
    said.pop("metadata", None)
    thread_ts = _thread(call, room)
    body = posting.from_bot(call.platform, said.pop("text", ""), thread_ts=thread_ts, **said)
    message = posting.post(call.platform, room, body, ephemeral_to=user.id)
    return {"message_ts": message.ts}


async def update(call: Call) -> Json:
    room = call.room()
    message = _own(call, room, call.text("ts"), "cant_update_message")
    if len(call.text("text")) > limits.UPDATED_TEXT:
        raise Refusal("msg_too_long", f"an update takes {limits.UPDATED_TEXT} characters of text")
    said = wording.contents(call)
    if not said and not call.any("file_ids"):
        raise Refusal("no_text", "an update needs text, blocks or attachments")
    # Without `blocks` the old ones stay, and people see no change; an empty list takes them away.
    wording.check_something({**message.body, **said})
    wording.check_blocks_length(said)
    changes = {name: part or None if name != "text" else part for name, part in said.items()}
    posting.revise(call.platform, room, message, **changes)
    return {"channel": room.id, "ts": message.ts, "text": message.body["text"], "message": message.body}


async def delete(call: Call) -> Json:
    room = call.room()
    message = _own(call, room, call.text("ts"), "cant_delete_message")
    posting.remove(call.platform, room, message)
    return {"channel": room.id, "ts": message.ts}


async def get_permalink(call: Call) -> Json:
    room = call.room()
    message = room.find(call.text("message_ts"))
    if message is None:
        raise Refusal("message_not_found", f"no message {call.text('message_ts')}")
    thread = f"?thread_ts={message.thread_ts}&cid={room.id}" if message.is_reply else ""
    place = message.ts.replace(".", "")
    return {"channel": room.id, "permalink": f"{call.platform.url}/archives/{room.id}/p{place}{thread}"}


def _target(call: Call) -> Room:
    """A conversation the app is in; a person's id means the direct message with them."""
    direct = call.platform.rooms.direct(call.text("channel"))
    return direct or call.joined_room()


def _thread(call: Call, room: Room) -> str | None:
    """The thread's first message. Slack accepts a ts nobody knows; the reply is then seen nowhere."""
    thread_ts = call.text("thread_ts")
    if not thread_ts:
        return None
    if len(thread_ts.split(".")) != TS_PARTS or not thread_ts.replace(".", "").isdigit():
        raise invalid_arguments("must be the ts of a message [json-pointer:/thread_ts]")
    parent = room.messages.get(thread_ts)
    if parent is not None and parent.ephemeral_to:
        raise Refusal("cannot_reply_to_message", "an ephemeral message has no thread")
    return parent.thread_ts or thread_ts if parent else thread_ts


def _own(call: Call, room: Room, ts: str, error: str) -> Message:
    message = room.find(ts)
    if message is None:
        raise Refusal("message_not_found", f"no message {ts} in #{room.name}")
    if message.body.get("bot_id") != call.platform.workspace.app.bot_id:
        raise Refusal(error, "the message is somebody else's")
    return message


HANDLERS: dict[str, Handler] = {
    "chat.postMessage": post_message,
    "chat.postEphemeral": post_ephemeral,
    "chat.update": update,
    "chat.delete": delete,
    "chat.getPermalink": get_permalink,
}
