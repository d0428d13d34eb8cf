"""One Web API call: its arguments as the methods read them."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from .directory import User
from .documents import Json
from .methods import BY_KIND, METHODS, missing_scope
from .platform import Platform
from .refusals import Refusal, invalid_arguments
from .rooms import Room

TRUE = ("1", "true", "True")


@dataclass(frozen=True)
class Call:
    """A method being called by the app."""

    platform: Platform
    method: str
    arguments: Json

    def text(self, name: str) -> str:
        value = self.arguments.get(name)
        return "" if value is None else str(value)

    def any(self, name: str) -> Any:
        return self.arguments.get(name)

    def flag(self, name: str) -> bool:
        value = self.arguments.get(name, False)
        return value if isinstance(value, bool) else str(value) in TRUE

    def count(self, name: str, default: int, most: int) -> int:
        value = self.text(name) or str(default)
        if not value.isdigit() or not 1 <= int(value) <= most:
            raise invalid_arguments(f"must be between 1 and {most} [json-pointer:/{name}]")
        return int(value)

    def room(self) -> Room:
        """The conversation in `channel`, if the app may know of it."""
        room = self.platform.rooms.find(self.text("channel"))
        if room is None or (room.is_private and self.bot not in room.members):
            raise Refusal("channel_not_found", f"{self.text('channel')} is no channel the app can see")
        self._check_kind(room)
        return room

    def joined_room(self) -> Room:
        """The same, where the app must be a member."""
        room = self.room()
        if self.bot not in room.members:
            raise Refusal("not_in_channel", f"the app is not a member of #{room.name}")
        return room

    def user(self, name: str = "user") -> User:
        user = self.platform.workspace.user(self.text(name))
        if user is None:
            raise Refusal("user_not_found", f"{self.text(name)} is nobody")
        return user

    @property
    def bot(self) -> str:
        return self.platform.workspace.app.bot_user_id

    def _check_kind(self, room: Room) -> None:
        if self.method not in BY_KIND:
            return
        granted = self.platform.workspace.app.scopes
        suffix = METHODS[self.method].scopes[0].partition(":")[2]
        needed = f"{room.scope_word}:{suffix}"
        if needed not in granted:
            raise missing_scope((needed,), granted)


Handler = Callable[[Call], Awaitable[Json]]
