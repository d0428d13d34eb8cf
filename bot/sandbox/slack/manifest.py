"""The one app of the workspace and what its manifest asks for, as plain values."""

from dataclasses import dataclass
from typing import Literal

SCOPES = (
    "commands",
    "chat:write",
    "files:write",
    "files:read",
    "users:read",
    "users:read.email",
    "usergroups:read",
    "im:write",
)


@dataclass(frozen=True, kw_only=True)
class SlashCommand:
    """A command of the app's manifest."""

    command: str
    description: str
    usage_hint: str = ""
    #: `@ana`, `@ops` and `#general` reach the app as `<@U…|ana>`, `<!subteam^S…|@ops>` and `<#C…|general>`,
    #: addresses as links, `&`, `<` and `>` as entities.
    should_escape: bool = False


@dataclass(frozen=True, kw_only=True)
class Shortcut:
    """A shortcut of the app's manifest: on a message, or anywhere."""

    type: Literal["global", "message"]
    name: str
    callback_id: str


@dataclass(frozen=True, kw_only=True)
class App:
    """The one installed app and what its manifest asks for."""

    app_id: str
    name: str
    bot_user_id: str
    bot_id: str
    bot_token: str
    app_token: str
    signing_secret: str
    scopes: tuple[str, ...] = SCOPES
    commands: tuple[SlashCommand, ...] = ()
    shortcuts: tuple[Shortcut, ...] = ()
    #: Event types it subscribed to; nothing else is delivered.
    events: tuple[str, ...] = ("app_home_opened",)
    home_tab: bool = True


COMMANDS = (
    SlashCommand(
        command="/tasks",
        description="See, start, stop and repeat account tasks",
        usage_hint="[filters] | new | show | help",
        should_escape=True,
    ),
    SlashCommand(
        command="/accounts",
        description="The accounts tasks run on",
        usage_hint="[group] | import | help",
        should_escape=True,
    ),
    SlashCommand(
        command="/proxies",
        description="The proxies accounts go out by",
        usage_hint="failing | test | import | help",
        should_escape=True,
    ),
)
SHORTCUTS = (
    Shortcut(type="global", name="New tasks", callback_id="new_tasks"),
    Shortcut(type="message", name="Task details", callback_id="task_details"),
)
