"""One command, click or form from Slack, decoded: the only place that knows the shape of Slack's payloads."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from models.authority import NOBODY, Actor, Authority

Body = Mapping[str, Any]
_NOBODY = Actor(user="", subjects=())
_LONGEST_NUMBER = 10  # digits of 2**31


@dataclass(frozen=True, kw_only=True)
class Request:
    """Who did what, where. Values are what the client sent: ids to look up, never facts to trust."""

    key: str  # the delivery's own, the same when Slack sends it twice
    user: str
    channel: str = ""
    command: str = ""  # the slash command
    text: str = ""  # after it
    trigger_id: str = ""
    response_url: str = ""
    action: str = ""
    value: str = ""  # of a button, or of the chosen option
    typed: str = ""  # into a menu whose options are looked up
    block: str = ""
    home: bool = False  # on the Home tab
    view_id: str = ""
    root_view_id: str = ""
    callback: str = ""
    event: str = ""
    private: str = ""
    message_ts: str = ""  # of the message clicked on
    message_text: str = ""
    state: Mapping[str, Mapping[str, Any]] = field(default_factory=dict[str, dict[str, Any]])
    actor: Actor = _NOBODY
    may: Authority = NOBODY  # as it was when the request came; what changes something asks again

    @property
    def surface(self) -> str:
        """What one sees while clicking: a message, the Home tab, a modal; each command is one of its own."""
        if self.home:
            return f"home:{self.user}"
        return f"{self.channel}:{self.message_ts}" if self.message_ts else self.view_id or self.key

    def chosen(self, block: str, action: str) -> tuple[str, ...]:
        """The values picked or typed in one element; ``block`` may be only the beginning of a block's id."""
        for block_id, elements in self.state.items():
            if block_id.startswith(block) and action in elements:
                return _values(elements[action])
        return ()


def number(text: str) -> int:
    """The id a value is; 0, which nothing has, when it is none."""
    return int(text) if text.isdecimal() and len(text) <= _LONGEST_NUMBER else 0


def decode(body: Body) -> Request:
    """Read any payload. What is not there is empty."""
    action: Mapping[str, Any] = (body.get("actions") or [{}])[0]
    view: Mapping[str, Any] = body.get("view") or {}
    message: Mapping[str, Any] = body.get("message") or {}
    container: Mapping[str, Any] = body.get("container") or {}
    event: Mapping[str, Any] = body.get("event") or {}
    values = _values(action)
    return Request(
        key=_key(body),
        user=body.get("user_id") or event.get("user") or (body.get("user") or {}).get("id", ""),
        channel=body.get("channel_id")
        or (body.get("channel") or {}).get("id", "")
        or container.get("channel_id", ""),
        command=body.get("command") or "",
        text=body.get("text") or "",
        trigger_id=body.get("trigger_id") or "",
        response_url=body.get("response_url") or "",
        action=action.get("action_id") or body.get("action_id") or "",
        value=values[0] if values else "",
        typed=body.get("value") or "",
        block=action.get("block_id") or body.get("block_id") or "",
        home=view.get("type") == "home" or event.get("tab") == "home",
        view_id=view.get("id") or "",
        root_view_id=view.get("root_view_id") or "",
        callback=view.get("callback_id") or body.get("callback_id") or "",
        event=event.get("type") or "",
        private=view.get("private_metadata") or "",
        message_ts=message.get("ts") or container.get("message_ts") or "",
        message_text=message.get("text") or "",
        state=((body.get("state") or view.get("state") or {}).get("values")) or {},
    )


def _values(element: Mapping[str, Any]) -> tuple[str, ...]:
    if many := element.get("selected_options"):
        return tuple(str(one["value"]) for one in many)
    if one := element.get("selected_option"):
        return (str(one["value"]),)
    if files := element.get("files"):
        return tuple(str(one["id"]) for one in files)
    value = element.get("value") or element.get("selected_date") or element.get("selected_user")
    return (str(value),) if value else ()


def _key(body: Body) -> str:
    """Slack makes a new trigger for every deed of a person; a second delivery of the same deed carries the same."""
    if trigger := body.get("trigger_id"):
        return f"trigger:{trigger}"
    if event := body.get("event_id"):
        return f"event:{event}"
    return "body:" + hashlib.sha256(json.dumps(body, sort_keys=True, default=str).encode()).hexdigest()
