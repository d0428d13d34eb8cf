"""What the app is sent, field for field as Slack sends it."""

from .directory import User
from .documents import Json
from .identifiers import fresh
from .platform import Platform
from .rooms import Message, Room
from .stacks import View
from .workspace import Workspace


def envelope(platform: Platform, user: User) -> Json:
    """What every interaction carries."""
    workspace = platform.workspace
    team = {"id": workspace.team_id, "domain": workspace.domain}
    return {
        "token": workspace.verification_token,
        "api_app_id": workspace.app.app_id,
        "team": None if workspace.is_org_wide else team,
        "user": {"id": user.id, "username": user.name, "name": user.name, "team_id": user.team_id},
        "enterprise": workspace.grid.as_json if workspace.grid else None,
        "is_enterprise_install": workspace.is_org_wide,
    }


def response_url(platform: Platform, user: User, room: Room, message: Message | None = None) -> str:
    """A fresh address to answer this interaction at."""
    token = platform.response_urls.issue(
        user.id,
        room.id,
        message_ts=message.ts if message else None,
        thread_ts=message.thread_ts if message else None,
    )
    return f"{platform.url}/response/{token}"


def slash_command(platform: Platform, user: User, room: Room, *, command: str, text: str) -> Json:
    workspace = platform.workspace
    return {
        "token": workspace.verification_token,
        **_whence(workspace),
        "channel_id": room.id,
        "channel_name": room.name,
        "user_id": user.id,
        "user_name": user.name,
        "command": command,
        "text": text,
        "api_app_id": workspace.app.app_id,
        "is_enterprise_install": str(workspace.is_org_wide).lower(),
        "response_url": response_url(platform, user, room),
        "trigger_id": platform.triggers.issue(user.id),
    }


def _whence(workspace: Workspace) -> Json:
    """A command of an installation for an organisation names that alone."""
    team = {"team_id": workspace.team_id, "team_domain": workspace.domain}
    grid = workspace.grid
    organisation = {"enterprise_id": grid.id, "enterprise_name": grid.name} if grid else {}
    return {**({} if workspace.is_org_wide else team), **organisation}


def in_message(platform: Platform, user: User, room: Room, message: Message) -> Json:
    """Where in a conversation something was done. An ephemeral message is not shown to the app."""
    ephemeral = message.ephemeral_to is not None
    container = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": room.id,
        "is_ephemeral": ephemeral,
        **({"thread_ts": message.thread_ts} if message.thread_ts else {}),
    }
    return {
        **envelope(platform, user),
        "container": container,
        "channel": {"id": room.id, "name": room.name},
        "trigger_id": platform.triggers.issue(user.id),
        "response_url": response_url(platform, user, room, message),
        **({} if ephemeral else {"message": message.body}),
    }


def in_view(platform: Platform, user: User, view: View) -> Json:
    """Where in a modal or Home tab something was done."""
    return {
        **envelope(platform, user),
        "container": {"type": "view", "view_id": view.id},
        "trigger_id": platform.triggers.issue(user.id, view.id if view.kind == "modal" else None),
        "view": platform.stacks.as_json(view),
    }


def submitted(platform: Platform, user: User, view: View) -> Json:
    return {
        **envelope(platform, user),
        "type": "view_submission",
        "trigger_id": platform.triggers.issue(user.id, view.id),
        "view": platform.stacks.as_json(view),
        "response_urls": [],
    }


def closed(platform: Platform, user: User, view: View, *, is_cleared: bool) -> Json:
    return {
        **envelope(platform, user),
        "type": "view_closed",
        "view": platform.stacks.as_json(view),
        "is_cleared": is_cleared,
    }


def global_shortcut(platform: Platform, user: User, callback_id: str) -> Json:
    return {
        **envelope(platform, user),
        "type": "shortcut",
        "action_ts": platform.clock.ts(),
        "callback_id": callback_id,
        "trigger_id": platform.triggers.issue(user.id),
    }


def message_shortcut(platform: Platform, user: User, room: Room, message: Message, callback_id: str) -> Json:
    return {
        **envelope(platform, user),
        "type": "message_action",
        "action_ts": platform.clock.ts(),
        "callback_id": callback_id,
        "trigger_id": platform.triggers.issue(user.id),
        "response_url": response_url(platform, user, room, message),
        "channel": {"id": room.id, "name": room.name},
        "message_ts": message.ts,
        "message": message.body,
    }


def event(platform: Platform, happened: Json) -> Json:
    workspace, app = platform.workspace, platform.workspace.app
    grid = workspace.grid
    whence = {
        "enterprise_id": grid.id if grid else None,
        "team_id": None if workspace.is_org_wide else workspace.team_id,
    }
    authorization = {
        **whence,
        "user_id": app.bot_user_id,
        "is_bot": True,
        "is_enterprise_install": workspace.is_org_wide,
    }
    return {
        "token": workspace.verification_token,
        **whence,
        "api_app_id": app.app_id,
        "event": happened,
        "type": "event_callback",
        "event_id": fresh("Ev"),
        "event_time": int(platform.clock.now()),
        "authorizations": [authorization],
        "is_ext_shared_channel": False,
    }
