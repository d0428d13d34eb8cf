"""The relay of the outbox: takes due messages, renders them, and delivers them to Slack.

Runs in every bot and worker process; a row is leased to one of them at a time. Rows of one channel go in order.
"""

import asyncio
import time
from collections import defaultdict
from collections.abc import AsyncGenerator, Iterator, Sequence
from contextlib import asynccontextmanager, suppress
from itertools import groupby
from typing import Any

import structlog

from bot import clock
from bot.outbox import endings
from bot.outbox.fence import Fence, FencedClient
from bot.outbox.messages import LANES, ROUTES, TAKE_TURNS, Lane, OutboxMessage, addressed, deliver
from bot.outbox.readers import Outside
from bot.slack.client import Client
from bot.slack.pacing import MESSAGE
from bot.webhooks.tell import Webhooks
from handlers.slack.fallback import NO_ANSWER
from handlers.slack.users import People
from models.database import AWAY
from models.domain.failpoints import Failpoint, reached
from models.domain.values.batches.approvals import Policy
from models.messages import outbox
from models.messages.outbox import MessageKind, Taken
from models.periodic import repeat

_IDLE = 0.5  # seconds between two looks at an empty outbox
_MOST = 5  # rows taken at once: a process that dies holds up no more than these
_MOST_NOTES = 20  # the same of status notes, of which several go into one message
_RENEWALS = 40  # of one lease: ten minutes, longer than as many rows can wait for their turns
_TURN = 2.0  # seconds of one channel's messages; then those to other channels go first
_FARTHEST = 60.0  # seconds that a message is put off for by others to its channel
_BUSY, _IN_ONE = (
    4,
    10,
)  # so many notes waiting for one thread make a batch busy; pictures in one message at most
_NEVER = Policy()


class OutboxRelay:
    """Sends until it is stopped; a row it has taken before the stop is finished first."""

    def __init__(
        self, slack: Client, people: People, policy: Policy = _NEVER, webhooks: Webhooks | None = None
    ) -> None:
        self._policy = policy
        self._slack = slack
        self._people = people
        self._webhooks = webhooks
        self._stopping = asyncio.Event()
        self._try_token_at = 0.0  # ``time.monotonic``
        self._turns = Turns()

    async def run(self) -> None:
        await asyncio.gather(*(self._run(lane) for lane in Lane))

    async def _run(self, lane: Lane) -> None:
        async def look() -> bool:
            # What was taken when the database went away is taken again when its lease has run out.
            while not (self._stopping.is_set() or (lane is not Lane.WEBHOOKS and await self._is_shut_out())):
                if not await self.send_due(*LANES[lane]):
                    break
            return not self._stopping.is_set()

        await repeat(look, every=_IDLE, failed="not relayed", expected=AWAY, stop=self._stopping)

    def stop(self) -> None:
        self._stopping.set()

    async def _is_shut_out(self) -> bool:
        """Whether Slack refuses the token: then messages wait, and nothing but the token is tried, now and then."""
        token, now = self._slack.bot_token, time.monotonic()
        if token.refused and now >= self._try_token_at:
            self._try_token_at = now + endings.TOKEN_AGAIN
            with suppress(*NO_ANSWER):
                await self._slack.auth_test()
        return bool(token.refused)

    async def send_due(self, *kinds: MessageKind) -> int:
        """Send what is due of these kinds; return how many rows were taken."""
        rows = await outbox.take(
            kinds, now=clock.now(), most=_MOST_NOTES if kinds == LANES[Lane.NOTES] else _MOST
        )
        async with _renewing_leases([Taken.of(row) for row in rows]):
            await self._send_all(rows)
        return len(rows)

    async def _send_all(self, rows: Sequence[dict[str, Any]]) -> None:
        lanes: dict[str, list[OutboxMessage]] = defaultdict(list)
        for row in rows:
            message = await addressed(row)
            if message is None:  # what it spoke of is gone
                await endings.done(Taken.of(row))
            else:
                lanes[message.channel].append(message)
        ended = await asyncio.gather(
            *(self._send_lane(channel, lane) for channel, lane in lanes.items()), return_exceptions=True
        )
        if errors := [error for error in ended if error]:  # none goes on unwatched when another fails
            raise errors[0]

    async def _send_lane(self, channel: str, lane: Sequence[OutboxMessage]) -> None:
        turn = self._turns.begin(f"{ROUTES[lane[0].kind].lane} {channel}")
        for bundle in bundles(lane):
            ids = [message.taken.row_id for message in bundle]
            with structlog.contextvars.bound_contextvars(outbox=ids, kind=bundle[0].kind):
                wait = turn.wait(bundle[0]) if bundle[0].kind in TAKE_TURNS else 0.0
                if wait:
                    await endings.put_off(bundle[0], seconds=wait)
                else:
                    await self._send(bundle)

    async def _send(self, bundle: Sequence[OutboxMessage]) -> None:
        """Send messages that are one message; whatever happens to it happened to each of them."""
        reached(Failpoint.TAKEN)
        bundle = await endings.still_ours(bundle)
        fence = Fence([message.taken for message in bundle])
        outside = Outside(
            slack=FencedClient(self._slack, fence),
            people=self._people,
            fence=fence,
            policy=self._policy,
            webhooks=self._webhooks,
            unsure=any(message.unsure for message in bundle),
        )
        try:
            await deliver(bundle, outside)
            reached(Failpoint.POSTED)
        except Exception as error:  # noqa: BLE001 - one message that fails must not stop the others
            for message in bundle:
                await endings.failed(message, error, alone=len(bundle) == 1, may_stand=fence.may_stand)
        else:
            for message in bundle:
                await endings.done(message.taken)


