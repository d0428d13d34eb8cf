"""Creating tasks: one batch, its tasks and their first attempts, in one transaction."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from models.domain.lifecycle import Status
from models.domain.text import LONG, SHORT
from models.domain.values.batches.requests import BatchRequest, WantedTask
from models.domain.values.batches.standing import BatchDetail
from models.messages import outbox
from models.messages.outbox import MessageKind
from models.ranks import placing
from models.ranks.levels import Level
from models.sql import rows, transaction
from models.tables.accounts import Account
from models.tables.tasks import Attempt, Batch, Event, Task
from models.tables.values import value_of
from models.tasks import counts

_FINISH = """
UPDATE batch SET done_at = COALESCE((SELECT MAX(attempt.ended_at) FROM task JOIN attempt ON attempt.task_id = task.id
    AND attempt.batch_id = task.batch_id WHERE task.batch_id = :id), :now)
WHERE id = :id AND kind = 'create' AND done_at IS NULL
AND NOT EXISTS (SELECT 1 FROM task WHERE batch_id = :id AND status IN ('waiting', 'starting', 'executing'))
AND (follows_id IS NULL OR undone_by <> '' OR EXISTS (SELECT 1 FROM batch AS first WHERE first.id = batch.follows_id
    AND (first.done_at IS NOT NULL OR first.then_end <> '' OR first.undone_by <> '')))
RETURNING then_type
"""


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
        then_type=request.then.type if request.then else "",
        then_params=request.then.params if request.then else None,
        then_by=request.by if request.then else "",
    )
    return batch.id


async def fill(batch_id: int, request: BatchRequest, *, now: datetime) -> list[int]:
    """Write its tasks and the message to Slack; return the task ids, oldest first. Only inside a transaction."""
    accounts = {one.id: one for one in await Account.filter(id__in=request.account_ids).order_by("login")}
    # An account that is gone has no task; those of a list keep its order.
    wanted = request.items or [
        WantedTask(account_id=number, type=request.type, params=request.params) for number in accounts
    ]
    known = [(one, accounts[one.account_id]) for one in wanted if one.account_id in accounts]
    tasks = await write(_tasks(request, batch_id, known, now=now), batch_id, now=now)
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


async def posted(batch_id: int, *, channel: str, ts: str, now: datetime) -> None:
    """Slack has its message: that of the batch it follows names it."""

    async def body() -> None:
        await Batch.filter(id=batch_id).update(channel=channel, ts=ts)
        for batch in await rows(
            "SELECT follows_id FROM batch WHERE id = :id AND follows_id IS NOT NULL", id=batch_id
        ):
            await outbox.enqueue(MessageKind.PROGRESS, batch["follows_id"], now=now)

    await transaction(body)


async def linked(batch_id: int, *, link: str) -> None:
    """The link to its message is known."""
    await Batch.filter(id=batch_id).update(link=link[:LONG])


async def move_to_asker(batch_id: int, *, ts: str, why: str, now: datetime) -> bool:
    """Have its message posted anew, to whoever began it, since Slack refused it with the error code ``why``.

    ``ts``: of the message that is given up, or empty. True if it moves, or has moved since that message: a batch moves
    once, so what is refused there too has no other place.
    """

    async def body() -> bool:
        moved = await rows(
            "UPDATE batch SET left_channel = channel, left_why = :why, channel = by, ts = '', link = '' "
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
    """If all its tasks are over for the first time, note when the last one was, and notify the person who began it.

    A second step's batch is not over before the first one is, or before the step ends: more tasks may come.
    """

    async def body() -> None:
        done = await rows(_FINISH, id=batch_id, now=now)
        for batch in done:
            await outbox.enqueue(MessageKind.FINISHED, batch_id, now=now)
            if batch["then_type"]:  # and what a process of before did not make for it
                await outbox.enqueue(MessageKind.FOLLOW, batch_id, now=now)

    await transaction(body)


def _counted(task: Task, now: datetime) -> counts.Change:
    group_id: int = task.group_id  # pyright: ignore[reportAttributeAccessIssue]
    return counts.Change(
        group_id=group_id, type=task.type, status=Status.WAITING, created_at=now, by=task.operation_user, n=1
    )


async def write(
    tasks: Sequence[Task], batch_id: int, *, now: datetime, follows: Sequence[int] = ()
) -> list[Task]:
    """Write new tasks of a batch with their ranks and first attempts; return them as they are stored, oldest first.

    ``follows``: the tasks they follow; none: they are all that the batch has. Only inside a transaction.
    """
    accounts: list[int] = [task.account_id for task in tasks]  # pyright: ignore[reportAttributeAccessIssue]
    ranks = await placing.ranks_for(accounts, Level.NORMAL, now=now)
    for task, rank in zip(tasks, ranks, strict=True):
        task.rank = rank
    await Task.bulk_create(tasks, batch_size=500)
    own = Task.filter(batch_id=batch_id, **({"follows_id__in": list(follows)} if follows else {}))
    stored = await own.order_by("id")
    await _first_attempts(stored, now=now)
    await counts.add(_counted(task, now) for task in stored)
    return stored


def _tasks(
    request: BatchRequest, batch_id: int, wanted: Sequence[tuple[WantedTask, Account]], *, now: datetime
) -> list[Task]:
    due = _dues(request.spread, len(wanted), now=now)
    return [
        Task(
            type=one.type,
            account_id=account.id,
            group_id=account.group_id,  # pyright: ignore[reportAttributeAccessIssue]
            batch_id=batch_id,
            params=one.params,
            operation_user=request.by,
            rung_at=None if at or request.run_id else now,  # the sweep notifies of a schedule's
            not_before=at,
            created_at=now,
        )
        for (one, account), at in zip(wanted, due, strict=True)
    ]


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
