"""response_url addresses: five uses within thirty minutes, for one person in one conversation."""

from dataclasses import dataclass
from http import HTTPStatus

from .clock import Clock
from .identifiers import fresh_token
from .refusals import Refusal

USES = 5
LIFE_SECONDS = 30 * 60.0


@dataclass
class ResponseUrl:
    """Whom it answers and where; `message_ts` is the message that was clicked, if one was."""

    user_id: str
    channel_id: str
    expires: float
    message_ts: str | None = None
    thread_ts: str | None = None
    uses: int = 0


class ResponseUrls:
    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._issued: dict[str, ResponseUrl] = {}

    def issue(
        self, user_id: str, channel_id: str, *, message_ts: str | None = None, thread_ts: str | None = None
    ) -> str:
        """A new token, to be put behind /response/."""
        token = fresh_token()
        expires = self._clock.now() + LIFE_SECONDS
        self._issued[token] = ResponseUrl(user_id, channel_id, expires, message_ts, thread_ts)
        return token

    def use(self, token: str) -> ResponseUrl:
        known = self._issued.get(token)
        if known is None:
            raise _gone("no_service", "this response_url was never issued")
        if self._clock.now() > known.expires:
            raise _gone("expired_url", "a response_url is good for 30 minutes")
        if known.uses >= USES:
            raise _gone("used_url", f"a response_url is good for {USES} uses")
        known.uses += 1
        return known


def _gone(error: str, detail: str) -> Refusal:
    refusal = Refusal(error, detail)
    refusal.status = HTTPStatus.NOT_FOUND
    return refusal
