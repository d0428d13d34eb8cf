"""users.info and users.list."""

from datetime import datetime
from zoneinfo import ZoneInfo

from .call import Call, Handler
from .documents import Json
from .platform import Platform
from .workspace import User


async def info(call: Call) -> Json:
    return {"user": as_user(call.platform, call.user())}


async def list_users(call: Call) -> Json:
    members = [as_user(call.platform, user) for user in call.platform.workspace.users]
    return {
        "members": members,
        "cache_ts": int(call.platform.clock.now()),
        "response_metadata": {"next_cursor": ""},
    }


def as_user(platform: Platform, user: User) -> Json:
    zone = ZoneInfo(user.tz)
    now = datetime.fromtimestamp(platform.clock.now(), zone)
    offset = now.utcoffset()
    return {
        "id": user.id,
        "team_id": platform.workspace.team_id,
        "name": user.name,
        "real_name": user.real_name,
        "deleted": False,
        "color": user.color,
        "tz": user.tz,
        "tz_label": now.tzname(),
        "tz_offset": int(offset.total_seconds()) if offset else 0,
        "profile": {
            "real_name": user.real_name,
            "display_name": user.name,
            "real_name_normalized": user.real_name,
            "display_name_normalized": user.name,
            "team": platform.workspace.team_id,
        },
        "is_admin": user.is_admin,
        "is_owner": False,
        "is_restricted": False,
        "is_bot": user.is_bot,
        "is_app_user": False,
        "updated": 1_700_000_000,
        "locale": "en-US",
    }


HANDLERS: dict[str, Handler] = {"users.info": info, "users.list": list_users}
