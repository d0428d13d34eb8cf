"""What the conversation needs from outside, given by ``bot``: Slack's client, the broker's bell, the clock."""

from collections.abc import Awaitable, Callable, Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from handlers.readers import Readers
from handlers.request import Request

NOT_THERE = frozenset({"not_in_channel", "channel_not_found", "is_archived", "user_not_in_channel"})
"""Errors that say: the bot cannot speak in that channel."""


@contextmanager
def suppress_not_there() -> Generator[None]:
    """Go on behind the block when the bot cannot speak in that channel; anything else is raised."""
    try:
        yield
    except SlackApiError as error:
        if error.response.get("error") not in NOT_THERE:
            raise


Bell = Callable[[Sequence[int]], Awaitable[None]]
"""Tells the workers that these tasks wait. May fail to reach them: the upkeep rings again."""


@dataclass(frozen=True, kw_only=True)
class Services:
    slack: AsyncWebClient
    ring: Bell
    now: Callable[[], datetime]
    readers: Readers

    async def answer(self, request: Request, text: str, blocks: Sequence[dict[str, Any]] = ()) -> None:
        """Say something only the asking person sees: where they are, or, if that cannot be, in their messages."""
        if request.response_url:
            await self._respond(request.response_url, text=text, blocks=blocks, replace=False)
        elif request.channel:
            await self.slack.chat_postEphemeral(
                channel=request.channel, user=request.user, text=text, blocks=list(blocks) or None
            )
        else:
            await self.slack.chat_postMessage(channel=request.user, text=text, blocks=list(blocks) or None)

    async def whisper(self, channel: str, user: str, text: str) -> None:
        """Say something in a channel that only one person sees; where the bot is not in, as a direct message."""
        if channel.startswith(("C", "G")):
            with suppress_not_there():
                await self.slack.chat_postEphemeral(channel=channel, user=user, text=text)
                return
        await self.slack.chat_postMessage(channel=user, text=text)

    async def say(self, response_url: str, text: str, blocks: Sequence[dict[str, Any]] = ()) -> None:
        """Say something below the message a click was made on, to the same person."""
        await self._respond(response_url, text=text, blocks=blocks, replace=False)

    async def redraw(self, response_url: str, text: str, blocks: Sequence[dict[str, Any]]) -> None:
        """Draw the message a click was made on anew."""
        await self._respond(response_url, text=text, blocks=blocks, replace=True)

    async def _respond(self, url: str, *, text: str, blocks: Sequence[dict[str, Any]], replace: bool) -> None:
        answer = await AsyncWebhookClient(url).send(
            text=text, blocks=list(blocks) or None, response_type="ephemeral", replace_original=replace
        )
        if answer.status_code != 200:  # noqa: PLR2004 - HTTP OK
            raise ConnectionError(f"Slack refused an answer: {answer.status_code} {answer.body[:200]}")


Work = Callable[[Request, Services], Awaitable[None]]
"""What is done for one request, after Slack was told that it arrived."""

Accept = Callable[[Request, Services], Awaitable[Work]]
"""Looks at a form before Slack is told: raises BadRequest with its refusals, or returns what is left to do."""
