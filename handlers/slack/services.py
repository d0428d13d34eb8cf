"""What handlers need from outside, provided by ``bot``: Slack's client, the broker's notifier, the clock."""

import asyncio
import json
from collections.abc import AsyncGenerator, Awaitable, Callable, Generator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from http import HTTPStatus
from typing import BinaryIO
from weakref import WeakValueDictionary

import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from handlers.slack import fallback
from handlers.slack.blocks import Block, section
from handlers.slack.fallback import Drawing, ResponseRefused
from handlers.slack.refusals import Handling
from handlers.slack.request import Request
from handlers.slack.users import People
from models.domain.conversations import is_channel
from models.domain.errors import BadRequest
from models.domain.outcomes import ProxyAnswer
from models.domain.proxies import ProxyAddress
from models.domain.values.batches.approvals import Policy
from models.domain.values.checks import CheckResult
from models.messages import boards
from models.monitoring.metrics import SLACK_REQUESTS
from models.secrets.sealing import Sealer

_log = structlog.get_logger()


@contextmanager
def suppress_refused() -> Generator[None]:
    """Suppress any refusal, for an answer that then goes as a direct message; not that of the token."""
    try:
        yield
    except SlackApiError as error:
        if fallback.rule_of(error).handling is Handling.PAUSE:
            raise
        _log.warning("not there, but as a direct message", error=error.response.get("error"))


_AT_ONCE = 3  # lists drawn at the same time; more would delay the acknowledgements of other requests


class Turns:
    """One lock for each key, for as long as somebody holds it or waits for it."""

    def __init__(self) -> None:
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    def of(self, key: str) -> asyncio.Lock:
        """The lock of this key."""
        return self._locks.setdefault(key, asyncio.Lock())


class Places:
    """Few lists and charts are drawn at the same time, and one for each person: whoever asks for many waits for their own."""

    def __init__(self) -> None:
        self._places = asyncio.Semaphore(_AT_ONCE)
        self._own = Turns()

    @asynccontextmanager
    async def of(self, user: str) -> AsyncGenerator[None]:
        """Draw something for this person, once it is their turn."""
        async with self._own.of(user), self._places:
            yield


Notifier = Callable[[Sequence[int]], Awaitable[None]]
"""Notifies the workers that these tasks wait. May fail to reach them: maintenance notifies again."""


Fetch = Callable[[str], Awaitable[bytes]]
"""Downloads a file uploaded to Slack, by its id. Raises BadRequest with a sentence."""


@dataclass(frozen=True, kw_only=True)
class DirectFile:
    """A file for one person. It is read from its beginning; its creator closes it."""

    user: str
    name: str
    words: str  # the text above it, Slack markup
    file: bytes | BinaryIO
    ask: Callable[[], Awaitable[object]]
    """Asked right before it is shown to them; raises Refused where they may not have it any more."""


SendFile = Callable[[DirectFile], Awaitable[None]]
"""Sends a file to a person's direct messages. Raises NotTaken."""

TestProxy = Callable[[int, ProxyAddress], Awaitable[ProxyAnswer]]
"""Asks the proxy of a number for the site, as a worker does before a task. Waits for its turn: few are asked at once."""


@dataclass(frozen=True, kw_only=True)
class WebhookAccess:
    """What reaches the webhooks of alerts."""

    refusal: Callable[[str], str]
    """Why an address may not be used, as a sentence; empty: it may."""
    test: Callable[[int], Awaitable[str]]
    """Sends a test to the webhook of a rule; returns what became of it, as a sentence."""


Examine = Callable[[], Awaitable[Sequence[CheckResult]]]
"""Runs the checks of ``doctor``: one result for each part."""


