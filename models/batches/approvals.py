"""A second person's yes: what was asked for is frozen, and done only when somebody else has approved it."""

# pyright: reportIncompatibleVariableOverride=false
# (Tortoise itself asks for an inner class Meta that shadows the one of Model.)

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum

from tortoise import fields
from tortoise.models import Model

from models.batches import create, operations
from models.domain.text import SHORT
from models.messages import outbox
from models.messages.outbox import MessageKind
from models.sql import rows, transaction
from models.tables.tasks import Task


class Answer(StrEnum):
    """What became of a question."""

    ASKED = "asked"
    APPROVED = "approved"
    REJECTED = "rejected"


class Approval(Model):
    """One question to a second person: a batch that is not made yet, or an operation whose tasks are frozen."""

    id = fields.IntField(primary_key=True)
    asked: fields.JSONField[dict[str, object]] = (
        fields.JSONField()
    )  # a batch as it was asked for; empty: an operation
    operation_id = fields.IntField(null=True)
    type = fields.CharField(SHORT)  # of the tasks, if they are of one
    size = fields.IntField()
    by = fields.CharField(SHORT)
    channel = fields.CharField(SHORT)
    ts = fields.CharField(SHORT, default="")  # of the message that asks; empty until Slack has answered
    answer = fields.CharEnumField(Answer, default=Answer.ASKED, max_length=20)
    answered_by = fields.CharField(SHORT, default="")
    created_at = fields.DatetimeField()
    answered_at = fields.DatetimeField(null=True)

    class Meta:
        table = "approval"

    @property
    def wish(self) -> create.Request | None:
        """The batch that was asked for."""
        if not self.asked:
            return None
        told = dict(self.asked)
        return create.Request(**(told | {"account_ids": tuple(told["account_ids"])}))  # type: ignore[arg-type]


@dataclass(frozen=True, kw_only=True)
class Policy:
    """When a second person must be asked."""

    above: int = 0  # tasks; 0: never for their number
    types: frozenset[str] = frozenset()

    def asks(self, types: Iterable[str], size: int) -> bool:
        """Whether so many tasks of these types need a second person."""
        return (0 < self.above < size) or bool(self.types & set(types))


@dataclass(frozen=True, kw_only=True)
class Done:
    """What an approval did: the tasks to ring for, or the operation to go on with."""

    ring: tuple[int, ...] = ()
    operation: int | None = None


async def ask_for_batch(wish: create.Request, *, now: datetime) -> None:
    """Freeze a batch and ask. Only inside a transaction."""
    told = asdict(wish) | {"account_ids": list(wish.account_ids)}
    made = await Approval.create(
        asked=told,
        type=wish.type,
        size=len(wish.account_ids),
        by=wish.by,
        channel=wish.channel,
        created_at=now,
    )
    await outbox.enqueue(MessageKind.APPROVAL, made.id, now=now)


async def ask_for_operation(operation: int, *, size: int, by: str, channel: str, now: datetime) -> None:
    """Ask for an operation whose tasks are frozen already. Only inside a transaction."""
    types = await types_of(operation)
    made = await Approval.create(
        asked={},
        operation_id=operation,
        type=types[0] if len(types) == 1 else "",
        size=size,
        by=by,
        channel=channel,
        created_at=now,
    )
    await outbox.enqueue(MessageKind.APPROVAL, made.id, now=now)


async def channel_of(operation: int) -> str:
    """Where others see an operation's question: where it was begun, else where its tasks' batch stands; else empty."""
    found = await rows(
        "SELECT channel FROM batch WHERE (id = :id OR id IN (SELECT batch_id FROM task WHERE id IN "
        "(SELECT task_id FROM batch_item WHERE batch_id = :id))) AND (channel LIKE 'C%' OR channel LIKE 'G%') "
        "ORDER BY CASE id WHEN :id THEN 0 ELSE 1 END, id DESC LIMIT 1",
        id=operation,
    )
    return str(found[0]["channel"]) if found else ""


async def types_of(operation: int) -> list[str]:
    """The task types of an operation's frozen tasks."""
    found = await rows(
        "SELECT DISTINCT type FROM task WHERE id IN (SELECT task_id FROM batch_item WHERE batch_id = :id) ORDER BY type",
        id=operation,
    )
    return [row["type"] for row in found]


async def approve(number: int, *, by: str, now: datetime) -> Done | None:
    """Somebody else says yes: do it. None: it was answered already, or is one's own."""

    async def body() -> Done | None:
        made = await _answer(number, Answer.APPROVED, by=by, now=now, own=False)
        if made is None:
            return None
        if wish := made.wish:
            return Done(ring=tuple((await create.create(wish, now=now))[1]))
        assert made.operation_id is not None  # noqa: S101 - it is one or the other
        confirmed = await operations.confirm(made.operation_id, by=made.by, now=now)
        return Done(operation=made.operation_id if confirmed else None)

    return await transaction(body)


async def reject(number: int, *, by: str, now: datetime) -> bool:
    """Somebody says no, or who asked takes it back. False: it was answered already."""
    return bool(await transaction(lambda: _answer(number, Answer.REJECTED, by=by, now=now, own=True)))


async def _answer(number: int, answer: Answer, *, by: str, now: datetime, own: bool) -> Approval | None:
    open_ones = Approval.filter(id=number, answer=Answer.ASKED)
    if not own:
        open_ones = open_ones.exclude(by=by)
    if not await open_ones.update(answer=answer, answered_by=by, answered_at=now):
        return None
    await outbox.enqueue(MessageKind.APPROVAL, number, now=now)
    return await Approval.get(id=number)


async def asked(number: int, *, channel: str, ts: str) -> None:
    """Slack has the message that asks."""
    await Approval.filter(id=number).update(channel=channel, ts=ts)


async def accounts_of(made: Approval) -> list[int]:
    """The accounts it would touch."""
    if wish := made.wish:
        return list(wish.account_ids)
    ids = Task.filter(id__in=await _frozen(made.operation_id or 0)).values_list("account_id", flat=True)
    return [int(one) for one in await ids]  # pyright: ignore[reportArgumentType]


async def _frozen(operation: int) -> list[int]:
    found = await rows("SELECT task_id FROM batch_item WHERE batch_id = :id", id=operation)
    return [row["task_id"] for row in found]
