"""Creating tasks: one batch, its tasks and their first attempts, in one transaction."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from models.domain.lifecycle import Status
from models.domain.text import SHORT
from models.domain.values.batches import BatchDetail, BatchRequest, WantedTask
from models.messages import outbox
from models.messages.outbox import MessageKind
from models.ranks import placing
from models.ranks.levels import Level
from models.sql import rows, transaction
from models.tables.accounts import Account
from models.tables.tasks import Attempt, Batch, Event, Task
from models.tables.values import value_of
from models.tasks import counts


async def create(request: BatchRequest, *, now: datetime) -> tuple[int, list[int]]:
    """Write the batch and its tasks, and the message to Slack. Return (batch id, task ids), oldest first."""

    async def body() -> tuple[int, list[int]]:
        batch = await begin(request, now=now)
        return batch, await fill(batch, request, now=now)

    return await transaction(body)


async def begin(request: BatchRequest, *, now: datetime) -> int:
    """Write the batch, which has no tasks yet; return its id. Only inside a transaction."""
    batch = await Batch.create(
        kind="create",
        by=request.by,
        why=request.why,
        size=request.size,
        channel=request.channel,
        created_at=now,
        run_id=request.run_id,
    )
    return batch.id


async def fill(batch_id: int, request: BatchRequest, *, now: datetime) -> list[int]:
    """Write its tasks and the message to Slack; return the task ids, oldest first. Only inside a transaction."""
    accounts = {one.id: one for one in await Account.filter(id__in=request.account_ids).order_by("login")}
    # An account that is gone has no task; those of a list keep its order.
    wanted = request.items or [
        WantedTask(account_id=number, type=request.type, params=request.params) for number in accounts
    ]
    tasks = await _tasks(
        request,
        batch_id,
        [(one, accounts[one.account_id]) for one in wanted if one.account_id in accounts],
        now=now,
    )
    await _first_attempts(tasks, now=now)
    await counts.add(_counted(task, now) for task in tasks)
    await outbox.enqueue(MessageKind.BATCH, batch_id, now=now)
    return [task.id for task in tasks]


async def get(batch_id: int) -> BatchDetail | None:
    """The batch; None when there is none."""
    batch = await Batch.get_or_none(id=batch_id)
    return value_of(BatchDetail, batch) if batch else None


async def at(channel: str, ts: str) -> int | None:
    """The batch whose message this is; None: it is another one."""
    batch = await Batch.filter(channel=channel, ts=ts).first() if ts else None
    return batch.id if batch else None


async def posted(batch_id: int, *, channel: str, ts: str) -> None:
    """Slack has its message."""
    await Batch.filter(id=batch_id).update(channel=channel, ts=ts)


async def move_to_asker(batch_id: int, *, ts: str, why: str, now: datetime) -> bool:
    """Have its message posted anew, to whoever began it, since Slack refused it with the error code ``why``.

    ``ts``: of the message that is given up, or empty. True if it moves, or has moved since that message: a batch moves
    once, so what is refused there too has no other place.
    """

    async def body() -> bool:
        moved = await rows(
            "UPDATE batch SET left_channel = channel, left_why = :why, channel = by, ts = '' "
            "WHERE id = :id AND ts = :ts AND left_why = '' RETURNING id",
            id=batch_id,
            ts=ts,
            why=why[:SHORT],
        )
        if moved:
            await outbox.enqueue(MessageKind.BATCH, batch_id, now=now)
        return bool(moved) or await Batch.filter(id=batch_id).exclude(ts=ts).exists()

    return await transaction(body)


async def finish(batch_id: int, *, now: datetime) -> None:
    """If all its tasks are over for the first time, note when the last one was, and notify the person who began it."""

    async def body() -> None:
        done = await rows(
            "UPDATE batch SET done_at = COALESCE((SELECT MAX(attempt.ended_at) FROM task JOIN attempt "
            "ON attempt.task_id = task.id AND attempt.batch_id = task.batch_id WHERE task.batch_id = :id), :now) WHERE id = :id AND kind = 'create' AND done_at IS NULL AND NOT EXISTS "
            "(SELECT 1 FROM task WHERE batch_id = :id AND status IN ('waiting', 'starting', 'executing')) RETURNING id",
            id=batch_id,
            now=now,
        )
        if done:
            await outbox.enqueue(MessageKind.FINISHED, batch_id, now=now)

    await transaction(body)


def _counted(task: Task, now: datetime) -> counts.Change:
    group_id: int = task.group_id  # pyright: ignore[reportAttributeAccessIssue]
    return counts.Change(
        group_id=group_id, type=task.type, status=Status.WAITING, created_at=now, by=task.operation_user, n=1
    )


async def _tasks(
    request: BatchRequest, batch_id: int, wanted: Sequence[tuple[WantedTask, Account]], *, now: datetime
) -> list[Task]:
    due = _dues(request.spread, len(wanted), now=now)
    ranks = await placing.ranks_for([account.id for _, account in wanted], Level.NORMAL, now=now)
    await Task.bulk_create(
        [
            Task(
                type=one.type,
                account_id=account.id,
                group_id=account.group_id,  # pyright: ignore[reportAttributeAccessIssue]
                batch_id=batch_id,
                params=one.params,
                operation_user=request.by,
                rung_at=None if at or request.run_id else now,  # the sweep notifies of a schedule's
                not_before=at,
                rank=rank,
                created_at=now,
            )
            for (one, account), at, rank in zip(wanted, due, ranks, strict=True)
        ],
        batch_size=500,
    )
    return await Task.filter(batch_id=batch_id).order_by("id")


def _dues(spread: int, tasks: int, *, now: datetime) -> list[datetime | None]:
    """When each task becomes due, evenly over so many minutes; the first at once. None: at once."""
    step = timedelta(minutes=spread) / max(tasks, 1)
    return [now + number * step if spread and number else None for number in range(tasks)]


async def _first_attempts(tasks: Sequence[Task], *, now: datetime) -> None:
    await Attempt.bulk_create(
        [
            Attempt(task_id=task.id, number=1, batch_id=_batch(task), by=task.operation_user, asked_at=now)
            for task in tasks
        ],
        batch_size=500,
    )
    await Event.bulk_create(
        [
            Event(
                task_id=task.id,
                attempt=1,
                fence=0,
                move="create",
                from_status="",
                to_status=Status.WAITING.value,
                actor=task.operation_user,
                at=now,
            )
            for task in tasks
        ],
        batch_size=500,
    )


def _batch(task: Task) -> int:
    return task.batch_id  # pyright: ignore[reportAttributeAccessIssue]
