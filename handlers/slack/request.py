"""Decodes a command, click, form or event from Slack. Only this module knows the shape of Slack's payloads."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from models.domain.permissions import NOBODY, Actor, Authority
from models.domain.text import MOST_ID, keepable

Body = Mapping[str, Any]
_NOBODY = Actor(user="", subjects=())
LONGEST_PRIVATE = 3000  # characters
_LONGEST_NUMBER = len(str(MOST_ID))
_NOTHING: Mapping[str, Any] = {}


@dataclass(frozen=True, kw_only=True)
class Request:
    """Who did what, and where. Values come from the client: ids to look up, never facts to trust."""

    key: str  # identifies the delivery; the same when Slack sends it twice
    user: str
    channel: str = ""
    command: str = ""  # the slash command
    text: str = ""  # after it
    verb: str = ""  # of the command, once it is understood
    trigger_id: str = ""
    response_url: str = ""
    action: str = ""
    value: str = ""  # of a button, or of the chosen option
    typed: str = ""  # so far, into a menu whose options are looked up
    block: str = ""
    home: bool = False  # on the Home tab
    view_id: str = ""
    root_view_id: str = ""
    view_below: str = ""  # the id of the modal that this one lies on
    callback: str = ""
    event: str = ""
    private: str = ""
    message_ts: str = ""  # of the message clicked on
    message_text: str = ""
    state: Mapping[str, Mapping[str, Any]] = field(default_factory=dict[str, dict[str, Any]])
    actor: Actor = _NOBODY
    may: Authority = NOBODY  # as of the request's arrival; each change checks again

    @property
    def surface(self) -> str:
        """Identifies what the person clicked on: a message, the Home tab or a modal; each command is its own surface."""
        if self.home:
            return f"home:{self.user}"
        return f"{self.channel}:{self.message_ts}" if self.message_ts else self.view_id or self.key

    @property
    def is_in_modal(self) -> bool:
        return bool(self.view_id) and not self.home

    @property
    def turn(self) -> str:
        """Requests with the same words here are handled one after another: those of one person on one surface."""
        return f"{self.user} {self.surface}"

    @property
    def source(self) -> str:
        """The command with its verb, the click, form or event: one of the few that have a handler."""
        if self.action:
            return f"click {self.action}"
        if self.callback:
            return f"{'form' if self.view_id else 'shortcut'} {self.callback}"
        return f"{self.command} {self.verb}".strip() or f"event {self.event}"

    @property
    def people(self) -> tuple[str, ...]:
        """Whom a form names in its menus of people."""
        elements = [_part(each) for block in self.state.values() for each in _part(block).values()]
        chosen = [(*_list(each.get("selected_users")), each.get("selected_user")) for each in elements]
        return tuple(name for names in chosen for name in names if isinstance(name, str))

    def chosen(self, block: str, action: str) -> tuple[str, ...]:
        """The values picked or typed in one element; ``block`` may be only the beginning of a block's id."""
        for block_id, elements in self.state.items():
            if block_id.startswith(block) and action in _part(elements):
                return _values(_part(elements[action]))
        return ()


def number(text: str) -> int:
    """A value as an id; 0, which is nothing's id, when it is not one."""
    value = int(text) if text.isdecimal() and len(text) <= _LONGEST_NUMBER else 0
    return value if value <= MOST_ID else 0


def numbers(texts: Iterable[str]) -> list[int]:
    """The values as ids; those that are not ids are left out."""
    return [value for text in texts if (value := number(text))]


def decode(body: Body) -> Request:
    """Decode any payload. A field that is missing or of the wrong type is empty."""
    action, view, message = _first(body.get("actions")), _part(body.get("view")), _part(body.get("message"))
    container, event = _part(body.get("container")), _part(body.get("event"))
    values = _values(action)
    return Request(
        key=_key(body),
        user=_text(body.get("user_id"), event.get("user"), _part(body.get("user")).get("id")),
        channel=_text(
            body.get("channel_id"), _part(body.get("channel")).get("id"), container.get("channel_id")
        ),
        command=_text(body.get("command")),
        text=_text(body.get("text")),
        trigger_id=_text(body.get("trigger_id")),
        response_url=_text(body.get("response_url")),
        action=_text(action.get("action_id"), body.get("action_id")),
        value=values[0] if values else "",
        typed=_text(body.get("value")),
        block=_text(action.get("block_id"), body.get("block_id")),
        home=view.get("type") == "home" or event.get("tab") == "home",
        view_id=_text(view.get("id")),
        root_view_id=_text(view.get("root_view_id")),
        view_below=_text(view.get("previous_view_id")),
        callback=_text(view.get("callback_id"), body.get("callback_id")),
        event=_text(event.get("type")),
        private=_private(view.get("private_metadata")),
        message_ts=_text(message.get("ts"), container.get("message_ts")),
        message_text=_text(message.get("text")),
        state=_part((_part(body.get("state")) or _part(view.get("state"))).get("values")),
    )


def _private(value: Any) -> str:
    """The private metadata of a view; empty if longer than Slack's limit, since we did not write that."""
    text = _text(value)
    return text if len(text) <= LONGEST_PRIVATE else ""


def _values(element: Mapping[str, Any]) -> tuple[str, ...]:
    if many := element.get("selected_options"):
        return tuple(_text(_part(item).get("value")) for item in _list(many))
    if choice := element.get("selected_option"):
        return (_text(_part(choice).get("value")),)
    if users := element.get("selected_users"):
        return tuple(_text(user) for user in _list(users))
    if files := element.get("files"):
        return tuple(_text(_part(file).get("id")) for file in _list(files))
    value = _text(
        element.get("value"),
        element.get("selected_date"),
        element.get("selected_user"),
        element.get("selected_time"),
        element.get("selected_conversation"),
    )
    return (value,) if value else ()


def _part(value: Any) -> Mapping[str, Any]:
    """A part of a payload as an object; empty if it is something else."""
    return value if isinstance(value, dict) else _NOTHING


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _first(value: Any) -> Mapping[str, Any]:
    return _part(next(iter(_list(value)), None))


def _text(*values: Any) -> str:
    """The first value that is a text and not empty; empty if there is none."""
    return next((keepable(value) for value in values if value and isinstance(value, str)), "")


def _key(body: Body) -> str:
    """The key of a delivery: Slack makes a new trigger id for every action, and repeats it on redelivery."""
    if trigger := body.get("trigger_id"):
        return f"trigger:{trigger}"
    if event := body.get("event_id"):
        return f"event:{event}"
    return "body:" + hashlib.sha256(json.dumps(body, sort_keys=True, default=str).encode()).hexdigest()
