"""Each kind of message that is drawn later than it was asked for, brought about for Ben, and what Slack shows of it."""

import json
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

from bot.outbox.relay import OutboxRelay
from bot.sandbox.slack import LocalSlack
from models.access import grants
from models.accounts import code_requests, hold_notices, holds
from models.alerts import digests, incidents, rules
from models.batches import approvals, create
from models.domain.permissions import Grant, Role
from models.domain.values.alerts import AlertRuleInput, Measure
from models.domain.values.batches.requests import BatchRequest
from models.messages import boards, outbox
from models.messages.outbox import MessageKind
from models.sql import transaction
from models.tables.accounts import Account
from models.tables.messages import Outbox
from models.tables.tasks import Batch
from tests.factories import claimed, ended

BEN, OPS = "U0BEN", "C0OPS"
Prepare = Callable[[list[int]], Awaitable[None]]


async def allow(user: str, role: Role = Role.OPERATOR) -> None:
    given = [Grant(subject=user, role=role)]
    await transaction(lambda: grants.grant(given, by="U0CHEN", now=now()))


def now() -> datetime:
    return datetime.now(UTC)


async def bring_about(kind: MessageKind, tasks: list[int]) -> None:
    """One message of this kind is owed, and nothing else."""
    await Outbox.all().delete()
    await KINDS[kind][0](tasks)
    await Outbox.exclude(kind=kind).delete()


async def send(relay: OutboxRelay, kind: MessageKind) -> None:
    """Send what is owed of this kind once."""
    await Outbox.filter(state="pending").update(due_at=now() - timedelta(seconds=1))
    await relay.send_due(kind)


def shown(slack: LocalSlack) -> str:
    """All that stands in Slack."""
    books = slack.books()
    rooms = [
        [message.get("text"), message.get("blocks")]
        for room in books["channels"]
        for message in room["messages"]
    ]
    return json.dumps([rooms, books["homes"]], ensure_ascii=False)


async def _board(_: list[int]) -> None:
    await boards.share("k", owner=BEN, channel=OPS, sheet="", zone="UTC", now=now())


async def _home(_: list[int]) -> None:
    await boards.home(BEN, zone="UTC", now=now())


async def _digest(_: list[int]) -> None:
    await digests.choose(OPS, "09:00", zone="UTC", by=BEN, now=now())
    await outbox.enqueue(MessageKind.DIGEST, 1, now=now())


async def _alert(_: list[int]) -> None:
    await rules.save(0, AlertRuleInput(channel=OPS, above=0), by=BEN, now=now())
    await incidents.begin(1, OPS, Measure(count=4711, oldest_at=now()), now=now())
    await outbox.enqueue(MessageKind.ALERT, 1, now=now())


async def _own_batch(_: list[int]) -> None:
    await Batch.all().update(channel=BEN, by=BEN)
    await outbox.enqueue(MessageKind.BATCH, 1, now=now())


async def _note(tasks: list[int]) -> None:
    await Batch.all().update(channel="D0BEN", by=BEN, ts="17.1")
    await ended(tasks[0], result="a result")


async def _finished(tasks: list[int]) -> None:
    await Batch.all().update(by=BEN, ts="17.1")
    for task in tasks:
        await ended(task)
    await create.finish(1, now=now())


async def _hold(_: list[int]) -> None:
    await Account.all().update(owner=BEN)
    await transaction(lambda: holds.begin(1, why="checkpoint", now=now()))


async def _notice(_: list[int]) -> None:
    await _hold([])
    await transaction(lambda: hold_notices.tell(1, BEN, hold_notices.ENDED, now=now()))
    await holds.release([1], by="U0CHEN", now=now())
    await Outbox.exclude(about=1, kind=MessageKind.HOLD_NOTICE).delete()


async def _code(tasks: list[int]) -> None:
    await Account.all().update(owner=BEN)
    held = await claimed(tasks[0])
    await code_requests.ask(held.task_id, held.fence, until=now() + timedelta(minutes=3), now=now())


async def _approval(_: list[int]) -> None:
    asked = BatchRequest(type="check", account_ids=(1, 2), by=BEN, why="for the shop", channel=OPS)
    await transaction(lambda: approvals.ask_for_batch(asked, now=now()))


KINDS: dict[MessageKind, tuple[Prepare, str, str]] = {
    MessageKind.BOARD: (_board, "Total 2", ""),
    MessageKind.HOME: (_home, "Total 2", "You may not see what Bellhop does."),
    MessageKind.DIGEST: (_digest, "no task was created", "The daily digest is paused"),
    MessageKind.ALERT: (_alert, "4711 tasks", "fired, but shows nothing"),
    MessageKind.BATCH: (_own_batch, "2 tasks", "Your batch goes on, but you may no longer see tasks"),
    MessageKind.NOTE: (_note, "a result", ""),
    MessageKind.FINISHED: (_finished, "is done after", ""),
    MessageKind.HOLD: (_hold, "emea00", ""),
    MessageKind.HOLD_NOTICE: (_notice, "was released by", ""),
    MessageKind.CODE: (_code, "asks for a one-time code", ""),
    MessageKind.APPROVAL: (_approval, "for the shop", "<@U0BEN> may not do that any more"),
}
"""What brings each kind about, what its reader sees, and what stands there instead where somebody reads it."""
