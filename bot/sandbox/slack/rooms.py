"""Channels and direct messages, and the messages in them. Memory only."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from .documents import Json
from .workspace import Workspace

RoomKind = Literal["channel", "group", "im"]


@dataclass
class Message:
    """One message as Slack's JSON, and what only Slack knows about it."""

    channel: str
    body: Json
    ephemeral_to: str | None = None
    edits: int = 0
    deleted: bool = False

    @property
    def ts(self) -> str:
        return str(self.body["ts"])

    @property
    def thread_ts(self) -> str | None:
        return self.body.get("thread_ts")

    @property
    def is_reply(self) -> bool:
        return self.thread_ts not in (None, self.ts)

    def visible_to(self, user_id: str) -> bool:
        return not self.deleted and self.ephemeral_to in (None, user_id)


@dataclass
class Room:
    """A conversation of any kind."""

    id: str
    name: str
    kind: RoomKind
    members: set[str]
    topic: str = ""
    #: The person of a direct message with the app.
    person: str | None = None
    messages: dict[str, Message] = field(default_factory=dict[str, Message])
    replies: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict[str, list[str]](list))

    @property
    def is_private(self) -> bool:
        return self.kind != "channel"

    @property
    def scope_word(self) -> str:
        """How scopes call this kind: channels:read, groups:read, im:read."""
        return {"channel": "channels", "group": "groups", "im": "im"}[self.kind]

    def add(self, message: Message) -> None:
        self.messages[message.ts] = message
        if message.is_reply and message.ephemeral_to is None:
            self.replies[str(message.thread_ts)].append(message.ts)

    def find(self, ts: str) -> Message | None:
        """A message everybody can see; an ephemeral's ts finds nothing, as in Slack."""
        message = self.messages.get(ts)
        return None if message is None or message.deleted or message.ephemeral_to else message

    def thread(self, ts: str) -> list[Message]:
        """The replies under a message, oldest first."""
        return [
            self.messages[reply] for reply in self.replies.get(ts, []) if not self.messages[reply].deleted
        ]


class Rooms:
    """All conversations of the workspace; the app has a direct message with each person."""

    def __init__(self, workspace: Workspace) -> None:
        self._rooms: dict[str, Room] = {}
        for channel in workspace.channels:
            kind: RoomKind = "group" if channel.is_private else "channel"
            members = set(channel.member_ids)
            self._add(Room(channel.id, channel.name, kind, members, topic=channel.topic))
        for user in workspace.people:
            members = {user.id, workspace.app.bot_user_id}
            self._add(Room(f"D{user.id[1:]}", "directmessage", "im", members, person=user.id))

    def _add(self, room: Room) -> None:
        self._rooms[room.id] = room

    def all(self) -> Iterable[Room]:
        return self._rooms.values()

    def find(self, room_id: str) -> Room | None:
        return self._rooms.get(room_id)

    def direct(self, user_id: str) -> Room | None:
        return next((room for room in self.all() if room.person == user_id), None)

    def visible_to(self, user_id: str) -> list[Room]:
        return [room for room in self.all() if not room.is_private or user_id in room.members]
