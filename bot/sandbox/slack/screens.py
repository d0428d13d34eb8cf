"""Modals and Home tabs appearing on a person's screen."""

from typing import Any

from .blockkit import limits
from .blockkit.anatomy import slack_files
from .blockkit.checks import Finding
from .blockkit.surfaces import view_findings
from .documents import Json, an_object, dumped
from .platform import Platform
from .refusals import Refusal, invalid_arguments, invalid_view
from .stacks import View


def check_view(platform: Platform, view: Any, kind: str) -> Json:
    """A view Slack accepts, of the kind that is wanted here."""
    if len(dumped(view).encode()) > limits.VIEW_BYTES:
        raise Refusal("view_too_large", f"a view holds no more than {limits.VIEW_BYTES} bytes")
    findings = view_findings(view) or [
        Finding(f"{pointer}/id", "invalid slack file")
        for pointer, part in slack_files(view["blocks"], "/view/blocks")
        if not platform.uploads.usable(str(part.get("id")))
    ]
    if findings:
        raise invalid_view(findings)
    if view["type"] != kind:
        raise invalid_arguments(f"must be a view of the type {kind} [json-pointer:/view/type]")
    return an_object(view)


def show(platform: Platform, view: View, happened: str) -> Json:
    """Tell the person's screen; the view as the app reads it."""
    seen = platform.stacks.as_json(view)
    platform.hub.publish({"type": happened, "view": seen}, frozenset({view.user_id}))
    return seen


def open_view(platform: Platform, user_id: str, body: Json) -> Json:
    """The first modal of a stack; one that was open before makes room."""
    before = list(platform.stacks.of(user_id))
    view = platform.stacks.open(user_id, body)
    if before:
        tell_closed(platform, before)
    return show(platform, view, "view_opened")


def push_view(platform: Platform, user_id: str, body: Json) -> Json:
    return show(platform, platform.stacks.push(user_id, body), "view_pushed")


def update_view(platform: Platform, view: View, body: Json, expected_hash: str | None = None) -> Json:
    platform.stacks.update(view, body, expected_hash)
    return show(platform, view, "home" if view.kind == "home" else "view_updated")


def publish_home(platform: Platform, user_id: str, body: Json, expected_hash: str | None) -> Json:
    return show(platform, platform.stacks.publish(user_id, body, expected_hash), "home")


def close_views(platform: Platform, view: View, *, whole: bool = False) -> list[View]:
    closed = platform.stacks.close(view, whole=whole)
    tell_closed(platform, closed)
    return closed


def tell_closed(platform: Platform, views: list[View]) -> None:
    event = {"type": "view_closed", "view_ids": [view.id for view in views]}
    platform.hub.publish(event, frozenset({views[0].user_id}))
