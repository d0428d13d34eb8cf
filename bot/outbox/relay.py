"""The relay of the outbox: takes due messages, renders them, and delivers them to Slack.

Runs in every bot and worker process; a row is leased to one of them at a time. Rows of one channel go in order.
"""

import asyncio
import logging
import time
from collections import defaultdict
from collections.abc import AsyncGenerator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from http import HTTPStatus
from itertools import groupby
from typing import Any

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError, SlackClientError

from bot import clock
from bot.outbox.messages import LANES, Lane, OutboxMessage, addressed, deliver
from bot.outbox.readers import Outside, Unsure
from bot.outbox.roots import NeverSent
from bot.slack.client import Client
from bot.slack.pacing import Later, retry_after
from handlers.slack.fallback import rule_of
from handlers.slack.refusals import Remedy
from handlers.slack.users import People
from models.database import AWAY
from models.domain.failpoints import Failpoint, reached
from models.messages import outbox
from models.messages.outbox import MessageKind

TOKEN_AGAIN = 30.0  # seconds between two tries of a token that Slack refused
_IDLE = 0.5  # seconds between two looks at an empty outbox
_MOST = 5  # rows taken at once: a process that dies holds up no more than these
_MOST_NOTES = 20  # the same of status notes, of which several go into one message
_LONGEST_WAIT = 120.0  # seconds a row is put back for at most
_BUSY, _IN_ONE = (
    4,
    10,
)  # so many notes waiting for one thread make a batch busy; pictures in one message at most
_log = structlog.get_logger()


class OutboxRelay:
    """Sends until it is stopped; a row it has taken before the stop is finished first."""

    def __init__(self, slack: Client, people: People) -> None:
        self._outside = Outside(slack=slack, people=people)
        self._stopping = asyncio.Event()
        self._try_token_at = 0.0  # ``time.monotonic``

    async def run(self) -> None:
        await asyncio.gather(*(self._run(lane) for lane in Lane))

    async def _run(self, lane: Lane) -> None:
        while not self._stopping.is_set():
            try:
                sent = 0 if await self._is_shut_out() else await self.send_due(*LANES[lane])
            except AWAY as error:  # what was taken is taken again when its lease has run out
                _log.warning("database away", error=type(error).__name__)
                sent = 0
            if not sent:
                await self._pause()

    def stop(self) -> None:
        self._stopping.set()

    async def _is_shut_out(self) -> bool:
        """Whether Slack refuses the token: then messages wait, and nothing but the token is tried, now and then."""
        slack, now = self._outside.slack, time.monotonic()
        if slack.bot_token.refused and now >= self._try_token_at:
            self._try_token_at = now + TOKEN_AGAIN
            with suppress(SlackClientError, aiohttp.ClientError, TimeoutError, OSError):
                await slack.auth_test()
        return bool(slack.bot_token.refused)

    async def send_due(self, *kinds: MessageKind) -> int:
        """Send what is due of these kinds; return how many rows were taken."""
        rows = await outbox.take(
            kinds, now=clock.now(), most=_MOST_NOTES if kinds == LANES[Lane.NOTES] else _MOST
        )
        async with _renewing_leases({row["id"]: row["tries"] for row in rows}):
            await self._send_all(rows)
        return len(rows)

    async def _send_all(self, rows: Sequence[dict[str, Any]]) -> None:
        lanes: dict[str, list[OutboxMessage]] = defaultdict(list)
        for row in rows:
            message = await addressed(row)
            if message is None:  # what it spoke of is gone
                await outbox.sent(row["id"])
            else:
                lanes[message.channel].append(message)
        await asyncio.gather(*(self._send_lane(lane) for lane in lanes.values()))

    async def _send_lane(self, lane: Sequence[OutboxMessage]) -> None:
        for bundle in bundles(lane):
            ids = [message.row_id for message in bundle]
            with structlog.contextvars.bound_contextvars(outbox=ids, kind=bundle[0].kind):
                await self._send(bundle)

    async def _send(self, bundle: Sequence[OutboxMessage]) -> None:
        """Send messages that are one message; whatever happens to it happened to each of them."""
        reached(Failpoint.TAKEN)
        ours = await outbox.renew({message.row_id: message.tries for message in bundle}, now=clock.now())
        bundle = [
            message for message in bundle if message.row_id in ours
        ]  # this process may have stood still
        try:
            await deliver(bundle, self._outside)
            reached(Failpoint.POSTED)
        except Exception as error:  # noqa: BLE001 - one message that fails must not stop the others
            for message in bundle:
                await _failed(message, error, alone=len(bundle) == 1)
        else:
            for message in bundle:
                await outbox.sent(message.row_id)

    async def _pause(self) -> None:
        try:
            await asyncio.wait_for(self._stopping.wait(), _IDLE)
        except TimeoutError:
            return


