"""The outbox's postman: takes what Slack has to be told, draws it, and sees that it arrives.

Runs in every bot and worker process; a row is only in one pair of hands. Rows of one channel go in order.
"""

import asyncio
import logging
from collections import defaultdict
from collections.abc import AsyncGenerator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from itertools import groupby
from typing import Any

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from bot import clock
from bot.outbox.messages import LANES, Lane, OutboxMessage, addressed, deliver
from bot.slack.pacing import Later
from models.database import AWAY
from models.domain.failpoints import Failpoint, reached
from models.messages import outbox
from models.messages.outbox import MessageKind

_IDLE = 0.5  # seconds between two looks at an empty outbox
_MOST = 5  # rows taken at once: a process that dies holds up no more than these
_MOST_NOTES = 20  # the same of status notes, of which several go into one message
_BUSY, _IN_ONE = (
    4,
    10,
)  # so many notes waiting for one thread make a batch busy; pictures in one message at most
_PASSING = {
    "ratelimited",
    "internal_error",
    "fatal_error",
    "service_unavailable",
    "request_timeout",
    "team_added_to_org",
}
_log = structlog.get_logger()


class OutboxRelay:
    """Sends until it is stopped; a row in its hands at the stop is finished first."""

    def __init__(self, slack: AsyncWebClient) -> None:
        self._slack = slack
        self._stopping = asyncio.Event()

    async def run(self) -> None:
        await asyncio.gather(*(self._run(lane) for lane in Lane))

    async def _run(self, lane: Lane) -> None:
        while not self._stopping.is_set():
            try:
                sent = await self.send_due(*LANES[lane])
            except AWAY as error:  # what is in hand is taken again when its lease has run out
                _log.warning("database away", error=type(error).__name__)
                sent = 0
            if not sent:
                await self._pause()

    def stop(self) -> None:
        self._stopping.set()

    async def send_due(self, *kinds: MessageKind) -> int:
        """Send what is due of these kinds; return how many rows were taken."""
        rows = await outbox.take(
            kinds, now=clock.now(), most=_MOST_NOTES if kinds == LANES[Lane.NOTES] else _MOST
        )
        async with _keeping({row["id"]: row["tries"] for row in rows}):
            await self._send_all(rows)
        return len(rows)

    async def _send_all(self, rows: Sequence[dict[str, Any]]) -> None:
        lanes: dict[str, list[OutboxMessage]] = defaultdict(list)
        for row in rows:
            found = await addressed(row)
            if found is None:  # what it spoke of is gone
                await outbox.sent(row["id"])
            else:
                lanes[found.channel].append(found)
        await asyncio.gather(*(self._send_lane(lane) for lane in lanes.values()))

    async def _send_lane(self, lane: Sequence[OutboxMessage]) -> None:
        for together in bundles(lane):
            ids = [one.row_id for one in together]
            with structlog.contextvars.bound_contextvars(outbox=ids, kind=together[0].kind):
                await self._send(together)

    async def _send(self, together: Sequence[OutboxMessage]) -> None:
        """Send messages that are one message; whatever happens to it happened to each of them."""
        reached(Failpoint.TAKEN)
        ours = await outbox.renew({one.row_id: one.tries for one in together}, now=clock.now())
        together = [one for one in together if one.row_id in ours]  # this process may have stood still
        try:
            await deliver(together, self._slack)
            reached(Failpoint.POSTED)
        except Exception as error:  # noqa: BLE001 - one message that cannot be sent must not stop the post
            for one in together:
                await _failed(one, error)
        else:
            for one in together:
                await outbox.sent(one.row_id)

    async def _pause(self) -> None:
        try:
            await asyncio.wait_for(self._stopping.wait(), _IDLE)
        except TimeoutError:
            return


def bundles(lane: Sequence[OutboxMessage]) -> Iterator[Sequence[OutboxMessage]]:
    """Letters in their order; where many of one thread wait, so many of them as go into one message."""
    for key, some in groupby(lane, key=lambda one: one.together or one.row_id):
        many = list(some)
        busy = isinstance(key, str) and len(many) >= _BUSY
        yield from (
            (many[n : n + _IN_ONE] for n in range(0, len(many), _IN_ONE)) if busy else ([one] for one in many)
        )


async def _failed(one: OutboxMessage, error: Exception) -> None:
    match error:
        case Later():
            await _again(one, str(error), seconds=error.seconds, failed=False)
        case SlackApiError():
            await _refused(one, error)
        case SlackClientError() | aiohttp.ClientError() | TimeoutError() | OSError():
            await _again(one, f"{outbox.NO_ANSWER}: {type(error).__name__}", seconds=2**one.tries)
        case _:
            _log.error("message failed", exc_info=error)
            await _again(one, type(error).__name__, seconds=2**one.tries)


@asynccontextmanager
async def _keeping(held: Mapping[int, int]) -> AsyncGenerator[None]:
    """Keep rows in hand for as long as the block runs: one may have to wait for its turn for long."""

    async def renew() -> None:
        while held:
            await asyncio.sleep(outbox.LEASE.total_seconds() / 4)
            await outbox.renew(held, now=clock.now())

    renewing = asyncio.create_task(renew())
    try:
        yield
    finally:
        renewing.cancel()


async def _refused(one: OutboxMessage, error: SlackApiError) -> None:
    answer: Any = error.response
    code = str(answer.get("error", ""))
    if answer.status_code == 429:  # noqa: PLR2004 - HTTP Too Many Requests
        seconds = float(answer.headers.get("Retry-After", 30))
        await _again(one, "ratelimited", seconds=seconds, failed=False)
    elif code in _PASSING or answer.status_code >= 500:  # noqa: PLR2004 - HTTP server errors
        await _again(one, code or str(answer.status_code), seconds=2**one.tries)
    else:
        _log.error("dead letter", error=code, channel=one.channel)
        await outbox.bury(one.row_id, error=code)


async def _again(one: OutboxMessage, why: str, *, seconds: float, failed: bool = True) -> None:
    if failed and one.tries >= outbox.TRIES:
        _log.error("dead letter", error=why, channel=one.channel)
        await outbox.bury(one.row_id, error=why)
        return
    _log.log(logging.INFO if failed else logging.DEBUG, "to be sent again", why=why, seconds=seconds)
    due = clock.now() + timedelta(seconds=min(seconds, 120))
    await outbox.put_back(one.row_id, due_at=due, error=why, failed=failed)
