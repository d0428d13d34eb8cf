"""Where the app is installed, and who belongs there: a workspace, or a whole organisation on Enterprise Grid."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from handlers.slack.fallback import rule_of

_KEEP = 600.0  # seconds the names of the organisation's workspaces are cached
_NOWHERE = 60.0  # seconds until a user group that no workspace knows is looked for again
_MOST_WORKSPACES = 100  # that a user group is looked for in
_ORGANISATION = "E"  # with this letter the id of an organisation begins; a workspace's with T


@dataclass(frozen=True, kw_only=True)
class Home:
    """As ``auth.test`` says it."""

    team: str = ""  # the workspace; empty where the app is installed for the organisation
    enterprise: str = ""  # the organisation; empty where there is none

    @property
    def is_org_wide(self) -> bool:
        """Whether the token is the organisation's: then some methods must be told the workspace."""
        return bool(self.enterprise and not self.team)

    @property
    def id(self) -> str:
        """Of the workspace, or else of the organisation."""
        return self.team or self.enterprise


def home(answer: Mapping[str, Any]) -> Home:
    """Read the answer of ``auth.test``; raise KeyError where it names neither.

    With an organisation's token its ``team_id`` is the organisation's, or null.
    """
    team, enterprise = _id(answer.get("team_id")), _id(answer.get("enterprise_id"))
    if team.startswith(_ORGANISATION):
        team, enterprise = "", enterprise or team
    if enterprise and answer.get("is_enterprise_install"):
        team = ""
    if not (team or enterprise):
        raise KeyError("team_id")
    return Home(team=team, enterprise=enterprise)


def belongs_to(profile: Mapping[str, Any]) -> frozenset[str]:
    """The workspaces and the organisation a person is a member of, by ``users.info``; empty: Slack names none.

    On Enterprise Grid ``team_id`` is any one of a person's workspaces, the organisation, or null.
    """
    return frozenset(filter(None, map(_id, _named(profile))))


class UserGroups:
    """Who is in them. An organisation's token must say in which workspace a user group is: it is looked for."""

    def __init__(self, slack: AsyncWebClient, place: Callable[[], Awaitable[Home]]) -> None:
        self._slack = slack
        self._place = place
        self._workspaces: tuple[float, frozenset[str]] = (0.0, frozenset())
        self._where: dict[str, str] = {}  # user group: workspace
        self._nowhere: dict[str, float] = {}  # user group: until when it is not looked for

    async def members(self, group: str) -> frozenset[str]:
        """User ids. Raise SlackApiError where Slack does not say, KeyError where no workspace has the group."""
        if not (await self._place()).is_org_wide:
            return await self._ask(group)
        if team := self._where.get(group):
            try:
                return await self._ask(group, team_id=team)
            except SlackApiError as error:
                if not _passes(error):
                    self._where.pop(group, None)  # it may be gone: next time it is looked for
                raise
        if self._nowhere.get(group, 0.0) > time.monotonic():
            raise KeyError(group)
        return await self._look_for(group)

    async def asked(self) -> tuple[str, ...]:
        """The ``team_id`` of each workspace to ask about: none is said with a workspace's own token. Raise SlackApiError."""
        return tuple(sorted(await self.workspaces())) if (await self._place()).is_org_wide else ("",)

    async def workspaces(self) -> frozenset[str]:
        """The ids of those that the organisation's token may ask about. Raise SlackApiError."""
        until, known = self._workspaces
        if until < time.monotonic():
            answer: Any = await self._slack.auth_teams_list(limit=_MOST_WORKSPACES)
            known = frozenset(str(team["id"]) for team in answer["teams"])
            self._workspaces = (time.monotonic() + _KEEP, known)
        return known

    async def _look_for(self, group: str) -> frozenset[str]:
        teams = sorted(await self.workspaces())
        answers = await asyncio.gather(
            *(self._ask(group, team_id=team) for team in teams), return_exceptions=True
        )
        for team, answer in zip(teams, answers, strict=True):
            if not isinstance(answer, BaseException):
                self._where[group] = team
                return answer
        for answer in answers:
            if isinstance(answer, BaseException) and _passes(answer):
                raise answer  # it may be in this one
        self._nowhere = {group: time.monotonic() + _NOWHERE, **self._still_nowhere()}
        raise KeyError(group)

    def _still_nowhere(self) -> dict[str, float]:
        return {group: until for group, until in self._nowhere.items() if until > time.monotonic()}

    async def _ask(self, group: str, *, team_id: str | None = None) -> frozenset[str]:
        response: Any = await self._slack.usergroups_users_list(usergroup=group, team_id=team_id)
        return frozenset(response["users"])


def _passes(error: BaseException) -> bool:
    """Whether the same question may well be answered later."""
    return not isinstance(error, SlackApiError) or rule_of(error).passes


def _named(profile: Mapping[str, Any]) -> Iterator[Any]:
    yield profile.get("team_id")
    yield from _list(profile.get("teams"))
    of_organisation = profile.get("enterprise_user")
    if isinstance(of_organisation, dict):
        yield of_organisation.get("enterprise_id")
        yield from _list(of_organisation.get("teams"))


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _id(value: Any) -> str:
    return value if isinstance(value, str) else ""
