"""The workspace a local Slack starts with: its people, channels and one app, as plain values."""

from dataclasses import dataclass, field
from typing import Literal

TEAM = "T0BELLHOP"
SCOPES = ("commands", "chat:write", "files:write", "files:read", "users:read", "im:write")


@dataclass(frozen=True, kw_only=True)
class User:
    """Somebody in the workspace; apps are users too."""

    id: str
    name: str
    real_name: str
    tz: str = "Etc/UTC"
    color: str = "4a154b"
    is_admin: bool = False
    is_bot: bool = False

    @property
    def initials(self) -> str:
        return "".join(word[0] for word in self.real_name.split()[:2]).upper()


@dataclass(frozen=True, kw_only=True)
class Channel:
    """A public or private channel and who is in it."""

    id: str
    name: str
    member_ids: tuple[str, ...]
    is_private: bool = False
    topic: str = ""


@dataclass(frozen=True, kw_only=True)
class SlashCommand:
    """A command of the app's manifest."""

    command: str
    description: str
    usage_hint: str = ""
    #: `@ana` and `#general` reach the app as `<@U…|ana>` and `<#C…|general>`.
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


@dataclass(frozen=True, kw_only=True)
class Workspace:
    """Everything that exists before the first message."""

    team_id: str
    domain: str
    name: str
    users: tuple[User, ...]
    channels: tuple[Channel, ...]
    app: App
    verification_token: str = field(default_factory=lambda: f"{TEAM}-verification")

    def user(self, user_id: str) -> User | None:
        return next((user for user in self.users if user.id == user_id), None)

    @property
    def people(self) -> list[User]:
        return [user for user in self.users if not user.is_bot]

    @property
    def bot_token(self) -> str:
        return self.app.bot_token

    @property
    def app_token(self) -> str:
        return self.app.app_token

    @property
    def signing_secret(self) -> str:
        return self.app.signing_secret


PEOPLE = (
    User(id="U0ANA", name="ana", real_name="Ana Ruiz", tz="Europe/Madrid", color="9f3a68", is_admin=True),
    User(id="U0BEN", name="ben", real_name="Ben Osei", tz="America/New_York", color="2f6f8f"),
    User(id="U0CHEN", name="chen", real_name="Chen Li", tz="Asia/Shanghai", color="3d7a3a"),
)
BOT = User(id="U0BELLHOP", name="bellhop", real_name="Bellhop", color="4a154b", is_bot=True)
EVERYONE = tuple(user.id for user in PEOPLE)
CHANNELS = (
    Channel(id="C0OPS", name="account-ops", member_ids=(*EVERYONE, BOT.id), topic="Tasks on our accounts"),
    Channel(id="C0GENERAL", name="general", member_ids=(*EVERYONE, BOT.id), topic="Company-wide"),
    Channel(id="C0RANDOM", name="random", member_ids=EVERYONE, topic="Everything else"),
)
COMMANDS = (
    SlashCommand(
        command="/tasks",
        description="See, start, stop and repeat account tasks",
        usage_hint="[filters] | new | show | help",
    ),
    SlashCommand(
        command="/accounts", description="The accounts tasks run on", usage_hint="[group] | import | help"
    ),
)
SHORTCUTS = (
    Shortcut(type="global", name="New tasks", callback_id="new_tasks"),
    Shortcut(type="message", name="Task details", callback_id="task_details"),
)


def workspace(
    *,
    scopes: tuple[str, ...] = SCOPES,
    commands: tuple[SlashCommand, ...] = COMMANDS,
    shortcuts: tuple[Shortcut, ...] = SHORTCUTS,
    events: tuple[str, ...] = ("app_home_opened",),
    home_tab: bool = True,
) -> Workspace:
    """A ready one: three people, three channels (the bot is not in #random) and the app."""
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
        users=(*PEOPLE, BOT),
        channels=CHANNELS,
        app=app,
    )
