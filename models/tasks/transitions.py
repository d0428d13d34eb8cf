"""The only writer of a status: one guarded UPDATE per move, with its event and its counts in the same transaction.

Nothing is read first and written later; callers look at what was moved.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from models.domain.lifecycle import MOVES, LoginStatus, Move
from models.domain.triage.standings import standing_of
from models.messages import outbox
from models.messages.kinds import PROGRESS_EVERY
from models.messages.outbox import MessageKind
from models.ranks import placing
from models.ranks.levels import NOWHERE, Level
from models.sql import as_moment, locks_rows, rows
from models.tables.tasks import Attempt, Event
from models.tasks import counts

_RETURNED = (
    "id, came_from, status, former_outcome, outcome, attempt, fence, batch_id, account_id, group_id, type, created_at, "
    "former_user, operation_user, again_by, again_batch_id, rank"
)


class TransitionedTask(NamedTuple):
    """One task a move moved, as it is after the move."""

    id: int
    came_from: str
    status: str
    former_outcome: str
    outcome: str
    attempt: int
    fence: int
    batch_id: int
    account_id: int
    group_id: int
    type: str
    created_at: datetime
    former_user: str
    operation_user: str
    again_by: str
    again_batch_id: int | None
    rank: int


async def hold(which: str, **values: Any) -> None:
    """Keep others from moving the tasks ``which`` names until the transaction ends, so that what it does and what it
    reports agree. In one order: two that hold many never wait for each other.
    """
    if locks_rows():
        await rows(f"SELECT id FROM task WHERE {which} ORDER BY id FOR NO KEY UPDATE", **values)  # noqa: S608 - fixed texts


async def move(
    which: str,
    how: Move,
    *,
    now: datetime,
    actor: str,
    cause: str = "",
    sets: Mapping[str, str] = {},
    **values: Any,
) -> list[TransitionedTask]:
    """Make one move on the tasks ``which`` names (a WHERE of this module's own text). Only inside a transaction.

    A move that ends an execution is given its ``outcome`` among the values, and the cause it is ``filed`` under.
    """
    rule = MOVES[how]
    changes = ", ".join(f"{column} = {expression}" for column, expression in sets.items())
    # A move without a target goes back where the task came from, if that is a place to go back to.
    where = f"{which} AND came_from IN (:targets)" if rule.target is None else which
    target, outcomes, causes = (
        ("came_from", "former_outcome", "former_cause")
        if rule.target is None
        else (":target", ":outcome", ":filed")
    )
    updated = await rows(
        f"UPDATE task SET came_from = status, status = {target}, former_user = operation_user, "  # noqa: S608 - fixed texts
        f"former_outcome = outcome, outcome = {outcomes}, former_cause = cause, cause = {causes}, operation_id = :operation"
        f"{', ' + changes if changes else ''} WHERE {where} AND status IN (:sources) RETURNING {_RETURNED}",
        target=rule.target and rule.target.value,
        targets=[status.value for status in rule.targets],
        sources=[status.value for status in rule.sources],
        now=now,
        **({"operation": None, "outcome": "", "filed": ""} | values),
    )
    moved = [TransitionedTask(**row)._replace(created_at=as_moment(row["created_at"])) for row in updated]
    await _record(moved, how, now=now, actor=actor, cause=cause)
    return moved


async def _record(
    moved: Sequence[TransitionedTask], how: Move, *, now: datetime, actor: str, cause: str
) -> None:
    """The events of a move, its counts, and the batch messages that must be drawn anew."""
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
    await counts.add(change for task in moved for change in _recount(task))
    for batch_id in sorted({task.batch_id for task in moved}):  # in one order: no deadlock with another move
        await outbox.enqueue(MessageKind.PROGRESS, batch_id, now=now, after=PROGRESS_EVERY)


async def new_attempts(
    which: str, *, by: str, batch_id: int | None, now: datetime, cause: str = "", **values: Any
) -> list[TransitionedTask]:
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
            "operation_user": ":by" if by else "operation_user",  # a recovery is nobody's operation
            "again_by": "''",
            "again_batch_id": "NULL",
            "result": "''",
            "login_status": f"'{LoginStatus.UNKNOWN.value}'",
            "note_link": "''",
            "rung_at": "NULL",
            "rank": str(NOWHERE),
            "started_at": "NULL",
            "ended_at": "NULL",
            "not_before": "NULL",
        },
        **values,
    )
    await _place(moved, values.get("operation"), now=now)
    await Attempt.bulk_create(
        Attempt(task_id=t.id, number=t.attempt, batch_id=batch_id or t.batch_id, by=by, asked_at=now)
        for t in moved
    )
    return moved


async def _place(moved: Sequence[TransitionedTask], operation: int | None, *, now: datetime) -> None:
    """Behind what the same operation has brought back before: its steps together are one batch among the others."""
    if not moved:
        return
    before = await rows(
        "SELECT COUNT(*) AS n FROM batch_item WHERE batch_id = :id AND outcome = 'done'", id=operation or 0
    )
    tasks = [(task.id, task.account_id) for task in sorted(moved)]
    await placing.place(tasks, Level.NORMAL, now=now, after=before[0]["n"])


async def asked_meanwhile(task: TransitionedTask, *, now: datetime) -> list[TransitionedTask]:
    """The attempt that was asked for while the last one ran; it can be taken back with its operation."""
    return await new_attempts(
        "id = :id",
        by=task.again_by,
        batch_id=task.again_batch_id,
        operation=task.again_batch_id,
        now=now,
        id=task.id,
    )


def attempt_of(task: TransitionedTask) -> Any:
    return Attempt.filter(task_id=task.id, number=task.attempt)


def _recount(task: TransitionedTask) -> Iterable[counts.Change]:
    """One fewer where it came from, one more where it is."""
    before = (standing_of(task.came_from, task.former_outcome), task.former_user, -1)
    after = (standing_of(task.status, task.outcome), task.operation_user, 1)
    for status, by, n in (before, after):
        yield counts.Change(
            group_id=task.group_id, type=task.type, status=status, created_at=task.created_at, by=by, n=n
        )