@dataclass(frozen=True, kw_only=True)
class Services:
    slack: AsyncWebClient
    notify: Notifier
    now: Callable[[], datetime]
    people: People
    fetch: Fetch
    send_file: SendFile
    examine: Examine
    test_proxy: TestProxy | None = None  # None: not known to this process where the site is
    webhooks: WebhookAccess | None = None  # None: this process reaches none
    policy: Policy = Policy()  # noqa: RUF009 - frozen
    sealer: Sealer | None  # None: no keys are set, so no secret can be stored
    site_url: str = ""  # of the site the accounts are of; empty: not known to this process
    webhook: Callable[[str], AsyncWebhookClient] = AsyncWebhookClient  # a client for a response URL
    burst: int = 0  # commands, clicks and forms of one person at once; 0: any number
    drawing: Places = field(default_factory=Places)
    proxy_tests: Turns = field(default_factory=Turns)  # of each person, one at a time
    boards: Turns = field(default_factory=Turns)  # one drawing of a shared list at a time, whoever turned it

    def needed_sealer(self, field: str = "keys") -> Sealer:
        """The sealer; raise BadRequest at this form field when no keys are set."""
        if self.sealer is None:
            raise BadRequest(
                {field: "Nothing secret can be taken: BELLHOP_SECRET_KEYS is not set for the bot."}
            )
        return self.sealer

    def needed_test(self) -> TestProxy:
        """What tests a proxy; raise BadRequest where nobody told this process the site's address."""
        if self.test_proxy is None:
            raise BadRequest({"site": "No proxy can be tested: BELLHOP_SITE_URL is not set for the bot."})
        return self.test_proxy

    async def answer(
        self, request: Request, text: str, blocks: Sequence[Block] = (), smaller: Sequence[Block] = ()
    ) -> bool:
        """Reply visibly only to the asking person: where they are, or, if that fails, as a direct message.

        Return whether Slack took it in full.
        """
        if request.home and await self._on_home(request.user, blocks or [section(text)]):
            return True
        drawing = Drawing(text, blocks, smaller)
        if request.response_url:
            try:
                return await self._respond(request.response_url, drawing, replace=False)
            except ResponseRefused as error:
                _log.warning("response url refused", error=str(error), user=request.user)
        if request.channel:
            with suppress_refused():
                return await fallback.send(drawing, partial(self._ephemeral, request.channel, request.user))
        return await fallback.send(drawing, partial(self._direct, request.user))

    async def open(self, view: Block, request: Request) -> None:
        """Open a modal: on top of the one that was clicked in, if there is one."""
        show = self.slack.views_push if request.is_in_modal else self.slack.views_open
        await show(trigger_id=request.trigger_id, view=view)

    async def whisper(self, channel: str, user: str, text: str) -> None:
        """Post in a channel, visible to one person only; as a direct message if the bot is not a member there."""
        if is_channel(channel):
            with suppress_refused():
                await self.slack.chat_postEphemeral(channel=channel, user=user, text=text)
                return
        await self.slack.chat_postMessage(channel=user, text=text)

    async def _on_home(self, user: str, blocks: Sequence[Block]) -> bool:
        return await boards.show_notice(user, json.dumps(list(blocks)), now=self.now())

    async def say(self, response_url: str, text: str, blocks: Sequence[Block] = ()) -> None:
        """Post below the message that was clicked, visible to the same person only."""
        await self._respond(response_url, Drawing(text, blocks), replace=False)

    async def redraw(
        self, response_url: str, text: str, blocks: Sequence[Block], smaller: Sequence[Block] = ()
    ) -> bool:
        """Redraw the message that was clicked; return whether Slack took it in full."""
        return await self._respond(response_url, Drawing(text, blocks, smaller), replace=True)

    async def _respond(self, url: str, drawing: Drawing, *, replace: bool) -> bool:
        async def post(text: str, blocks: list[Block]) -> None:
            answer = await self.webhook(url).send(
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
"""Handles one request, after its acknowledgement."""

Accept = Callable[[Request, Services], Awaitable[Work]]
"""Checks a form before its acknowledgement: raises BadRequest with refusals, or returns the work left to do."""
