"""Signed HTTP delivery to the app's request URL."""

import hashlib
import hmac
import json
from http import HTTPStatus
from urllib.parse import urlencode

from aiohttp import ClientError, ClientSession, ClientTimeout

from .documents import Json, an_object, dumped
from .identifiers import fresh_token

FORM = "application/x-www-form-urlencoded"


def signature(secret: str, timestamp: str, body: str) -> str:
    """Slack's v0 signature."""
    digest = hmac.new(secret.encode(), f"v0:{timestamp}:{body}".encode(), hashlib.sha256)
    return f"v0={digest.hexdigest()}"


class Endpoint:
    """The app behind its request URL."""

    def __init__(self, url: str, secret: str) -> None:
        self.url = url
        self._secret = secret
        self._verified = False

    async def command(self, payload: Json, timestamp: str, seconds: float) -> Json | None:
        return await self._post(urlencode(payload), FORM, timestamp, seconds)

    async def interaction(self, payload: Json, timestamp: str, seconds: float) -> Json | None:
        return await self._post(urlencode({"payload": dumped(payload)}), FORM, timestamp, seconds)

    async def event(self, payload: Json, timestamp: str, seconds: float, retry: int) -> Json | None:
        """Events go to a URL only after it has answered a challenge."""
        if not self._verified and not await self._verify(payload, timestamp, seconds):
            return None
        headers = {"X-Slack-Retry-Num": str(retry), "X-Slack-Retry-Reason": "http_error"} if retry else {}
        return await self._post(dumped(payload), "application/json", timestamp, seconds, headers)

    async def _verify(self, payload: Json, timestamp: str, seconds: float) -> bool:
        challenge = fresh_token()
        question = {"type": "url_verification", "token": payload["token"], "challenge": challenge}
        answer = await self._post(dumped(question), "application/json", timestamp, seconds)
        self._verified = answer is not None and challenge in (answer.get("challenge"), answer.get("text"))
        return self._verified

    async def _post(
        self, body: str, kind: str, timestamp: str, seconds: float, extra: dict[str, str] | None = None
    ) -> Json | None:
        """The app's answer if it came in time with a 2xx, else None."""
        headers = {
            "Content-Type": kind,
            "X-Slack-Request-Timestamp": timestamp,
            "X-Slack-Signature": signature(self._secret, timestamp, body),
            **(extra or {}),
        }
        try:
            async with (
                ClientSession(timeout=ClientTimeout(total=seconds)) as session,
                session.post(self.url, data=body.encode(), headers=headers) as response,
            ):
                answer = await response.text()
                accepted = response.status < HTTPStatus.MULTIPLE_CHOICES
        except (TimeoutError, ClientError):
            return None
        return _read(answer) if accepted else None


def _read(answer: str) -> Json:
    """An acknowledgement's body: JSON, plain text, or nothing."""
    if not answer.strip():
        return {}
    try:
        return an_object(json.loads(answer))
    except ValueError:
        return {"text": answer}
