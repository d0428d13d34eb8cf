"""Slack's client of one process: counts what Slack answers, and remembers which token it refused."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Any

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.slack.network import DIRECT, Network
from handlers.slack.refusals import Handling, codes
from models.monitoring.metrics import SLACK_RATELIMITED, SLACK_REQUESTS

_APART = timedelta(seconds=60)  # Slack signs requests for five minutes
_log = structlog.get_logger()
SHUT_OUT = codes(Handling.PAUSE)
"""Errors that say: this token is of no use."""
(MISSING_SCOPE,) = codes(Handling.SCOPE)
"""The error that says: for this method it is of no use."""
_OF_THE_APP = frozenset(("apps.connections.open",))  # asked with the app's token, not the bot's


@dataclass(kw_only=True)
class Token:
    """What Slack said last about one token. A change is logged once."""

    setting: str
    fatal: frozenset[str] = SHUT_OUT  # what Slack says where it will never take it
    refused: str = ""  # Slack's word for it; empty: it takes the token, or was not asked
    taken_at: float | None = None  # ``time.monotonic`` of the last answer that shows the token is good

    def remember(self, result: str) -> None:
        """A refusal of something else is an answer that says nothing about the token."""
        if result in self.fatal:
            if not self.refused:
                _log.error("slack refuses the token", setting=self.setting, error=result)
            self.refused, self.taken_at = result, None
        elif result == "ok":
            if self.refused:
                _log.warning("slack takes the token again", setting=self.setting)
            self.refused, self.taken_at = "", time.monotonic()

    @property
    def trouble(self) -> str:
        """For people; empty: none."""
        return f"Slack refuses {self.setting} ({self.refused})" if self.refused else ""


class Client(AsyncWebClient):
    """The SDK's client. Whatever method is called passes ``api_call``."""

    is_apart: bool = False  # this machine's clock and Slack's; said once

    def __init__(self, *, base_url: str, network: Network = DIRECT, **given: Any) -> None:
        """``network``: the way to Slack, also for what is not a call: files, the socket."""
        super().__init__(base_url=base_url, ssl=network.tls, **given)
        self.bot_token = Token(setting="SLACK_BOT_TOKEN")
        self.app_token = Token(setting="SLACK_APP_TOKEN", fatal=SHUT_OUT | {MISSING_SCOPE})
        self.network = network
        self.proxy = network.proxy_for(base_url)  # given as None, the SDK would look for one itself

    def session_for(self, url: str, *, seconds: float) -> aiohttp.ClientSession:
        """For requests to an address of Slack's that is no call, each with so many seconds."""
        return aiohttp.ClientSession(
            timeout=aiohttp.ClientTimeout(total=seconds),
            connector=aiohttp.TCPConnector(ssl=self.network.tls),
            proxy=self.network.proxy_for(url),
        )

    def webhook(self, url: str) -> AsyncWebhookClient:
        """For a response URL."""
        client = AsyncWebhookClient(url, ssl=self.network.tls)
        client.proxy = self.network.proxy_for(url)
        return client

    async def api_call(self, api_method: str, **given: Any) -> AsyncSlackResponse:
        result = "no_answer"
        try:
            answer = await self._answer(api_method, **given)
            result = "ok"
            self._compare_clocks(answer.headers)
        except SlackApiError as error:
            status = getattr(error.response, "status_code", HTTPStatus.INTERNAL_SERVER_ERROR)
            result = str(error.response.get("error") or (result if status == HTTPStatus.OK else status))
            if status == HTTPStatus.TOO_MANY_REQUESTS:
                SLACK_RATELIMITED.inc()
            raise
        else:
            return answer
        finally:
            SLACK_REQUESTS.labels(api_method, result).inc()
            token = self.app_token if api_method in _OF_THE_APP else self.bot_token
            token.remember(result)

    async def _answer(self, api_method: str, **given: Any) -> AsyncSlackResponse:
        """Slack's answer. What is none, such as a proxy's page, is raised as a SlackApiError without a code."""
        try:
            return await super().api_call(api_method, **given)
        except SlackApiError as error:
            if _says_why(error.response):
                raise
            raise self._no_answer(api_method, error.response) from error
        except (AttributeError, UnicodeDecodeError, LookupError) as error:  # a text, a list, unknown letters
            raise self._no_answer(api_method, None) from error

    def _no_answer(self, api_method: str, answer: Any) -> SlackApiError:
        """``answer``: as the SDK has it, with its status; None: not known, taken for 200."""
        status = getattr(answer, "status_code", None) or getattr(answer, "status", None) or HTTPStatus.OK
        response = AsyncSlackResponse(
            client=self,
            http_verb="POST",
            api_url=f"{self.base_url}{api_method}",
            req_args={},
            data={},
            headers=getattr(answer, "headers", {}),
            status_code=int(status),
        )
        return SlackApiError(f"What answered {api_method} was not Slack ({int(status)}).", response)

    def _compare_clocks(self, headers: Mapping[str, Any]) -> None:
        try:
            apart = parsedate_to_datetime(str(headers["Date"])) - datetime.now(UTC)
        except (KeyError, ValueError, TypeError):  # none, or none that can be read
            return
        is_apart = abs(apart) > _APART
        if is_apart and not self.is_apart:
            _log.warning(
                "clock differs from Slack's: set this machine's", seconds=round(apart.total_seconds())
            )
        self.is_apart = is_apart


def _says_why(answer: Any) -> bool:
    """Whether a refusal is Slack's own, by its two fields."""
    said = getattr(answer, "data", None)
    return isinstance(said, dict) and said.get("ok") is False and bool(said.get("error"))
