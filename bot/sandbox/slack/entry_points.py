"""A person uses a shortcut, or opens the app's Home."""

from . import payloads, posting
from .deliveries import Parcel
from .documents import Json
from .manifest import Shortcut
from .people import Act, Unable
from .refusals import TROUBLE


async def use_shortcut(acting: Act) -> Json:
    """POST /client/shortcut."""
    known = _known(acting)
    platform, user = acting.platform, acting.user
    if known.type == "global":
        payload = payloads.global_shortcut(platform, user, known.callback_id)
    else:
        room = acting.room(acting.text("channel"))
        message = acting.message(room, acting.text("ts"))
        if message.ephemeral_to is not None:
            raise Unable("Shortcuts are not for messages only you can see.")
        payload = payloads.message_shortcut(platform, user, room, message, known.callback_id)
    answer = await platform.deliveries.send(
        Parcel(type="interactive", kind=str(payload["type"]), payload=payload)
    )
    if answer is None:
        posting.toast(platform, user.id, TROUBLE)
        return {"ok": False, "error": TROUBLE}
    return {"ok": True}


async def open_home(acting: Act) -> Json:
    """POST /client/home: app_home_opened; for the Home tab with what is on it now."""
    platform, app = acting.platform, acting.platform.workspace.app
    room = platform.rooms.direct(acting.user.id)
    if not app.home_tab or room is None:
        raise Unable(f"{app.name} has no Home.")
    tab = acting.text("tab") or "home"
    happened: Json = {
        "type": "app_home_opened",
        "user": acting.user.id,
        "channel": room.id,
        "tab": tab,
        "event_ts": platform.clock.ts(),
    }
    home = platform.stacks.homes.get(acting.user.id)
    if home is not None and tab == "home":
        happened["view"] = platform.stacks.as_json(home)
    if "app_home_opened" in app.events:
        parcel = Parcel(type="events_api", kind="app_home_opened", payload=payloads.event(platform, happened))
        platform.jobs.start(platform.deliveries.send_event(parcel))
    return {"ok": True}


def _known(acting: Act) -> Shortcut:
    callback_id = acting.text("callback_id")
    for shortcut in acting.platform.workspace.app.shortcuts:
        if shortcut.callback_id == callback_id:
            return shortcut
    raise Unable(f"There is no shortcut {callback_id}.")
