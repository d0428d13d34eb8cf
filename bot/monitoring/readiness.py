"""Whether a process can do its work, for whoever watches it: ``/healthz`` and ``/readyz``. Tells strangers nothing else."""

import asyncio
import time

from aiohttp import ClientError, web
from redis.exceptions import RedisError
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.monitoring.hearing import Hearing
from bot.queue import redis_pool, redis_trouble
from bot.slack.client import SHUT_OUT, Client
from models.database import AWAY, is_migrated

_REFUSED = "Slack refuses the token"
_FRESH = 1.0  # seconds an answer holds: whoever asks more often costs nothing
_LATELY = 60.0  # seconds since Slack took the token; then it is asked again
_PATIENCE = 3.0  # seconds for one question


class Readiness:
    """Looks at what one process needs. Not ready: the database or Slack; without Redis the work goes on, more slowly."""

    def __init__(
        self, *, redis_url: str, slack: Client | None = None, hearing: Hearing | None = None
    ) -> None:
        """``slack``: the client of a process that talks to Slack. ``hearing``: of one that Slack talks to."""
        self._hearing = hearing or Hearing()
        self._redis_url = redis_url
        self._slack = slack
        self._turn = asyncio.Lock()
        self._answer = (503, "starting")
        self._until = 0.0

    def join(self, app: web.Application) -> None:
        """Add the two routes."""
        app.router.add_get("/healthz", self._health)
        app.router.add_get("/readyz", self._ready)

    async def look(self) -> tuple[int, str]:
        """The HTTP status, and the word for it."""
        async with self._turn:
            if time.monotonic() >= self._until:
                self._answer = await self._examine()
                self._until = time.monotonic() + _FRESH
            return self._answer

    async def _health(self, _request: web.Request) -> web.Response:
        """It lives. A token that Slack refuses is no reason to start it again, and is told all the same."""
        slack = self._slack
        is_refused = slack is not None and (slack.bot_token.refused or slack.app_token.refused)
        return web.Response(text=f"degraded: {_REFUSED}" if is_refused else "ok")

    async def _ready(self, _request: web.Request) -> web.Response:
        status, text = await self.look()
        return web.Response(status=status, text=text)

    async def _examine(self) -> tuple[int, str]:
        database, slack, redis = await asyncio.gather(
            _check_database(), self._check_slack(), self._check_redis()
        )
        if trouble := database or slack or await self._check_hearing():
            return 503, trouble
        return 200, redis or "ready"

    async def _check_slack(self) -> str:
        """What is wrong with Slack; empty: nothing."""
        slack = self._slack
        if slack is None or _is_lately(slack.bot_token.taken_at):
            return ""
        try:
            async with asyncio.timeout(_PATIENCE):
                await slack.auth_test()
        except SlackApiError as error:
            return _refusal(error)
        except (SlackClientError, ClientError, OSError, TimeoutError):
            return "Slack is away"
        return ""

    async def _check_hearing(self) -> str:
        return "Slack does not reach the bot" if await self._hearing.ask() else ""

    async def _check_redis(self) -> str:
        """The scheduler notifies again of what waits, so without Redis work is slow, and nothing worse."""
        if not self._redis_url:
            return ""
        try:
            async with asyncio.timeout(_PATIENCE), redis_pool.client(self._redis_url) as redis:
                wrong = await redis_trouble.ask(redis)
        except (RedisError, OSError, TimeoutError):
            wrong = redis_trouble.AWAY
        return f"degraded: Redis {wrong.says}" if wrong else ""


def _is_lately(taken_at: float | None) -> bool:
    return taken_at is not None and time.monotonic() - taken_at < _LATELY


def _refusal(error: SlackApiError) -> str:
    code = str(error.response.get("error", ""))
    if code == "ratelimited":  # it is there, and has taken the token too often
        return ""
    return _REFUSED if code in SHUT_OUT else "Slack is away"


async def _check_database() -> str:
    try:
        async with asyncio.timeout(_PATIENCE):
            return "" if await is_migrated() else "database not ready"
    except AWAY:
        return "database is away"