def bundles(lane: Sequence[OutboxMessage]) -> Iterator[Sequence[OutboxMessage]]:
    """Messages in their order; where many of one thread wait, as many of them as go into one message."""
    for key, group in groupby(lane, key=lambda message: message.together or message.row_id):
        messages = list(group)
        busy = isinstance(key, str) and len(messages) >= _BUSY
        yield from (
            (messages[n : n + _IN_ONE] for n in range(0, len(messages), _IN_ONE))
            if busy
            else ([message] for message in messages)
        )


async def _failed(message: OutboxMessage, error: Exception, *, alone: bool) -> None:
    match error:
        case Unsure():
            await _await_answer(message, error)
        case Later():
            await _send_again(message, str(error), seconds=error.seconds, failed=False)
        case SlackApiError():
            await _refused(message, error, alone=alone)
        case NeverSent():
            await _bury(message, str(error))
        case SlackClientError() | aiohttp.ClientError() | TimeoutError() | OSError():
            await _send_again(
                message, f"{outbox.NO_ANSWER}: {type(error).__name__}", seconds=2**message.tries
            )
        case _:
            _log.error("message failed", exc_info=error)
            await _send_again(message, type(error).__name__, seconds=2**message.tries)


@asynccontextmanager
async def _renewing_leases(leased: Mapping[int, int]) -> AsyncGenerator[None]:
    """Renew the leases of rows for as long as the block runs: one may have to wait long for its turn."""

    async def renew() -> None:
        while leased:
            await asyncio.sleep(outbox.LEASE.total_seconds() / 4)
            await outbox.renew(leased, now=clock.now())

    renewing = asyncio.create_task(renew())
    try:
        yield
    finally:
        renewing.cancel()


async def _refused(message: OutboxMessage, error: SlackApiError, *, alone: bool) -> None:
    answer: Any = error.response
    code, remedy = str(answer.get("error") or answer.status_code), rule_of(error).remedy
    if answer.status_code == HTTPStatus.TOO_MANY_REQUESTS:
        seconds = retry_after(error, otherwise=30, most=_LONGEST_WAIT)
        await _send_again(message, "ratelimited", seconds=seconds, failed=False)
    elif remedy in {Remedy.PAUSE, Remedy.SCOPE}:  # somebody mends that: none is lost for it
        await _send_again(message, code, seconds=TOKEN_AGAIN, failed=False)
    elif remedy is Remedy.AGAIN:
        await _send_again(message, code, seconds=2**message.tries)
    elif not alone:
        await _send_again(message, code, seconds=0)  # the one among them that is refused, by itself
    else:
        await _bury(message, code)


async def _bury(message: OutboxMessage, why: str) -> None:
    _log.error("dead letter", error=why, channel=message.channel)
    await outbox.bury(message.row_id, error=why)


async def _await_answer(message: OutboxMessage, unsure: Unsure) -> None:
    """Try again while Slack says nothing about a reader; after an hour it is a dead letter, which doctor tells of."""
    if message.has_waited:
        _log.warning("dead letter", error=str(unsure), channel=message.channel, since=message.unsure_since)
        await outbox.bury(message.row_id, error=f"for an hour: {unsure}")
        return
    now = clock.now()
    await outbox.put_back(
        message.row_id,
        due_at=now + timedelta(seconds=unsure.seconds),
        error=str(unsure),
        failed=False,
        unsure_since=message.unsure_since or now,
    )


async def _send_again(message: OutboxMessage, why: str, *, seconds: float, failed: bool = True) -> None:
    if failed and message.tries >= outbox.TRIES:
        await _bury(message, why)
        return
    _log.log(logging.INFO if failed else logging.DEBUG, "to be sent again", why=why, seconds=seconds)
    due = clock.now() + timedelta(seconds=min(seconds, _LONGEST_WAIT))
    await outbox.put_back(message.row_id, due_at=due, error=why, failed=failed)
