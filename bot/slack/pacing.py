"""The one way to Slack's Web API: the client of every process, and the pace all processes keep together."""

import asyncio
from typing import Any

from slack_sdk.errors import SlackApiError

from bot import clock
from bot.settings import Settings
from bot.slack.client import Client
from models.messages import rate_limit

_DIGITS = 6  # of Retry-After: days
# Slack's own rates, a little below: about one message a second and channel; 50 calls a minute for an update of a
# message (tier 3), 100 for a Home tab or the address of an upload (tier 4).
MESSAGE, TIER3, TIER4 = 1.1, 1.25, 0.65  # seconds between two calls


def slack_client(settings: Settings) -> Client:
    """The client for calls whose answer somebody waits for. It does not wait out a 429: the outbox does that."""
    return Client(
        token=settings.slack_bot_token,
        base_url=settings.slack_api_url,
        network=settings.network(),
        timeout=20,
        # A post whose answer was lost may have happened: only the relay knows how to look. So no blind retry.
        retry_handlers=[],
    )


def retry_after(error: SlackApiError, *, otherwise: float, most: float) -> float:
    """Seconds after which Slack wants to be asked again, as its header says; ``otherwise`` where it says nothing usable."""
    answer: Any = error.response
    said = str(answer.headers.get("Retry-After", ""))
    digits = said.isascii() and said.isdecimal() and len(said) <= _DIGITS
    return min(float(said) if digits else otherwise, most)


QUIET: dict[str, Any] = {"unfurl_links": False, "unfurl_media": False}
"""For messages that may hold links: no previews."""

UNHURRIED = 1.5  # seconds of patience: a list that people look at goes before a batch's progress


class Later(Exception):
    """Not now: again in so many seconds. No failure."""

    def __init__(self, seconds: float, why: str) -> None:
        super().__init__(why)
        self.seconds = seconds


async def in_turn(key: str, interval: float, *, patience: float = 60.0, at_once: int = 1) -> float:
    """Wait for the next free moment of this kind of call, over all processes; return how long that was.

    Raise Later when it would be more than ``patience`` seconds: who has little lets the others go first. After a while
    of rest ``at_once`` may go one after another without a wait.
    """
    wait = await rate_limit.reserve(key, interval=interval, now=clock.now().timestamp(), patience=patience)
    if wait is None:
        raise Later(patience, "the others go first")
    wait = max(0.0, wait - (at_once - 1) * interval)
    if wait:
        await asyncio.sleep(wait)
    return wait
