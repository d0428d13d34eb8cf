"""The second step of a batch as people choose it: set while the batch goes on, changed until it begins, stopped."""

from datetime import datetime
from enum import Enum, auto

from models.domain.values.batches.requests import NextStep
from models.domain.values.batches.second_steps import LinkedBatch, StepEnd
from models.domain.values.batches.standing import BatchDetail
from models.messages import outbox
from models.messages.outbox import MessageKind
from models.sql import rows
from models.tables.tasks import Batch
from models.tables.values import value_of

_LINKED = "SELECT id, size, link FROM batch WHERE {} = :id"


class Chosen(Enum):
    """What came of a choice."""

    SET = auto()
    STOPPED = auto()
    SAME = auto()  # it was so already
    OVER = auto()  # the batch is over, was taken back, or follows another one itself
    BEGUN = auto()  # tasks of the second step are there: it can be stopped and not changed

    def __bool__(self) -> bool:
        """Whether something was changed."""
        return self in (Chosen.SET, Chosen.STOPPED)


async def before(batch: BatchDetail) -> LinkedBatch | None:
    """The batch that this one follows."""
    found = await rows(_LINKED.format("id"), id=batch.follows_id) if batch.follows_id else []
    return LinkedBatch(**found[0]) if found else None


async def after(batch: BatchDetail) -> LinkedBatch | None:
    """The batch that follows this one."""
    found = await rows(_LINKED.format("follows_id"), id=batch.id) if batch.then_type else []
    return LinkedBatch(**found[0]) if found else None


async def lock(batch_id: int) -> BatchDetail | None:
    """The batch, which nobody else gives a second step, takes back or follows until this transaction ends.

    The first statement of a transaction: it writes.
    """
    await rows("UPDATE batch SET then_end = then_end WHERE id = :id RETURNING id", id=batch_id)
    batch = await Batch.get_or_none(id=batch_id)
    return value_of(BatchDetail, batch) if batch else None


async def choose(batch_id: int, step: NextStep | None, *, by: str, now: datetime) -> Chosen:
    """Give a batch that goes on a second step, change it, or stop it (None); one that has ended goes on by whoever chooses
    it again. What ended done already is followed too.

    Only inside a transaction.
    """
    batch = await lock(batch_id)
    if batch is None or batch.kind != "create" or batch.follows_id or batch.undone_by:
        return Chosen.OVER
    is_same = batch.then == step if step else not batch.step_goes_on
    if is_same and (batch.step_goes_on or step is None):
        return Chosen.SAME
    if step is None:
        await end(batch, StepEnd.STOPPED, by=by, now=now)
        return Chosen.STOPPED
    if batch.done_at and not batch.then_end:
        return Chosen.OVER
    if batch.then != step and await after(batch):
        return Chosen.BEGUN
    await Batch.filter(id=batch_id).update(
        then_type=step.type, then_params=step.params, then_by=by, then_end="", then_ended_by=""
    )
    await outbox.enqueue(MessageKind.FOLLOW, batch_id, now=now)
    await outbox.enqueue(MessageKind.PROGRESS, batch_id, now=now)
    return Chosen.SET


async def end(batch: BatchDetail, why: StepEnd, *, by: str = "", now: datetime) -> None:
    """Make no more tasks of its second step; the messages of both batches say so. Only inside a transaction."""
    ended = await rows(
        "UPDATE batch SET then_end = :why, then_ended_by = :by WHERE id = :id AND then_end = '' RETURNING id",
        id=batch.id,
        why=why.value,
        by=by,
    )
    if not ended:
        return
    second = await after(batch)
    for number in filter(None, (batch.id, second and second.id)):
        await outbox.enqueue(MessageKind.PROGRESS, number, now=now)
    if why is not StepEnd.STOPPED:
        await outbox.enqueue(MessageKind.STEP_END, batch.id, now=now)
