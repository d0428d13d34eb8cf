"""Slack's client of one process: counts what Slack answers, and remembers when Slack last took the token."""

import time
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from models.monitoring.metrics import SLACK_RATELIMITED, SLACK_REQUESTS

_TOO_MANY = 429
_SERVER_ERROR = 500
_APART = timedelta(seconds=60)  # Slack signs requests for five minutes
_log = structlog.get_logger()
SHUT_OUT = {"invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired"}
"""Errors that say: this token is of no use."""


class Client(AsyncWebClient):
    """The SDK's client. Whatever method is called passes ``api_call``."""

    taken_at: float | None = None  # ``time.monotonic`` of the last answer that shows the token is good

    is_apart: bool = False  # this machine's clock and Slack's; said once

    async def api_call(self, api_method: str, **given: Any) -> AsyncSlackResponse:
        result = "no_answer"
        try:
            answer = await super().api_call(api_method, **given)
            result = "ok"
            self._compare_clocks(answer.headers)
        except SlackApiError as error:
            status = getattr(error.response, "status_code", _SERVER_ERROR)
            result = str(error.response.get("error") or status)
            if status == _TOO_MANY:
                SLACK_RATELIMITED.inc()
            raise
        else:
            return answer
        finally:
            SLACK_REQUESTS.labels(api_method, result).inc()
            self._remember(result)

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

    def _remember(self, result: str) -> None:
        """A refusal is an answer too, unless it refuses the token."""
        if result in SHUT_OUT:
            self.taken_at = None
        elif result == "ok":
            self.taken_at = time.monotonic()
