"""Who people are and where: asked of Slack, remembered for a while."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import aiohttp
import structlog
from slack_sdk.errors import SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from models.access import grants
from models.domain.permissions import EVERYONE, Actor

_KEEP = 600.0  # seconds a person stays what they are
_KEEP_MEMBERS = 60.0  # seconds somebody may still act after they left a user group
_PATIENCE = 2.0  # seconds: a form waits for this before it is acknowledged
_MOST = 10_000  # people remembered
_UTC = ZoneInfo("UTC")
_TROUBLE = (SlackClientError, aiohttp.ClientError, TimeoutError, OSError, KeyError, TypeError, ValueError)
T = TypeVar("T")
_log = structlog.get_logger()


@dataclass(frozen=True, kw_only=True)
class _Profile:
    zone: ZoneInfo = _UTC
    kind: str = ""  # guest, deactivated, …; empty: a full member


class People:
    """Remembers people. When Slack cannot be asked, times are UTC and nothing may be changed: an answer always comes."""

    def __init__(self, slack: AsyncWebClient, *, admins: tuple[str, ...] = (), team: str = "") -> None:
        self._slack = slack
        self._team = team
        self.admins = admins
        self._profiles: dict[str, tuple[float, _Profile]] = {}
        self._members: dict[str, tuple[float, frozenset[str]]] = {}

    async def zone(self, user: str) -> ZoneInfo:
        """The reader's zone."""
        profile = await self._profile(user)
        return profile.zone if profile else _UTC

    async def actor(self, user: str, place: str) -> Actor:
        """What grants may call this person now."""
        known = await grants.user_groups()
        # All at once: a form waits for this before it is acknowledged.
        profile, members = await asyncio.gather(
            self._profile(user), asyncio.gather(*map(self.members, known))
        )
        kind = profile.kind if profile else ""
        if not user or kind in _NEVER:
            return Actor(user=user, subjects=(), kind=kind, place=place)
        # A group that Slack does not speak of gives nothing.
        groups = [] if kind else [one for one, who in zip(known, members, strict=True) if who and user in who]
        shared = () if kind else (EVERYONE, *groups)  # who is not a full member is granted by name only
        return Actor(
            user=user,
            subjects=(user, *shared),
            is_first_admin=user in self.admins,
            unsure=profile is None,
            kind=kind,
            place=place,
        )

    async def members(self, group: str) -> frozenset[str] | None:
        """Who is in a user group; None when Slack does not say."""
        return await _remembered(self._members, group, _KEEP_MEMBERS, lambda: self._ask_members(group))

    async def _profile(self, user: str) -> _Profile | None:
        return await _remembered(self._profiles, user, _KEEP, lambda: self._ask(user))

    async def _ask(self, user: str) -> _Profile:
        told: Any = (await self._slack.users_info(user=user))["user"]
        try:
            zone = ZoneInfo(told["tz"])
        except (ZoneInfoNotFoundError, KeyError, TypeError, ValueError):
            zone = _UTC
        return _Profile(zone=zone, kind=_kind(told, self._team))

    async def _ask_members(self, group: str) -> frozenset[str]:
        told: Any = await self._slack.usergroups_users_list(usergroup=group)
        return frozenset(told["users"])


_NEVER = {"deactivated", "bot"}


def _kind(told: dict[str, Any], team: str) -> str:
    """What is special about a person; empty for a full member."""
    if told.get("deleted"):
        return "deactivated"
    if told.get("is_bot"):
        return "bot"
    if told.get("is_stranger") or (team and told.get("team_id", team) != team):
        return "from another workspace"
    return "guest" if told.get("is_restricted") or told.get("is_ultra_restricted") else ""


async def _remembered(
    known: dict[str, tuple[float, T]], key: str, seconds: float, ask: Callable[[], Awaitable[T]]
) -> T | None:
    """What is known and still fresh, else what Slack says; None when it says nothing in time."""
    found = known.get(key)
    if found and found[0] > time.monotonic():
        return found[1]
    try:
        async with asyncio.timeout(_PATIENCE):
            told = await ask()
    except _TROUBLE as error:
        _log.warning("slack does not say who that is", about=key, error=str(error) or type(error).__name__)
        return None
    if len(known) >= _MOST:
        known.clear()
    known[key] = (time.monotonic() + seconds, told)
    return told
