"""A batch that was created a moment ago, taken back: what has not begun is cancelled."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from models.batches import operations, plans
from models.domain.values.batches.standing import UNDO, BatchDetail
from models.messages import outbox
from models.messages.outbox import MessageKind
from models.sql import rows
from models.tables.messages import Outbox


async def tasks_of(batch: int) -> Sequence[int]:
    """The tasks that it created, those of its second step too: which of them had begun, the receipt says."""
    found = await rows(
        "SELECT id FROM task WHERE batch_id IN (SELECT id FROM batch WHERE id = :id OR follows_id = :id) ORDER BY id",
        id=batch,
    )
    return [row["id"] for row in found]


async def take_back(
    batch: int, ids: Sequence[int], *, by: str, channel: str, now: datetime
) -> int | Literal[False]:
    """Begin to cancel its tasks ``ids``, once: the confirmed operation's number; ``operations.step`` does it.

    False: too late, or undone already. Only inside a transaction.
    """
    undone = await rows(
        "UPDATE batch SET undone_by = :by WHERE id = :id AND kind = 'create' AND undone_by = '' "
        "AND created_at > :earliest AND created_at < :latest RETURNING id",  # later: the clock was set back since
        id=batch,
        by=by,
        earliest=now - UNDO,
        latest=now + UNDO,
    )
    if not undone:
        return False
    # No task of a second step is made from now on; one that was made since they were counted goes too.
    every = sorted({*ids, *await tasks_of(batch)})
    plan = await plans.plan_ids("cancel", every, by=by, channel=channel, now=now)
    await operations.confirm(plan.id, by=by, now=now)
    await outbox.enqueue(MessageKind.PROGRESS, batch, now=now)
    return plan.id


async def owe_end(batch: BatchDetail, *, is_shown: bool, now: datetime) -> None:
    """Whether its message shows an Undo: then it is owed an edit when the time for that is over, else none."""
    if is_shown:
        begun = batch.created_at if batch.kind == "create" else batch.done_at or batch.created_at
        await outbox.enqueue(MessageKind.UNDO_OVER, batch.id, now=now, after=begun + UNDO - now)
    else:
        await Outbox.filter(key=f"{MessageKind.UNDO_OVER}:{batch.id}", state="pending").delete()
