"""The only writer of a status.

Every move is one guarded UPDATE, with its event in the same transaction; callers look at what it moved. Nothing is
read first and written later.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from tortoise.exceptions import IntegrityError

from models import outbox
from models.endings import Claim, Ending, Receipt, Skipped
from models.lifecycle import LIVE, MOVES, LoginStatus, Move, Status, settling_move
from models.sql import rows, transaction
from models.tables import Account, Attempt, Event, StatusNote, Task

LEASE = timedelta(seconds=60)  # a worker silent for this long is taken for dead
PROGRESS_EVERY = timedelta(seconds=1.5)  # a batch message is redrawn at most this often

_RETURNED = "id, came_from, status, attempt, fence, batch_id, account_id, type, again_by, again_batch_id"


class Moved(NamedTuple):
    """One task a move moved, as it is after the move."""

    id: int
    came_from: str
    status: str
    attempt: int
    fence: int
    batch_id: int
    account_id: int
    type: str
    again_by: str
    again_batch_id: int | None


async def move(
    which: str,
    how: Move,
    *,
    now: datetime,
    actor: str,
    cause: str = "",
    sets: Mapping[str, str] = {},
    **values: Any,
) -> list[Moved]:
    """Make one move on the tasks ``which`` names (a WHERE of this module's own text). Only inside a transaction."""
    rule = MOVES[how]
    changes = ", ".join(f"{column} = {expression}" for column, expression in sets.items())
    got = await rows(
        f"UPDATE task SET came_from = status, status = :target{', ' + changes if changes else ''} "  # noqa: S608 - fixed texts
        f"WHERE {which} AND status IN (:sources) RETURNING {_RETURNED}",
        target=rule.target.value,
        sources=[status.value for status in rule.sources],
        now=now,
        **values,
    )
    moved = [Moved(**row) for row in got]
    await Event.bulk_create(
        Event(
            task_id=task.id,
            attempt=task.attempt,
            fence=task.fence,
            move=how.value,
            from_status=task.came_from,
            to_status=task.status,
            actor=actor,
            cause=cause,
            at=now,
        )
        for task in moved
    )
    for batch_id in sorted({task.batch_id for task in moved}):  # in one order: no deadlock with another move
        await outbox.tell("progress", batch_id, now=now, after=PROGRESS_EVERY)
    return moved


async def claim(task_id: int, *, worker: str, now: datetime) -> Claim | None:
    """Take a waiting task whose account is free. None: somebody else has it, or the account is busy."""

    async def body() -> list[Moved]:
        moved = await move(
            "id = :id AND account_id NOT IN (SELECT account_id FROM task WHERE status IN (:live))",
            Move.CLAIM,
            now=now,
            actor=worker,
            id=task_id,
            live=[status.value for status in LIVE],
            worker=worker,
            lease=now + LEASE,
            sets={"fence": "fence + 1", "worker": ":worker", "lease_until": ":lease", "started_at": ":now"},
        )
        for task in moved:
            await _attempt(task).update(status=Status.STARTING, worker=worker, started_at=now)
        return moved

    try:
        moved = await transaction(body)
    except IntegrityError:  # two tasks of one account claimed at the same moment: the index let one through
        return None
    if not moved:
        return None
    task = await Task.get(id=task_id)
    return Claim(
        task_id=task.id,
        fence=moved[0].fence,
        attempt=moved[0].attempt,
        type=task.type,
        params=task.params,
        account_id=moved[0].account_id,
        worker=worker,
    )


async def begin(held: Claim, *, now: datetime) -> bool:
    """The browser is about to touch the account. False: the claim is no longer ours, so it must not."""

    async def body() -> bool:
        moved = await _own(held, Move.BEGIN, now=now, sets={"lease_until": ":lease"}, lease=now + LEASE)
        for task in moved:
            await _attempt(task).update(status=Status.EXECUTING)
        return bool(moved)

    return await transaction(body)


async def beat(held: Claim, *, now: datetime) -> bool:
    """Say that the worker lives. False: the claim is no longer ours."""
    return bool(
        await Task.filter(id=held.task_id, fence=held.fence, status__in=LIVE).update(lease_until=now + LEASE)
    )


async def settle(held: Claim, ending: Ending, *, now: datetime) -> bool:
    """Write how the attempt ended, its evidence and what Slack must be told. False: the claim was no longer ours."""

    async def body() -> bool:
        moved = await _own(
            held,
            settling_move(ending.status),
            now=now,
            cause=ending.cause,
            result=ending.result,
            login=ending.login_status.value,
            sets={"result": ":result", "login_status": ":login", "ended_at": ":now", "lease_until": "NULL"},
        )
        for task in moved:
            await _keep(task, ending, now=now)
            await _run_again(task, now=now)
        return bool(moved)

    return await transaction(body)


async def give_back(held: Claim, *, now: datetime, cause: str) -> bool:
    """The worker stops before it touched the account: the task waits again, in its old place."""

    async def body() -> bool:
        moved = await _own(
            held, Move.GIVE_BACK, now=now, cause=cause, sets={"lease_until": "NULL", "started_at": "NULL"}
        )
        for task in moved:
            await _attempt(task).update(status=Status.WAITING, started_at=None)
        return bool(moved)

    return await transaction(body)


async def cancel(task_ids: Iterable[int], *, by: str, now: datetime) -> Receipt:
    """Cancel those that wait; the others are told as what they are."""
    ids = sorted(set(task_ids))

    async def body() -> list[Moved]:
        moved = await move(
            "id IN (:ids)",
            Move.CANCEL,
            now=now,
            actor=by,
            ids=ids,
            sets={"ended_at": ":now", "again_by": "''", "again_batch_id": "NULL"},
        )
        for task in moved:
            await _attempt(task).update(status=Status.CANCELED, ended_at=now)
        return moved

    done = tuple(sorted(task.id for task in await transaction(body)))
    return Receipt(done=done, skipped=await _skipped(set(ids) - set(done)))


async def repeat(task_ids: Iterable[int], *, by: str, batch_id: int | None, now: datetime) -> Receipt:
    """Ask for a new attempt of each: at once for those that are over, after the present one for those that run."""
    ids = sorted(set(task_ids))

    async def body() -> tuple[list[int], list[int]]:
        moved = await new_attempts("id IN (:ids)", by=by, batch_id=batch_id, now=now, ids=ids)
        later = await rows(
            "UPDATE task SET again_by = :by, again_batch_id = :batch WHERE id IN (:ids) AND status IN (:live) "
            "AND again_by = '' RETURNING id",
            by=by,
            batch=batch_id,
            ids=ids,
            live=[status.value for status in LIVE],
        )
        return [task.id for task in moved], [row["id"] for row in later]

    done, later = await transaction(body)
    skipped = await _skipped(set(ids) - set(done) - set(later))
    return Receipt(done=tuple(sorted(done)), later=tuple(sorted(later)), skipped=skipped)


async def new_attempts(
    which: str, *, by: str, batch_id: int | None, now: datetime, cause: str = "", **values: Any
) -> list[Moved]:
    """Bring tasks that are over back to waiting, each with a new attempt. Only inside a transaction."""
    moved = await move(
        which,
        Move.REPEAT,
        now=now,
        actor=by,
        cause=cause,
        by=by,
        sets={
            "attempt": "attempt + 1",
            "operation_user": ":by" if by else "operation_user",  # a rescue is nobody's operation
            "again_by": "''",
            "again_batch_id": "NULL",
            "result": "''",
            "login_status": f"'{LoginStatus.UNKNOWN.value}'",
            "note_link": "''",
            "rung_at": "NULL",
            "started_at": "NULL",
            "ended_at": "NULL",
        },
        **values,
    )
    await Attempt.bulk_create(
        Attempt(task_id=t.id, number=t.attempt, batch_id=batch_id or t.batch_id, by=by, asked_at=now)
        for t in moved
    )
    return moved


async def _own(held: Claim, how: Move, **more: Any) -> list[Moved]:
    """A move by the worker that holds the claim, and by nobody else."""
    return await move(
        "id = :id AND fence = :fence", how, actor=held.worker, id=held.task_id, fence=held.fence, **more
    )


def _attempt(task: Moved) -> Any:
    return Attempt.filter(task_id=task.id, number=task.attempt)


async def _keep(task: Moved, ending: Ending, *, now: datetime) -> None:
    """The attempt's own record, its evidence, the account's login status, and the note Slack is owed."""
    attempt = await _attempt(task).get()
    await _attempt(task).update(
        status=ending.status,
        login_status=ending.login_status,
        result=ending.result,
        cause=ending.cause,
        ended_at=now,
    )
    if ending.login_status is not LoginStatus.UNKNOWN:
        account = Account.filter(id=task.account_id)
        await account.update(login_status=ending.login_status, login_seen_at=now)
    note = StatusNote(task_id=task.id, attempt_id=attempt.id, created_at=now)
    if seen := ending.evidence:
        note.update_from_dict(
            {
                "mime": seen.mime,
                "sha256": seen.sha256,
                "picture": seen.data,
                "width": seen.width,
                "height": seen.height,
            }
        )
    await note.save()
    await outbox.tell("note", attempt.id, now=now)


async def _run_again(task: Moved, *, now: datetime) -> None:
    if task.again_by:
        await new_attempts("id = :id", by=task.again_by, batch_id=task.again_batch_id, now=now, id=task.id)


async def _skipped(ids: set[int]) -> tuple[Skipped, ...]:
    if not ids:
        return ()
    found = {task.id: task for task in await Task.filter(id__in=sorted(ids))}
    return tuple(_as_it_is(task_id, found.get(task_id)) for task_id in sorted(ids))


def _as_it_is(task_id: int, task: Task | None) -> Skipped:
    if task is None:
        return Skipped(task_id=task_id, status=None)
    return Skipped(
        task_id=task_id, status=task.status, since=task.ended_at or task.started_at or task.created_at
    )
