"""One route for each kind of message: in which lane it waits, where it goes, and what brings it to Slack."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto
from typing import Any

from bot import clock
from bot.outbox import alerts, approvals, batches, digests, holds, status_notes
from bot.outbox.boards import refresh
from bot.outbox.files import brought_files, exports, list_rests
from bot.outbox.personal import days, second_steps
from bot.outbox.readers import Outside
from bot.schedules import notices
from bot.schedules import run as schedule_run
from models.accounts import hold_notices
from models.accounts import holds as account_holds
from models.alerts import incidents
from models.batches import approvals as batch_approvals
from models.messages import boards, outbox
from models.messages import status_notes as notes
from models.messages.outbox import MessageKind, Taken
from models.sql import as_moment

Address = tuple[str, str]
"""(channel, thread): messages of one channel go in order."""


class Lane(Enum):
    """Kinds in one lane wait for each other; what is in another lane overtakes."""

    BATCHES = auto()
    PROGRESS = auto()
    NOTES = auto()
    CODES = auto()  # a worker waits for the answer
    QUESTIONS = auto()
    STEPS = auto()  # tasks to make, and nothing to say
    WEBHOOKS = auto()  # goes on where Slack does not answer
    HOLDS = auto()  # one fault can bring hundreds
    SINGLE = auto()
    SCHEDULES = auto()
    BOARDS = auto()
    HOMES = auto()


@dataclass(frozen=True, kw_only=True)
class OutboxMessage:
    """One outbox row and where it goes."""

    taken: Taken
    kind: MessageKind
    about: int
    channel: str
    queued_at: datetime
    unsure: bool  # an earlier try may have reached Slack
    unsure_since: datetime | None = None  # that Slack has not said who its reader is
    together: str = ""  # messages with the same words here may be one

    @property
    def tries(self) -> int:
        """Those counted so far, this one among them."""
        return self.taken.tries

    @property
    def has_waited(self) -> bool:
        """Whether it has waited for as long as a message waits for an answer about its reader."""
        return self.unsure_since is not None and clock.now() - self.unsure_since >= outbox.UNSURE


@dataclass(frozen=True, kw_only=True)
class Route:
    """How one kind of message reaches Slack."""

    kind: MessageKind
    lane: Lane
    deliver: Callable[[OutboxMessage, Outside], Awaitable[None]]
    address: Callable[[MessageKind, int], Awaitable[Address | None]]
    """(kind, about) to where it goes; None when what it speaks of is gone."""
    deliver_together: Callable[[Sequence[int], Outside], Awaitable[None]] | None = None
    """Brings several of one thread, by what they are about, to Slack as one message; None: each is its own."""


async def _by_itself(kind: MessageKind, about: int) -> Address | None:
    return f"{kind} {about}", ""


async def _of_batch(kind: MessageKind, about: int) -> Address | None:
    batch = await notes.batch_of(kind, about)
    return (batch.channel, batch.ts) if batch else None


async def _of_hold(_: MessageKind, about: int) -> Address | None:
    """Those of one person go in order: several may be one message."""
    hold = await account_holds.detail(about)
    return (f"holds of {hold.asked or next(iter(hold.whom), '')}", "") if hold else None


async def _of_notice(_: MessageKind, about: int) -> Address | None:
    notice = await hold_notices.get(about)
    return (f"notices of {notice.person}", "") if notice else None


async def _of_approval(_: MessageKind, about: int) -> Address | None:
    request = await batch_approvals.get(about)
    return (request.channel, "") if request else None


async def _of_incident(_: MessageKind, about: int) -> Address | None:
    incident = await incidents.get(about)
    return (incident.channel, "") if incident else None


async def _of_board(_: MessageKind, about: int) -> Address | None:
    board = await boards.get(about)
    return (board.channel, board.ts) if board else None


async def _tell_webhook(message: OutboxMessage, outside: Outside) -> None:
    if outside.webhooks is not None:
        await outside.webhooks.tell(message.about, outside.fence, unsure=message.unsure)


def _plain(
    kind: MessageKind,
    lane: Lane,
    address: Callable[[MessageKind, int], Awaitable[Address | None]],
    tell: Callable[[int, Outside], Awaitable[None]],
) -> Route:
    """What needs nothing but what it is about."""
    return Route(
        kind=kind,
        lane=lane,
        address=address,
        deliver=lambda message, outside: tell(message.about, outside),
    )


_ALL = (
    _plain(MessageKind.BATCH, Lane.BATCHES, _of_batch, batches.post),
    _plain(MessageKind.PROGRESS, Lane.PROGRESS, _of_batch, batches.update),
    _plain(MessageKind.UNDO_OVER, Lane.PROGRESS, _of_batch, batches.end_undo),
    Route(
        kind=MessageKind.NOTE,
        lane=Lane.NOTES,
        address=_of_batch,
        deliver=lambda message, outside: status_notes.post(message.about, outside, unsure=message.unsure),
        deliver_together=status_notes.post_together,
    ),
    Route(
        kind=MessageKind.HOLD,
        lane=Lane.HOLDS,
        address=_of_hold,
        deliver=lambda message, outside: holds.ask(message.about, outside, has_waited=message.has_waited),
    ),
    _plain(MessageKind.HOLD_NOTICE, Lane.HOLDS, _of_notice, holds.tell),
    _plain(MessageKind.CODE, Lane.CODES, _by_itself, holds.ask_code),
    _plain(MessageKind.APPROVAL, Lane.QUESTIONS, _of_approval, approvals.ask),
    Route(
        kind=MessageKind.ALERT,
        lane=Lane.QUESTIONS,
        address=_of_incident,
        deliver=lambda message, outside: alerts.tell(
            message.about, outside, unsure=message.unsure, has_waited=message.has_waited
        ),
    ),
    _plain(MessageKind.ALERT_CALL, Lane.QUESTIONS, _of_incident, alerts.call),
    Route(
        kind=MessageKind.WEBHOOK,
        lane=Lane.WEBHOOKS,
        address=_by_itself,
        deliver=_tell_webhook,
    ),
    Route(
        kind=MessageKind.DIGEST,
        lane=Lane.SINGLE,
        address=_by_itself,
        deliver=lambda message, outside: digests.digest(message.about, outside, queued_at=message.queued_at),
    ),
    _plain(MessageKind.FINISHED, Lane.SINGLE, _by_itself, digests.finished),
    _plain(MessageKind.SCHEDULE, Lane.SCHEDULES, _by_itself, schedule_run.run),
    _plain(MessageKind.MISSED, Lane.SINGLE, _by_itself, notices.missed),
    _plain(MessageKind.NOT_RUN, Lane.SINGLE, _by_itself, notices.not_run),
    _plain(MessageKind.PAUSED, Lane.SINGLE, _by_itself, digests.paused),
    Route(
        kind=MessageKind.FOLLOW,
        lane=Lane.STEPS,
        address=_by_itself,
        deliver=lambda message, outside: second_steps.follow(
            message.about, outside, has_waited=message.has_waited
        ),
    ),
    _plain(MessageKind.MY_DAY, Lane.SINGLE, _by_itself, days.tell),
    _plain(MessageKind.STEP_END, Lane.SINGLE, _by_itself, second_steps.ended),
    _plain(MessageKind.EXPORT_LOST, Lane.SINGLE, _by_itself, exports.lost),
    _plain(MessageKind.LIST_REST, Lane.SINGLE, _by_itself, list_rests.send),
    _plain(MessageKind.FILE_LEFT, Lane.SINGLE, _by_itself, brought_files.remind),
    _plain(MessageKind.BOARD, Lane.BOARDS, _of_board, refresh),
    _plain(MessageKind.HOME, Lane.HOMES, _of_board, refresh),
)
ROUTES = {kind: next(route for route in _ALL if route.kind is kind) for kind in MessageKind}
"""The route of every kind: a kind that has none stops the program where this is imported."""
TAKE_TURNS = frozenset(
    route.kind
    for route in _ALL
    if route.lane in {Lane.BATCHES, Lane.CODES, Lane.QUESTIONS, Lane.HOLDS, Lane.SINGLE}
)
"""Kinds of which many to one channel may wait: they give way to those to other channels."""
LANES = {lane: tuple(route.kind for route in _ALL if route.lane is lane) for lane in Lane}


async def addressed(row: dict[str, Any]) -> OutboxMessage | None:
    """Address a row; None when what it speaks of is gone."""
    route, about = ROUTES[MessageKind(row["kind"])], row["about"]
    address = await route.address(route.kind, about)
    if address is None:
        return None
    channel, thread = address
    unsure = row["error"].startswith(outbox.NO_ANSWER)
    # What failed before may be what Slack refuses, and what may stand there is looked for: it goes alone.
    alone = route.deliver_together is None or row["tries"] > 1 or unsure
    return OutboxMessage(
        taken=Taken.of(row),
        kind=route.kind,
        about=about,
        channel=channel,
        queued_at=as_moment(row["created_at"]),
        unsure=unsure,
        unsure_since=as_moment(row["unsure_since"]) if row["unsure_since"] else None,
        together="" if alone else f"{channel} {thread}",
    )


async def deliver(messages: Sequence[OutboxMessage], outside: Outside) -> None:
    """Deliver messages of one kind to Slack, several as one. Raises what Slack or the network raised."""
    if not messages:
        return
    route = ROUTES[messages[0].kind]
    if len(messages) == 1 or route.deliver_together is None:
        await route.deliver(messages[0], outside)
    else:
        await route.deliver_together([message.about for message in messages], outside)
