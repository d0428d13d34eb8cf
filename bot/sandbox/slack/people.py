"""What the page's endpoints share: who acts, on what, and sentences for what they cannot do."""

from dataclasses import dataclass

from aiohttp import web

from .directory import User
from .documents import Json, an_object
from .platform import Platform
from .rooms import Message, Room
from .stacks import View


class Unable(Exception):
    """A sentence for the person: what they did is not possible here."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True)
class Act:
    """Something a person does on the page."""

    platform: Platform
    user: User
    said: Json

    def text(self, name: str) -> str:
        value = self.said.get(name)
        return "" if value is None else str(value)

    def room(self, room_id: str) -> Room:
        room = self.platform.rooms.find(room_id)
        if room is None or (room.is_private and self.user.id not in room.members):
            raise Unable("This conversation does not exist.")
        return room

    def message(self, room: Room, ts: str) -> Message:
        message = room.messages.get(ts)
        if message is None or not message.visible_to(self.user.id):
            raise Unable("This message is gone.")
        return message

    def view(self, view_id: str) -> View:
        view = self.platform.stacks.find(view_id)
        if view is None or view.user_id != self.user.id:
            raise Unable("This window is closed.")
        return view


@dataclass(frozen=True)
class InMessage:
    """A message in which a person acts; the id names it where suggestions are kept."""

    id: str
    blocks: list[Json]
    room: Room
    message: Message


@dataclass(frozen=True)
class InView:
    """A modal or Home tab in which a person acts."""

    id: str
    blocks: list[Json]
    view: View


Container = InMessage | InView


async def act(platform: Platform, request: web.Request) -> Act:
    said = an_object(await request.json())
    return Act(platform, who(platform, str(said.get("user"))), said)


def who(platform: Platform, user_id: str) -> User:
    user = platform.workspace.user(user_id)
    if user is None or user.is_bot:
        raise Unable(f"There is nobody with the id {user_id}.")
    return user


def container(acting: Act) -> Container:
    """The message or view named in what the page sent."""
    named = an_object(acting.said.get("container"))
    if named.get("type") == "view":
        view = acting.view(str(named.get("view_id")))
        return InView(view.id, view.blocks, view)
    room = acting.room(str(named.get("channel")))
    message = acting.message(room, str(named.get("ts")))
    return InMessage(f"{room.id}/{message.ts}", message_blocks(message), room, message)


def message_blocks(message: Message) -> list[Json]:
    """The message's blocks and those inside its attachments."""
    attached = [
        block for attachment in message.body.get("attachments", []) for block in attachment.get("blocks", [])
    ]
    return [*message.body.get("blocks", []), *attached]
