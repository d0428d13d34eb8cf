"""An operation on many tasks: its tasks frozen when it is asked about, done step by step, undone within a while.

It survives its process: the tasks still to do are rows, each step is a transaction, and the scheduler continues what
was confirmed and left.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from tortoise.expressions import F, Q
from tortoise.functions import Count
from tortoise.queryset import QuerySet

from models.batches import transitions
from models.domain.lifecycle import Status
from models.domain.outcomes import OperationResult, Skipped
from models.domain.values.batches.plans import SHOWN, Progress
from models.domain.values.batches.standing import UNDO
from models.domain.values.batches.states import OperationMove, OperationState
from models.messages import outbox
from models.messages.kinds import PROGRESS_EVERY
from models.messages.outbox import MessageKind
from models.sql import rows, transaction
from models.tables.tasks import Batch, BatchItem
from models.tasks import bulk, recovery

LARGE = 100  # tasks; a larger one has a message in its channel that shows how far it is
_SHOWN_FOR = timedelta(days=2)  # that the message of a re-execution follows its tasks
STEP = 500  # tasks done in one transaction
_GOING_ON = (OperationState.CONFIRMED.value, OperationState.UNDOING.value)


@dataclass(frozen=True, kw_only=True)
class Step:
    """What one step did: whether it was the last, and which tasks workers must be notified of."""

    over: bool
    notify: tuple[int, ...] = ()


async def confirm(operation: int, *, by: str, now: datetime) -> bool:
    """The asker said yes. False: it was confirmed already, or is somebody else's. Raise BadRequest where it was asked so
    long ago that its tasks are forgotten.
    """

    async def body() -> bool:
        confirmed = await transitions.begin_operation(operation, OperationMove.CONFIRM, by=by)
        if confirmed:
            await announce(operation, now=now)
        return confirmed

    return await transaction(body)


async def announce(operation: int, *, now: datetime) -> None:
    """It was confirmed now; a large one has a message that shows how far it is. Only inside a transaction."""
    await _note_moment(operation, now=now)
    if (await Batch.get(id=operation)).size > LARGE:
        await outbox.enqueue(MessageKind.BATCH, operation, now=now)


async def step(operation: int, *, now: datetime) -> Step:
    """Do the next tasks of a confirmed operation, or take them back, in one transaction: a lost step was never made."""

    async def body() -> Step:
        # A write first, or SQLite may refuse to write after the read; and it keeps a second step waiting.
        if not await Batch.filter(id=operation, state__in=_GOING_ON).update(size=F("size")):
            return Step(over=True)
        batch = await Batch.get(id=operation)
        result = await (
            _go_back(batch, now=now)
            if batch.state == OperationState.UNDOING.value
            else _go_on(batch, now=now)
        )
        if batch.size > LARGE:
            await outbox.enqueue(MessageKind.PROGRESS, operation, now=now, after=PROGRESS_EVERY)
        return result

    return await transaction(body)


async def _go_on(batch: Batch, *, now: datetime) -> Step:
    ids = await _next(batch.id)
    result = await _order(batch, ids, now=now) if ids else OperationResult()
    await _note(batch.id, result)
    over = len(ids) < STEP
    await _note_moment(batch.id, now=now)
    if over:
        await transitions.move_operation(batch.id, OperationMove.FINISH)
    return Step(over=over, notify=result.done if batch.kind == "repeat" else ())


async def _note_moment(operation: int, *, now: datetime) -> None:
    """When it was confirmed or its last step was done: maintenance goes on with one that was left for a while."""
    await Batch.filter(id=operation).update(done_at=now)


async def _go_back(batch: Batch, *, now: datetime) -> Step:
    moved = BatchItem.filter(batch_id=batch.id, outcome__in=("done", "later"), task_id__gt=batch.undone_to)
    ids = await _task_ids(moved)
    take_back = bulk.restore if batch.kind == "cancel" else _withdraw
    back = await take_back(ids, batch.id, by=batch.undone_by, now=now) if ids else []
    over = len(ids) < STEP
    await Batch.filter(id=batch.id).update(
        undone=F("undone") + len(back),
        undone_to=ids[-1] if ids else batch.undone_to,
    )
    if over:
        await transitions.move_operation(batch.id, OperationMove.FINISH_UNDO)
    return Step(over=over, notify=tuple(back) if batch.kind == "cancel" else ())


async def _withdraw(ids: list[int], operation: int, *, by: str, now: datetime) -> list[int]:
    back = await bulk.withdraw(ids, operation, by=by, now=now)
    await recovery.go_on_alone(
        await _task_ids(BatchItem.filter(batch_id=operation, outcome="later", task_id__in=back)), now=now
    )
    return back


async def _next(operation: int) -> list[int]:
    return await _task_ids(BatchItem.filter(batch_id=operation, outcome=""))


async def _task_ids(items: QuerySet[BatchItem]) -> list[int]:
    """The tasks of one step."""
    first = items.order_by("task_id").limit(STEP)
    return [int(task_id) for task_id in await first.values_list("task_id", flat=True)]  # pyright: ignore[reportArgumentType]


async def _order(batch: Batch, ids: list[int], *, now: datetime) -> OperationResult:
    if batch.kind == "cancel":
        return await bulk.cancel(ids, by=batch.by, now=now, operation=batch.id)
    return await bulk.repeat(
        ids, by=batch.by, batch_id=batch.id, now=now, operation=batch.id, asked=batch.created_at
    )


async def progress(operation: int) -> Progress | None:
    """How far it is, with the first reasons."""
    batch = await Batch.get_or_none(id=operation)
    if batch is None or batch.kind not in {"cancel", "repeat"}:
        return None
    counted = (
        await BatchItem.filter(batch_id=operation)
        .annotate(n=Count("id"))
        .group_by("outcome")
        .values("outcome", "n")
    )
    counts = {row["outcome"]: int(row["n"]) for row in counted}
    return Progress(
        id=batch.id,
        kind=batch.kind,  # type: ignore[arg-type]
        by=batch.by,
        created_at=batch.created_at,
        state=batch.state,
        size=batch.size,
        left=counts.get("", 0),
        receipt=await _receipt(operation),
        done=counts.get("done", 0),
        later=counts.get("later", 0),
        skipped=counts.get("skipped", 0),
        done_at=None if batch.state == OperationState.CONFIRMED.value else batch.done_at,
        undone=batch.undone,
    )


async def first_of(operation: int) -> list[int]:
    """Some of its tasks."""
    first = BatchItem.filter(batch_id=operation).order_by("task_id").limit(SHOWN)
    return [int(task_id) for task_id in await first.values_list("task_id", flat=True)]  # pyright: ignore[reportArgumentType]


async def shown_of(batch: int, *, now: datetime) -> dict[int, int]:
    """Re-executions of tasks that this batch created which have a message, which shows how those tasks stand now; with
    how many tasks each has.
    """
    found = await rows(
        "SELECT DISTINCT batch.id, batch.size FROM task JOIN batch_item ON batch_item.task_id = task.id "
        "JOIN batch ON batch.id = batch_item.batch_id WHERE task.batch_id = :batch AND batch.kind = 'repeat' "
        "AND batch.ts <> '' AND batch.created_at > :since ORDER BY batch.id",
        batch=batch,
        since=now - _SHOWN_FOR,
    )
    return {row["id"]: row["size"] for row in found}


async def undo(operation: int, *, by: str, now: datetime) -> bool:
    """Begin to take back what it did, as far as it still stands; ``step`` does it. False: too late, or undone already."""
    in_time = {"done_at__gte": now - UNDO, "done_at__lte": now + UNDO}  # later: the clock was set back since
    return await transitions.move_operation(operation, OperationMove.UNDO, only=in_time, undone_by=by)


async def unfinished(*, before: datetime, after: datetime | None = None) -> list[int]:
    """Operations that were confirmed, or are being taken back, and were left: their process died. They were confirmed, or
    their last step was done, ``before`` then; or ``after`` then, and the clock was set back since.
    """
    # An older program did not note the moment before the end: of what it confirmed there is when it was asked about.
    quiet = Q(done_at__lt=before) | Q(done_at__isnull=True, created_at__lt=before)
    if after:
        quiet |= Q(done_at__gt=after) | Q(done_at__isnull=True, created_at__gt=after)
    left = Batch.filter(quiet, state__in=_GOING_ON).order_by("id")
    return [int(batch_id) for batch_id in await left.values_list("id", flat=True)]  # pyright: ignore[reportArgumentType]


async def tell_end(operation: int, *, now: datetime) -> None:
    """The process that would have answered its asker is gone: a message in its channel says what became of it."""
    await outbox.enqueue(MessageKind.BATCH, operation, now=now)


async def _note(operation: int, done: OperationResult) -> None:
    """Write what became of each task."""
    items = BatchItem.filter(batch_id=operation)
    if done.done:
        await items.filter(task_id__in=done.done).update(outcome="done")
    if done.later:
        await items.filter(task_id__in=done.later).update(outcome="later")
    for skipped in done.skipped:
        status = skipped.status.value if skipped.status else ""
        await items.filter(task_id=skipped.task_id).update(
            outcome="skipped", status=status, since=skipped.since
        )


async def _receipt(operation: int) -> OperationResult:
    """The first of each outcome, to be listed one by one."""
    items_by_outcome: dict[str, list[Any]] = {}
    for outcome in ("done", "later", "skipped"):
        items = BatchItem.filter(batch_id=operation, outcome=outcome).order_by("task_id")
        items_by_outcome[outcome] = await items.limit(100 if outcome == "done" else SHOWN)
    return OperationResult(
        done=tuple(item.task_id for item in items_by_outcome["done"]),
        later=tuple(item.task_id for item in items_by_outcome["later"]),
        skipped=tuple(
            Skipped(
                task_id=item.task_id, status=Status(item.status) if item.status else None, since=item.since
            )
            for item in items_by_outcome["skipped"]
        ),
    )
