"""Notifications: the settings screen with one switch for each kind, saved one by one."""

import asyncio
import json
from typing import cast

from aiohttp import web

from bot.sandbox.practice.records import NOTIFICATION_KINDS
from bot.sandbox.practice.sessions import MEMBER
from bot.sandbox.practice.state import STATE
from bot.sandbox.site.layout import screen
from bot.sandbox.site.markup import Markup, fill, join
from bot.sandbox.site.pictures import icon

SAVING_SECONDS = 0.05  # long enough to see the switch wait for the answer before it flips

HINTS = {
    "Comments": "Replies to your posts and to your comments",
    "Tags": "When somebody mentions you in a post or a picture",
    "Reminders": "Things you have missed since your last visit",
    "Friend requests": "New requests, and requests that were accepted",
    "Birthdays": "Birthdays of your friends, on the day",
    "Events": "Invitations, changes and reminders of events",
    "Groups": "New posts in the groups you belong to",
    "Marketing emails": "News and offers from Commons by email",
}
SIGNS = {
    "Comments": "comment",
    "Tags": "tag",
    "Reminders": "clock",
    "Friend requests": "people",
    "Birthdays": "gift",
    "Events": "calendar",
    "Groups": "group",
    "Marketing emails": "mail",
}

routes = web.RouteTableDef()


def slug(kind: str) -> str:
    """The kind as it stands in an address.

    >>> slug("Friend requests")
    'friend-requests'
    """
    return kind.lower().replace(" ", "-")


KIND_BY_SLUG = {slug(kind): kind for kind in NOTIFICATION_KINDS}


def _row(kind: str, *, on: bool) -> Markup:
    return fill(
        "notification_row",
        slug=slug(kind),
        kind=kind,
        hint=HINTS[kind],
        icon=icon(SIGNS[kind]),
        checked="true" if on else "false",
    )


@routes.get("/notifications")
async def show_settings(request: web.Request) -> web.Response:
    books, login = request.app[STATE].books, request[MEMBER].login
    states = [(kind, books.is_on(login, kind)) for kind in NOTIFICATION_KINDS]
    content = fill(
        "notifications",
        rows=join(_row(kind, on=on) for kind, on in states),
        on_count=str(sum(on for _, on in states)),
        total=str(len(states)),
    )
    return screen(request, "Notification settings", content)


def _wanted(body: str) -> bool | None:
    """What the switch asks for, or nothing if the request is not one of a switch."""
    try:
        data: object = json.loads(body)
    except ValueError:
        return None
    on = cast("dict[str, object]", data).get("on") if isinstance(data, dict) else None
    return on if isinstance(on, bool) else None


@routes.post("/notifications/{kind}")
async def save_switch(request: web.Request) -> web.Response:
    """Turn one kind on or off. The switch on the screen flips only when this has answered."""
    kind = KIND_BY_SLUG.get(request.match_info["kind"])
    if kind is None:
        raise web.HTTPNotFound
    on = _wanted(await request.text())
    if on is None:
        raise web.HTTPBadRequest(text="Say whether the notification is on.")
    await asyncio.sleep(SAVING_SECONDS)
    request.app[STATE].books.switch(request[MEMBER].login, kind, on=on)
    return web.json_response({"kind": kind, "on": on})
