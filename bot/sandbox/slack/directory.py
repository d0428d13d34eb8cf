"""Who is in the workspace: people of every kind, apps, and user groups, as plain values."""

from dataclasses import dataclass

TEAM = "T0BELLHOP"
PARTNER = "T0PARTNER"


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
    #: A guest of some channels.
    is_restricted: bool = False
    #: A guest of a single channel.
    is_ultra_restricted: bool = False
    #: Deactivated. Slack signs them out, but what they did a moment before still reaches the app:
    #: so nothing here stops them from acting.
    deleted: bool = False
    #: Another one than the workspace's: a person met in a channel shared through Slack Connect.
    team_id: str = TEAM
    #: On Enterprise Grid: every workspace of the organisation they are a member of.
    team_ids: tuple[str, ...] = ()

    @property
    def is_guest(self) -> bool:
        """Of some channels or of one: Slack calls both restricted."""
        return self.is_restricted or self.is_ultra_restricted

    @property
    def is_stranger(self) -> bool:
        return TEAM not in (self.team_id, *self.team_ids)

    @property
    def email(self) -> str:
        return f"{self.name}@team.example"

    @property
    def initials(self) -> str:
        return "".join(word[0] for word in self.real_name.split()[:2]).upper()


@dataclass(frozen=True, kw_only=True)
class UserGroup:
    """People who are mentioned together by a handle."""

    id: str
    handle: str
    name: str
    member_ids: tuple[str, ...] = ()
    #: When it was disabled; 0: it is not.
    date_delete: int = 0


MEMBERS = (
    User(id="U0ANA", name="ana", real_name="Ana Ruiz", tz="Europe/Madrid", color="9f3a68", is_admin=True),
    User(id="U0BEN", name="ben", real_name="Ben Osei", tz="America/New_York", color="2f6f8f"),
    User(id="U0CHEN", name="chen", real_name="Chen Li", tz="Asia/Shanghai", color="3d7a3a"),
)
GUEST = User(
    id="U0GIA", name="gia", real_name="Gia Weber", tz="Europe/Berlin", color="b5651d", is_restricted=True
)
GONE = User(id="U0DREW", name="drew", real_name="Drew Hale", color="757575", deleted=True)
STRANGER = User(
    id="U0SARA", name="sara", real_name="Sara Lund", tz="Europe/Oslo", color="5b4b8a", team_id=PARTNER
)
BOT = User(id="U0BELLHOP", name="bellhop", real_name="Bellhop", color="4a154b", is_bot=True)
USERS = (*MEMBERS, GUEST, GONE, STRANGER, BOT)
GROUPS = (
    UserGroup(id="S0OPS", handle="ops", name="Operations", member_ids=("U0ANA", "U0BEN")),
    UserGroup(id="S0NIGHT", handle="night-shift", name="Night shift", member_ids=("U0CHEN",)),
)
