"""A workspace on Enterprise Grid: its organisation, and how Slack then tells who belongs where."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from .directory import PARTNER, TEAM, User
from .documents import Json

OTHER_TEAM = "T0SALES"
_PARTNERS = "E0PARTNER"
COLLEAGUE = User(
    id="W0WIM", name="wim", real_name="Wim Bakker", tz="Europe/Amsterdam", color="2a6b5e", team_id=OTHER_TEAM
)


@dataclass(frozen=True, kw_only=True)
class Grid:
    """An organisation of two workspaces. People of others are then told without the mark of a stranger."""

    id: str = "E0ACME"
    name: str = "Acme"
    teams: tuple[tuple[str, str], ...] = ((OTHER_TEAM, "Acme Sales"), (TEAM, "Acme Accounts"))
    #: The app is installed for all of it: its token is the organisation's, and payloads name no workspace.
    is_org_wide: bool = False

    @property
    def as_json(self) -> Json:
        return {"id": self.id, "name": self.name}

    def of_user(self, user: User) -> Json:
        """What a profile has on top."""
        if user.is_bot:
            return {}
        teams = list(user.team_ids or (user.team_id,))
        organisation = _PARTNERS if PARTNER in teams else self.id
        rights = {"is_admin": False, "is_owner": False, "is_primary_owner": False}
        return {
            "enterprise_user": {
                "id": f"W{user.id[1:]}",
                "enterprise_id": organisation,
                "enterprise_name": "Partner" if organisation == _PARTNERS else self.name,
                **rights,
                "teams": teams,
            }
        }

    def people(self, users: tuple[User, ...]) -> Iterator[User]:
        """The same people as the organisation knows them, and a colleague of another workspace.

        Of Ben it tells the organisation as his team, of Chen another workspace that she is a member of too.
        """
        told = {"U0BEN": self.id, "U0CHEN": OTHER_TEAM}
        for user in users:
            if team := told.get(user.id):
                yield replace(user, team_id=team, team_ids=(OTHER_TEAM, TEAM))
            else:
                yield user
        yield COLLEAGUE
