"""What the conversation needs from outside, given by ``bot``: Slack's client, the broker's notifier, the clock."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from http import HTTPStatus
from typing import BinaryIO

import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from handlers.slack import fallback
from handlers.slack.blocks import Block, section
from handlers.slack.fallback import Drawing, ResponseRefused
from handlers.slack.ids import is_channel
from handlers.slack.request import Request
from handlers.slack.users import People
from models.domain.errors import BadRequest
from models.domain.values.batches import Policy
from models.domain.values.checks import CheckResult
from models.messages import boards
from models.monitoring.metrics import SLACK_REQUESTS
from models.secrets.sealing import Sealer

_log = structlog.get_logger()
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


_AT_ONCE = 3  # lists drawn at the same time: more would keep the acknowledgements of others waiting

Notifier = Callable[[Sequence[int]], Awaitable[None]]
"""Tells the workers that these tasks wait. May fail to reach them: the upkeep rings again."""


Fetch = Callable[[str], Awaitable[bytes]]
"""The bytes of a file somebody gave to Slack, by its id. Raises BadRequest with a sentence."""


@dataclass(frozen=True, kw_only=True)
class DirectFile:
    """A file for one person. It is read from its beginning, and left to whoever made it."""

    user: str
    name: str
    words: str  # said above it, Slack markup
    file: bytes | BinaryIO


SendFile = Callable[[DirectFile], Awaitable[None]]
"""Brings a file into somebody's direct messages. Raises NotTaken."""

Examine = Callable[[], Awaitable[Sequence[CheckResult]]]
"""How the whole stands, a line for each part."""


@dataclass(frozen=True, kw_only=True)
class Services:
    slack: AsyncWebClient
    notify: Notifier
    now: Callable[[], datetime]
    people: People
    fetch: Fetch
    send_file: SendFile
    examine: Examine
    policy: Policy = Policy()  # noqa: RUF009 - frozen
    sealer: Sealer | None  # none: no keys are set, so nothing secret can be taken
    drawing: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(_AT_ONCE))

    def needed_sealer(self, field: str = "keys") -> Sealer:
        """What seals secrets, or BadRequest, told at a form's field."""
        if self.sealer is None:
            raise BadRequest(
                {field: "Nothing secret can be taken: BELLHOP_SECRET_KEYS is not set for the bot."}
            )
        return self.sealer

    async def answer(
        self, request: Request, text: str, blocks: Sequence[Block] = (), smaller: Sequence[Block] = ()
    ) -> bool:
        """Say something only the asking person sees: where they are, or, if that cannot be, in their messages.

        Return whether Slack took all of it.
        """
        if request.home and await self._on_home(request.user, blocks or [section(text)]):
            return True
        drawing = Drawing(text, blocks, smaller)
        if request.response_url:
            try:
                return await self._respond(request.response_url, drawing, replace=False)
            except ResponseRefused as error:
                _log.warning("address refused", error=str(error), user=request.user)
        if request.channel:
            with suppress_not_there():
                return await fallback.send(drawing, partial(self._ephemeral, request.channel, request.user))
        return await fallback.send(drawing, partial(self._direct, request.user))

    async def whisper(self, channel: str, user: str, text: str) -> None:
        """Say something in a channel that only one person sees; where the bot is not in, as a direct message."""
        if is_channel(channel):
            with suppress_not_there():
                await self.slack.chat_postEphemeral(channel=channel, user=user, text=text)
                return
        await self.slack.chat_postMessage(channel=user, text=text)

    async def _on_home(self, user: str, blocks: Sequence[Block]) -> bool:
        return await boards.show_notice(user, json.dumps(list(blocks)), now=self.now())

    async def say(self, response_url: str, text: str, blocks: Sequence[Block] = ()) -> None:
        """Say something below the message a click was made on, to the same person."""
        await self._respond(response_url, Drawing(text, blocks), replace=False)

    async def redraw(
        self, response_url: str, text: str, blocks: Sequence[Block], smaller: Sequence[Block] = ()
    ) -> bool:
        """Draw the message a click was made on anew; return whether Slack took all of it."""
        return await self._respond(response_url, Drawing(text, blocks, smaller), replace=True)

    async def _respond(self, url: str, drawing: Drawing, *, replace: bool) -> bool:
        async def post(text: str, blocks: list[Block]) -> None:
            answer = await AsyncWebhookClient(url).send(
                text=text, blocks=blocks or None, response_type="ephemeral", replace_original=replace
            )
            result = "ok" if answer.status_code == HTTPStatus.OK else str(answer.status_code)
            SLACK_REQUESTS.labels("response_url", result).inc()
            fallback.check(answer.status_code, answer.body)

        return await fallback.send(drawing, post)

    async def _ephemeral(self, channel: str, user: str, text: str, blocks: list[Block]) -> None:
        await self.slack.chat_postEphemeral(channel=channel, user=user, text=text, blocks=blocks or None)

    async def _direct(self, user: str, text: str, blocks: list[Block]) -> None:
        await self.slack.chat_postMessage(channel=user, text=text, blocks=blocks or None)


Work = Callable[[Request, Services], Awaitable[None]]
"""What is done for one request, after Slack was told that it arrived."""

Accept = Callable[[Request, Services], Awaitable[Work]]
"""Looks at a form before Slack is told: raises BadRequest with its refusals, or returns what is left to do."""
