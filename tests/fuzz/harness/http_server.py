"""The HTTP server of the bot on a port of its own, with a Bolt behind it that only counts what reaches it."""

import asyncio
import io
import logging
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import aiohttp
from aiohttp.test_utils import TestServer
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.signature import SignatureVerifier

from bot.http import web_app
from bot.manifest import EVENTS_PATH
from bot.monitoring.readiness import Readiness

SECRET = "fuzz-signing-secret"
_JOINED = ("command", "/tasks"), ("action", "refresh"), ("view", "filter"), ("event", "app_home_opened")


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """One request as it goes over the wire."""

    body: bytes
    headers: tuple[tuple[str, str], ...]
    path: str = EVENTS_PATH


def now() -> str:
    return str(int(time.time()))


def signed(body: bytes, kind: str, *, at: str | None = None, secret: str = SECRET) -> Delivery:
    """A delivery as Slack signs it, or as somebody with another secret does."""
    moment = at or now()
    signature = SignatureVerifier(secret).generate_signature(
        timestamp=moment, body=body.decode("utf-8", errors="replace")
    )
    stamps = (("X-Slack-Request-Timestamp", moment), ("X-Slack-Signature", str(signature)))
    return Delivery(body=body, headers=(("Content-Type", kind), *stamps))


class HttpServer:
    """Open until it is closed; ``deliver`` waits for the answer."""

    def __init__(self) -> None:
        self.reached = 0
        self.troubles: list[logging.LogRecord] = []
        self._runner = asyncio.Runner()
        self._runner.run(self._open())
        self._listening = _Listening(self.troubles)
        logging.getLogger().addHandler(self._listening)

    def deliver(self, delivery: Delivery) -> int:
        return self._runner.run(self._deliver(delivery))

    def close(self) -> None:
        logging.getLogger().removeHandler(self._listening)
        self._runner.run(self._close())
        self._runner.close()

    async def _open(self) -> None:
        bolt = AsyncApp(
            name="tests", signing_secret=SECRET, authorize=_anybody, request_verification_enabled=False
        )
        for kind, name in _JOINED:
            join: Callable[[str], Callable[[Any], Any]] = getattr(bolt, kind)
            join(name)(self._reached)
        self._server = TestServer(web_app(bolt, SECRET, Readiness(redis_url="")))
        await self._server.start_server()
        self._client = aiohttp.ClientSession()

    async def _deliver(self, delivery: Delivery) -> int:
        url = self._server.make_url(delivery.path)
        async with self._client.post(
            url, data=io.BytesIO(delivery.body), headers=_many(delivery.headers)
        ) as answer:
            await answer.read()
            return answer.status

    async def _close(self) -> None:
        await self._client.close()
        await self._server.close()

    async def _reached(self, ack: Callable[[], Any]) -> None:
        self.reached += 1
        await ack()


class _Listening(logging.Handler):
    """Keeps what was logged with a traceback."""

    def __init__(self, kept: list[logging.LogRecord]) -> None:
        super().__init__()
        self._kept = kept

    def emit(self, record: logging.LogRecord) -> None:
        if record.exc_info:
            self._kept.append(record)


def _many(headers: Iterable[tuple[str, str]]) -> aiohttp.typedefs.LooseHeaders:
    """All of them, also those of one name."""
    return list(headers)


async def _anybody(**_arguments: Any) -> AuthorizeResult:
    return AuthorizeResult(
        enterprise_id=None, team_id="T0", bot_token="xoxb-1", bot_id="B0", bot_user_id="U0B"
    )
