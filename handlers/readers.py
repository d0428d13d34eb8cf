"""The time zone of whoever reads, asked of Slack once an hour."""

import time
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import structlog
from slack_sdk.errors import SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

_KEEP = 3600.0  # seconds
_MOST = 10_000  # people remembered
_UTC = ZoneInfo("UTC")
_log = structlog.get_logger()


class Readers:
    """Remembers readers' zones. When Slack cannot be asked, times are UTC: an answer always comes."""

    def __init__(self, slack: AsyncWebClient) -> None:
        self._slack = slack
        self._zones: dict[str, tuple[float, ZoneInfo]] = {}

    async def zone(self, user: str) -> ZoneInfo:
        """The reader's zone."""
        known = self._zones.get(user)
        if known and known[0] > time.monotonic():
            return known[1]
        try:
            told: Any = await self._slack.users_info(user=user)
            zone = ZoneInfo(told["user"]["tz"])
        except (SlackClientError, ZoneInfoNotFoundError, KeyError, TypeError, ValueError) as error:
            _log.warning("reader's zone unknown", user=user, error=str(error))
            return _UTC
        if len(self._zones) >= _MOST:
            self._zones.clear()
        self._zones[user] = (time.monotonic() + _KEEP, zone)
        return zone
