"""What one person's screen knows: fed by the stream of events, asked by the person."""

from collections import defaultdict

from .change_signal import ChangeSignal
from .documents import Json, objects


class Memory:
    """Messages by channel, modals, Home and toasts, and a signal for whenever any of it changes."""

    def __init__(self) -> None:
        self.cursor = 0
        self.messages: defaultdict[str, dict[str, Json]] = defaultdict(dict)
        self.views: list[Json] = []
        self.home: Json | None = None
        self.toasts: list[str] = []
        self.users: list[Json] = []
        self.channels: list[Json] = []
        self.shortcuts: list[Json] = []
        self.changed = ChangeSignal()

    def load(self, boot: Json) -> None:
        self.cursor = int(boot["cursor"])
        self.views = objects(boot["views"])
        self.home = boot["home"]
        self.users = objects(boot["users"])
        self.channels = objects(boot["channels"])
        self.shortcuts = objects(boot["shortcuts"])

    def load_messages(self, channel: str, messages: list[Json]) -> None:
        self.messages[channel] = {message["ts"]: message for message in messages}

    def take(self, cursor: int, event: Json) -> None:
        """One event of the stream."""
        kind = str(event["type"])
        if kind.startswith("message"):
            self._take_message(kind, event)
        elif kind.startswith("view"):
            self._take_view(kind, event)
        elif kind == "home":
            self.home = event["view"]
        elif kind == "toast":
            self.toasts.append(event["text"])
        self.cursor = cursor
        self.changed.notify()

    def _take_message(self, kind: str, event: Json) -> None:
        if kind == "message_deleted":
            self.messages[event["channel"]].pop(event["ts"], None)
        else:
            message = event["message"]
            self.messages[message["channel"]][message["ts"]] = message

    def _take_view(self, kind: str, event: Json) -> None:
        if kind == "view_closed":
            gone = event["view_ids"]
            self.views = [view for view in self.views if view["id"] not in gone]
        elif kind == "view_updated":
            self.views = [event["view"] if view["id"] == event["view"]["id"] else view for view in self.views]
        elif all(view["id"] != event["view"]["id"] for view in self.views):
            self.views.append(event["view"])
