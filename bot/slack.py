"""The one way to Slack's Web API: the client of every process, and the pace all processes keep together."""

import asyncio
import time

from slack_sdk.web.async_client import AsyncWebClient

from bot.settings import Settings
from models import pace

# Slack's own rates, a little below: about one message a second and channel; 50 calls a minute a workspace for an update.
MESSAGE, TIER3 = 1.1, 1.25  # seconds between two calls


def slack_client(settings: Settings) -> AsyncWebClient:
    """The client for calls whose answer somebody waits for. It does not wait out a 429: the outbox does that."""
    return AsyncWebClient(
        token=settings.slack_bot_token,
        base_url=settings.slack_api_url,
        timeout=20,
        # A post whose answer was lost may have happened: only the sender knows how to look. So no blind retry.
        retry_handlers=[],
    )


async def in_turn(key: str, interval: float) -> None:
    """Wait for the next free moment of this kind of call, over all processes."""
    wait = await pace.reserve(key, interval=interval, now=time.time())
    if wait:
        await asyncio.sleep(wait)
