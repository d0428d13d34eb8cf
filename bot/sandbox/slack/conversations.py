"""conversations.* and reactions.add."""

from collections.abc import Sequence
from typing import TypeVar

from . import posting
from .call import Call, Handler
from .documents import Json
from .methods import missing_scope
from .platform import Platform
from .refusals import Refusal, invalid_arguments
from .rooms import Message, Room

PAGE = 100
MOST = 999
KIND_NAMES = {"public_channel": "channel", "private_channel": "group", "im": "im"}
LAST = "9999999999.999999"
T = TypeVar("T")


async def info(call: Call) -> Json:
    return {"channel": as_channel(call.platform, call.room())}


async def list_rooms(call: Call) -> Json:
    kinds = {KIND_NAMES.get(kind.strip()) for kind in (call.text("types") or "public_channel").split(",")}
    visible = call.platform.rooms.visible_to(call.bot)
    page, rest = _page(call, [room for room in visible if room.kind in kinds])
    return {"channels": [as_channel(call.platform, room) for room in page], **rest}


async def members(call: Call) -> Json:
    page, rest = _page(call, sorted(call.room().members))
    return {"members": page, **rest}


async def history(call: Call) -> Json:
    room = call.joined_room()
    shown = [message for message in room.messages.values() if not message.is_reply]
    page, rest = _page(call, _between(call, shown)[::-1])
    return {"messages": [_seen(room, message) for message in page], "has_more": _more(rest), **rest}


async def replies(call: Call) -> Json:
    room = call.joined_room()
    parent = room.find(call.text("ts"))
    if parent is None:
        raise Refusal("thread_not_found", f"no message {call.text('ts')} in #{room.name}")
    thread = [parent, *room.thread(parent.thread_ts or parent.ts)] if not parent.is_reply else [parent]
    page, rest = _page(call, _between(call, thread))
    return {"messages": [_seen(room, message) for message in page], "has_more": _more(rest), **rest}


async def open_direct(call: Call) -> Json:
    """A direct message with one person; groups of people would need mpim:write."""
    named = [name for name in call.text("users").split(",") if name]
    if call.text("channel"):
        return {"channel": {"id": call.room().id}}
    if not named:
        raise invalid_arguments("must define either `channel` or `users`")
    granted = call.platform.workspace.app.scopes
    needed = "im:write" if len(named) == 1 else "mpim:write"
    if needed not in granted:
        raise missing_scope((needed,), granted)
    room = call.platform.rooms.direct(named[0])
    if room is None or len(named) > 1:
        raise Refusal("user_not_found", f"no direct message with {call.text('users')}")
    channel = as_channel(call.platform, room) if call.flag("return_im") else {"id": room.id}
    return {"no_op": True, "already_open": True, "channel": channel}


async def add_reaction(call: Call) -> Json:
    room = call.joined_room()
    message = room.find(call.text("timestamp"))
    if message is None:
        raise Refusal("message_not_found", f"no message {call.text('timestamp')}")
    reactions: list[Json] = [*message.body.get("reactions", [])]
    if any(reaction["name"] == call.text("name") for reaction in reactions):
        raise Refusal("already_reacted", f":{call.text('name')}: is there already")
    reactions.append({"name": call.text("name"), "users": [call.bot], "count": 1})
    posting.revise(call.platform, room, message, reactions=reactions)
    message.edits -= 1
    return {}


def as_channel(platform: Platform, room: Room) -> Json:
    is_member = platform.workspace.app.bot_user_id in room.members
    shared = {"id": room.id, "created": 1_700_000_000, "is_archived": False, "is_im": room.kind == "im"}
    if room.kind == "im":
        return {**shared, "user": room.person, "is_open": True}
    return {
        **shared,
        "name": room.name,
        "name_normalized": room.name,
        "is_channel": room.kind == "channel",
        "is_group": room.kind == "group",
        "is_mpim": False,
        "is_private": room.is_private,
        "is_member": is_member,
        "topic": {"value": room.topic, "creator": "", "last_set": 0},
        "purpose": {"value": "", "creator": "", "last_set": 0},
        "num_members": len(room.members),
    }


def _between(call: Call, messages: list[Message]) -> list[Message]:
    """What everybody can see between `oldest` and `latest`."""
    oldest, latest = call.text("oldest") or "0", call.text("latest") or LAST
    inclusive = call.flag("inclusive")
    return [
        message
        for message in messages
        if not message.deleted
        and not message.ephemeral_to
        and (oldest < message.ts < latest or (inclusive and message.ts in (oldest, latest)))
    ]


def _seen(room: Room, message: Message) -> Json:
    drawn = posting.drawn(room, message)
    return {name: part for name, part in drawn.items() if name not in ("channel", "is_ephemeral")}


def _page(call: Call, everything: Sequence[T]) -> tuple[list[T], Json]:
    limit = call.count("limit", PAGE, MOST)
    cursor = call.text("cursor") or "0"
    if not cursor.isdigit():
        raise Refusal("invalid_cursor", f"{cursor} is no cursor")
    start = int(cursor)
    following = str(start + limit) if len(everything) > start + limit else ""
    return list(everything[start : start + limit]), {"response_metadata": {"next_cursor": following}}


def _more(rest: Json) -> bool:
    return bool(rest["response_metadata"]["next_cursor"])


HANDLERS: dict[str, Handler] = {
    "conversations.info": info,
    "conversations.list": list_rooms,
    "conversations.members": members,
    "conversations.history": history,
    "conversations.replies": replies,
    "conversations.open": open_direct,
    "reactions.add": add_reaction,
}
