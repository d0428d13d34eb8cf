"""users.info, users.list and users.lookupByEmail."""

from datetime import datetime
from zoneinfo import ZoneInfo

from .call import Call, Handler
from .directory import User
from .documents import Json
from .platform import Platform
from .refusals import Refusal


async def info(call: Call) -> Json:
    return {"user": as_user(call.platform, call.user())}


async def list_users(call: Call) -> Json:
    """A page of them: as many as asked for, from where the last one ended."""
    users, begin = call.platform.workspace.users, call.text("cursor")
    if begin and not (begin.isdigit() and int(begin) < len(users)):
        raise Refusal("invalid_cursor", f"{begin} is no cursor")
    start, most = int(begin or 0), call.count("limit", 1000, 1000)
    page = users[start : start + most]
    return {
        "members": [as_user(call.platform, user) for user in page],
        "cache_ts": int(call.platform.clock.now()),
        "response_metadata": {"next_cursor": str(start + most) if start + most < len(users) else ""},
    }


async def by_email(call: Call) -> Json:
    """Slack tells of active members of this workspace alone, whatever the case."""
    wanted = call.text("email").casefold()
    for user in call.platform.workspace.users:
        if user.email == wanted and not (user.deleted or user.is_bot or user.is_stranger):
            return {"user": as_user(call.platform, user)}
    raise Refusal("users_not_found", f"nobody has the address {wanted}")


def as_user(platform: Platform, user: User) -> Json:
    """A person as Slack tells of them; of who is deactivated neither zone nor rights are left."""
    known = {
        "id": user.id,
        "team_id": user.team_id,
        "name": user.name,
        "deleted": user.deleted,
        "profile": {
            "real_name": user.real_name,
            "display_name": user.name,
            "real_name_normalized": user.real_name,
            "display_name_normalized": user.name,
            "team": user.team_id,
        },
        "is_bot": user.is_bot,
        "is_app_user": False,
        "updated": 1_700_000_000,
    }
    grid = platform.workspace.grid
    of_grid = grid.of_user(user) if grid else {}
    stranger = {"is_stranger": True} if user.is_stranger and not grid else {}
    return {**known, **({} if user.deleted else _while_active(platform, user)), **stranger, **of_grid}


def _while_active(platform: Platform, user: User) -> Json:
    now = datetime.fromtimestamp(platform.clock.now(), ZoneInfo(user.tz))
    offset = now.utcoffset()
    return {
        "real_name": user.real_name,
        "color": user.color,
        "tz": user.tz,
        "tz_label": now.tzname(),
        "tz_offset": int(offset.total_seconds()) if offset else 0,
        "is_admin": user.is_admin,
        "is_owner": False,
        "is_primary_owner": False,
        "is_restricted": user.is_guest,
        "is_ultra_restricted": user.is_ultra_restricted,
        "locale": "en-US",
    }


HANDLERS: dict[str, Handler] = {
    "users.info": info, "users.list": list_users, "users.lookupByEmail": by_email,
}  # fmt: skip