class Turns:
    """When messages are sent of which many go to one channel: each has its moment, one after another, so that those to
    other channels do not wait for all of them.
    """

    def __init__(self) -> None:
        self._full_until: dict[str, float] = {}  # by channel: its moments are given away until then
        self._given: dict[int, float] = {}  # by row: the moment it was given

    def begin(self, channel: str) -> "Turn":
        """Messages to a channel were taken."""
        now = time.monotonic()
        for key in [key for key, until in self._full_until.items() if until < now]:
            del self._full_until[key]
        for row in [row for row, moment in self._given.items() if moment < now - _FARTHEST]:  # sent elsewhere
            del self._given[row]
        return Turn(self._full_until, self._given, channel, now)


class Turn:
    """The messages to one channel that were taken at once: as many as can be sent in a while, and the others later."""

    def __init__(
        self, full_until: dict[str, float], given: dict[int, float], channel: str, now: float
    ) -> None:
        self._full_until, self._given, self._channel = full_until, given, channel
        self._began, self._sent = now, 0

    def wait(self, message: OutboxMessage) -> float:
        """Seconds until this one is sent; 0: now."""
        now, row = time.monotonic(), message.taken.row_id
        is_its_moment = self._given.pop(row, None) is not None or self._channel not in self._full_until
        if is_its_moment and now - self._began < _TURN:
            self._sent += 1
            return 0.0
        each = (now - self._began) / self._sent if self._sent else MESSAGE
        moment = min(max(self._full_until.get(self._channel, now), now) + each, now + _FARTHEST)
        self._full_until[self._channel] = self._given[row] = moment
        return moment - now


def bundles(lane: Sequence[OutboxMessage]) -> Iterator[Sequence[OutboxMessage]]:
    """Messages in their order; where many of one thread wait, as many of them as go into one message."""
    for key, group in groupby(lane, key=lambda message: message.together or message.taken.row_id):
        messages = list(group)
        busy = isinstance(key, str) and len(messages) >= _BUSY
        yield from (
            (messages[n : n + _IN_ONE] for n in range(0, len(messages), _IN_ONE))
            if busy
            else ([message] for message in messages)
        )


@asynccontextmanager
async def _renewing_leases(held: Sequence[Taken]) -> AsyncGenerator[None]:
    """Renew the leases of rows while the block runs: one may have to wait long for its turn. But not for ever: what waits
    for something that stands still is for another relay.
    """

    left = iter(range(_RENEWALS))

    async def renew() -> bool:
        await outbox.renew(held, now=clock.now())
        return next(left, None) is not None

    every = outbox.LEASE.total_seconds() / 4
    beating = repeat(
        renew,
        every=every,
        limit=every,
        failed="leases not renewed",
        expected=AWAY,
        at_once=False,
    )
    renewing = asyncio.create_task(beating)
    try:
        yield
    finally:
        renewing.cancel()
