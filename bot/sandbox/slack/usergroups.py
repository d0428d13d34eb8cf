"""usergroups.list and usergroups.users.list."""

from .call import Call, Handler
from .directory import UserGroup
from .documents import Json
from .refusals import Refusal

CREATED = 1_700_000_000


async def list_groups(call: Call) -> Json:
    groups = [group for group in call.platform.workspace.groups if _shown(call, group)]
    return {"usergroups": [_as_group(call, group) for group in groups]}


async def list_members(call: Call) -> Json:
    workspace = call.platform.workspace
    group = workspace.group(call.text("usergroup"))
    elsewhere = call.text("team_id") not in ("", workspace.team_id)
    if group is None or elsewhere or not _shown(call, group):
        raise Refusal("no_such_subteam", f"{call.text('usergroup')} is no user group")
    return {"users": workspace.members(group)}


def _shown(call: Call, group: UserGroup) -> bool:
    """Disabled ones are spoken of only when asked for."""
    return not group.date_delete or call.flag("include_disabled")


def _as_group(call: Call, group: UserGroup) -> Json:
    """Members and their number only when asked for, as Slack does."""
    workspace = call.platform.workspace
    users = workspace.members(group)
    return {
        "id": group.id,
        "team_id": workspace.team_id,
        "is_usergroup": True,
        "is_subteam": True,
        "name": group.name,
        "description": "",
        "handle": group.handle,
        "is_external": False,
        "date_create": CREATED,
        "date_update": CREATED,
        "date_delete": group.date_delete,
        "auto_type": None,
        "prefs": {"channels": [], "groups": []},
        **({"users": users} if call.flag("include_users") else {}),
        **({"user_count": len(users)} if call.flag("include_count") else {}),
    }


HANDLERS: dict[str, Handler] = {"usergroups.list": list_groups, "usergroups.users.list": list_members}
