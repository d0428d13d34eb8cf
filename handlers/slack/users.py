"""People's time zones, kinds and user groups: asked of Slack and cached for a while."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from time import monotonic
from typing import Any, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from handlers.slack.fallback import rule_of
from handlers.slack.home import Home, UserGroups, belongs_to, home
from handlers.slack.members import Members
from handlers.slack.refusals import Handling
from models.access import grants
from models.domain.conversations import is_person
from models.domain.errors import BadRequest
from models.domain.permissions import EVERYONE, Actor

_KEEP = 600.0  # seconds a profile is cached
_KEEP_NO_ANSWER = 5.0  # seconds in which Slack is not asked again for what it did not say
_KEEP_MEMBERS = 60.0  # seconds a person may still act after leaving a user group
_TIMEOUT = 2.0  # seconds: a form waits for this before it is acknowledged
_MOST_CACHED = 10_000  # cached entries
_MOST_ASKED = 20  # people of one form: more are taken as they are
_UTC = ZoneInfo("UTC")
_LOOKUP_ERRORS = (
    SlackClientError,
    aiohttp.ClientError,
    TimeoutError,
    OSError,
    KeyError,
    TypeError,
    ValueError,
)
T = TypeVar("T")
_log = structlog.get_logger()


@dataclass(frozen=True, kw_only=True)
class _Profile:
    zone: ZoneInfo = _UTC
    kind: str = ""  # guest, deactivated, …; empty: a full member


class People:
    """Caches people. When Slack cannot be asked, times are UTC and nothing may be changed, but requests are answered."""

    def __init__(
        self, slack: AsyncWebClient, *, admins: tuple[str, ...] = (), team: Home | None = None
    ) -> None:
        """``team``: where the app is installed; None: Slack is asked for it with the first profile."""
        self._slack = slack
        self._team = team
        self.admins = admins
        self._groups = UserGroups(slack, self._home)
        self.named = Members(slack, self._groups.asked)
        self._profiles: dict[str, tuple[float, _Profile | None]] = {}
        self._members: dict[str, tuple[float, frozenset[str] | None]] = {}

    async def zone(self, user: str) -> ZoneInfo:
        """The reader's zone."""
        profile = await self._profile(user)
        return profile.zone if profile else _UTC

    async def actor(self, user: str, surface: str) -> Actor:
        """The person with the subjects that grants may name them by, as of now."""
        known = await grants.user_groups()
        # All at once: a form waits for this before it is acknowledged.
        profile, members = await asyncio.gather(
            self._profile(user), asyncio.gather(*map(self.members, known))
        )
        kind = profile.kind if profile else ""
        if not user or kind in _WITHOUT_GRANTS:
            return Actor(user=user, subjects=(), kind=kind, place=surface)
        # A group whose members Slack does not say gives no permission.
        groups = (
            [] if kind else [group for group, who in zip(known, members, strict=True) if who and user in who]
        )
        shared = (
            () if kind else (EVERYONE, *groups)
        )  # only full members get the grants of groups and of everyone
        return Actor(
            user=user,
            subjects=(user, *shared),
            is_first_admin=user in self.admins,
            unsure=profile is None,
            is_partial=not kind and None in members,
            kind=kind,
            place=surface,
        )

    async def ask_ahead(self, named: Iterable[str]) -> None:
        """Ask for the people that a form names, all at once, before the transaction that accepts it.

        On SQLite nobody else can write while that one waits for Slack.
        """
        people = [name for name in dict.fromkeys(named) if is_person(name)][:_MOST_ASKED]
        await asyncio.gather(*map(self._profile, people))

    def need_people(self, block: str, chosen: Iterable[str]) -> None:
        """Raise BadRequest for an app among those chosen in a field, as ``ask_ahead`` was told: Slack's own menus offer apps too."""
        known = [self._profiles.get(name, (0.0, None))[1] for name in chosen]
        if any(profile and profile.kind == _BOT for profile in known):
            raise BadRequest({block: "This is an app. Choose a person."})

    async def members(self, group: str) -> frozenset[str] | None:
        """Who is in a user group; None when Slack does not say."""
        return await _cached(self._members, group, _KEEP_MEMBERS, lambda: self._groups.members(group))

    async def _profile(self, user: str) -> _Profile | None:
        return await _cached(self._profiles, user, _KEEP, lambda: self._ask(user))

    async def _ask(self, user: str) -> _Profile:
        place = await self._home()
        try:
            info: Any = (await self._slack.users_info(user=user))["user"]
        except SlackApiError as error:
            if kind := _NOBODY.get(str(error.response.get("error", ""))):
                return _Profile(kind=kind)  # an answer, and it is no
            raise
        try:
            zone = ZoneInfo(info["tz"])
        except (ZoneInfoNotFoundError, KeyError, TypeError, ValueError):
            zone = _UTC
        return _Profile(zone=zone, kind=_kind(info, is_member=await self._is_member(info, place)))

    async def _is_member(self, info: dict[str, Any], place: Home) -> bool:
        """Whether a person is of the app's own workspace or organisation, however Slack says it."""
        where = belongs_to(info)
        if place.id in where or not place.is_org_wide:
            return place.id in where
        try:
            return bool(where & await self._groups.workspaces())
        except SlackApiError as error:
            if rule_of(error).handling is Handling.AGAIN:
                raise  # no answer, so nobody is taken for a stranger
            return False

    async def _home(self) -> Home:
        if self._team is None:
            answer: Any = await self._slack.auth_test()
            self._team = home(answer)  # KeyError where Slack does not say
        return self._team


_UNKNOWN = "Slack does not know"
_NOBODY = {
    "user_not_found": _UNKNOWN,
    "users_not_found": _UNKNOWN,
    "user_not_visible": _UNKNOWN,
    "user_disabled": "deactivated",
}
"""Slack's refusals that say for certain that this is nobody who may do something. Any other one says nothing."""
_BOT = "bot"
_WITHOUT_GRANTS = {"deactivated", _BOT, _UNKNOWN}


def _kind(info: dict[str, Any], *, is_member: bool) -> str:
    """What is special about a person; empty for a full member."""
    if info.get("deleted"):
        return "deactivated"
    if info.get("is_bot"):
        return _BOT
    if info.get("is_stranger") or not is_member:
        return "from another workspace"
    return "guest" if info.get("is_restricted") or info.get("is_ultra_restricted") else ""


async def _cached(
    known: dict[str, tuple[float, T | None]], key: str, seconds: float, ask: Callable[[], Awaitable[T]]
) -> T | None:
    """The cached value while it is fresh, else Slack's answer; None when there is none in time, and for some seconds after."""
    entry = known.get(key)
    if entry and entry[0] > monotonic():
        return entry[1]
    answer: T | None = None
    try:
        async with asyncio.timeout(_TIMEOUT):
            answer = await ask()
    except _LOOKUP_ERRORS as error:
        _log.warning("slack lookup failed", about=key, error=str(error) or type(error).__name__)
        seconds = _KEEP_NO_ANSWER
    if len(known) >= _MOST_CACHED:
        known.clear()
    known[key] = (monotonic() + seconds, answer)
    return answer
