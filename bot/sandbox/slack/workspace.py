"""The workspace a local Slack starts with: its channels, one app and who is there, as plain values."""

from dataclasses import dataclass, field, replace
from typing import Any

from .directory import BOT, GROUPS, GUEST, MEMBERS, STRANGER, TEAM, USERS, User, UserGroup
from .grid import COLLEAGUE, Grid
from .manifest import COMMANDS, SCOPES, SHORTCUTS, App, Shortcut, SlashCommand


@dataclass(frozen=True, kw_only=True)
class Channel:
    """A public or private channel and who is in it."""

    id: str
    name: str
    member_ids: tuple[str, ...]
    is_private: bool = False
    topic: str = ""


@dataclass(frozen=True, kw_only=True)
class Workspace:
    """Everything that exists before the first message. Changing somebody makes a new one."""

    team_id: str
    domain: str
    name: str
    users: tuple[User, ...]
    channels: tuple[Channel, ...]
    app: App
    groups: tuple[UserGroup, ...] = ()
    grid: Grid | None = None
    verification_token: str = field(default_factory=lambda: f"{TEAM}-verification")

    def user(self, user_id: str) -> User | None:
        return next((user for user in self.users if user.id == user_id), None)

    def group(self, group_id: str) -> UserGroup | None:
        return next((group for group in self.groups if group.id == group_id), None)

    def members(self, group: UserGroup) -> list[str]:
        """Who is in a user group: Slack takes out whoever is deactivated."""
        gone = {user.id for user in self.users if user.deleted}
        return [user_id for user_id in group.member_ids if user_id not in gone]

    def with_user(self, user_id: str, **changes: Any) -> "Workspace":
        """The same, but for what is told of one person."""
        if self.user(user_id) is None:
            raise KeyError(user_id)
        users = [replace(user, **changes) if user.id == user_id else user for user in self.users]
        return replace(self, users=tuple(users))

    def with_group(self, group_id: str, **changes: Any) -> "Workspace":
        """The same, but for what is told of one user group."""
        if self.group(group_id) is None:
            raise KeyError(group_id)
        groups = [replace(group, **changes) if group.id == group_id else group for group in self.groups]
        return replace(self, groups=tuple(groups))

    @property
    def people(self) -> list[User]:
        return [user for user in self.users if not user.is_bot]

    @property
    def is_org_wide(self) -> bool:
        """Whether the app is installed for a whole organisation."""
        return self.grid is not None and self.grid.is_org_wide

    @property
    def bot_token(self) -> str:
        return self.app.bot_token

    @property
    def app_token(self) -> str:
        return self.app.app_token

    @property
    def signing_secret(self) -> str:
        return self.app.signing_secret


EVERYONE = tuple(user.id for user in MEMBERS)
# Guests and strangers are only where somebody invited them.
INVITED = (GUEST.id, STRANGER.id)
CHANNELS = (
    Channel(
        id="C0OPS",
        name="account-ops",
        member_ids=(*EVERYONE, *INVITED, BOT.id),
        topic="Tasks on our accounts",
    ),
    Channel(id="C0GENERAL", name="general", member_ids=(*EVERYONE, BOT.id), topic="Company-wide"),
    Channel(id="C0RANDOM", name="random", member_ids=EVERYONE, topic="Everything else"),
)


def workspace(
    *,
    scopes: tuple[str, ...] = SCOPES,
    commands: tuple[SlashCommand, ...] = COMMANDS,
    shortcuts: tuple[Shortcut, ...] = SHORTCUTS,
    events: tuple[str, ...] = ("app_home_opened",),
    home_tab: bool = True,
    grid: Grid | None = None,
) -> Workspace:
    """A ready one: three members, a guest, a stranger and one who is gone; two user groups, three channels and the app.

    The bot is not in #random; guest and stranger are in #account-ops only, as is, on a Grid, a colleague of another
    workspace.
    """
    app = App(
        app_id="A0BELLHOP",
        name="Bellhop",
        bot_user_id=BOT.id,
        bot_id="B0BELLHOP",
        # Spelled with the team so that nobody takes them for credentials: they open this one process only.
        bot_token=f"xoxb-{TEAM}-local",
        app_token=f"xapp-1-{TEAM}-local",
        signing_secret=f"signed-by-{TEAM}",
        scopes=scopes,
        commands=commands,
        shortcuts=shortcuts,
        events=events,
        home_tab=home_tab,
    )
    return Workspace(
        team_id=TEAM,
        domain="acme-accounts",
        name="Acme Accounts",
        users=tuple(grid.people(USERS)) if grid else USERS,
        channels=(_with(CHANNELS[0], COLLEAGUE.id), *CHANNELS[1:]) if grid else CHANNELS,
        groups=GROUPS,
        grid=grid,
        app=app,
    )


def _with(channel: Channel, user_id: str) -> Channel:
    return replace(channel, member_ids=(*channel.member_ids, user_id))
