"""A Slack that says who people are."""

from typing import Any, cast

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from handlers.slack.users import People


class Directory:
    """A Slack that knows people and who is in which user group; ``down`` makes it silent."""

    def __init__(self, **of_ben: Any) -> None:
        self.of_ben = of_ben
        self.members: dict[str, list[str]] = {"S0OPS": ["U0BEN"], "S0NIGHT": ["U0CHEN"]}
        self.down = False
        self.refuses = ""
        self.where: dict[str, Any] = {"team_id": "T0ACME"}

    async def auth_test(self) -> dict[str, Any]:
        return self.where

    async def auth_teams_list(self, **_page: Any) -> dict[str, Any]:
        self._answer()
        return {"teams": [{"id": "T0SALES"}, {"id": "T0ACME"}]}

    async def users_info(self, *, user: str) -> dict[str, Any]:
        self._answer()
        return {"user": {"id": user, "tz": "Europe/Madrid", "team_id": "T0ACME", **self.of_ben}}

    async def usergroups_users_list(self, *, usergroup: str, team_id: str | None = None) -> dict[str, Any]:
        self._answer()
        return {"users": self.members[usergroup]}

    def _answer(self) -> None:
        if self.refuses:
            raise SlackApiError("refused", {"ok": False, "error": self.refuses})
        if self.down:
            raise SlackApiError("down", {"ok": False, "error": "internal_error"})

    def people(self) -> People:
        return People(cast("AsyncWebClient", self), admins=("U0FIRST",))
