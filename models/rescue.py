"""Tasks that lost their worker or their message.

A task lost while ``starting`` has touched nothing and waits again. Lost while ``executing``: a repeatable type gets
a new attempt by itself; another one becomes an unknown error with a sentence that says the account must be looked
at, because a second page or business manager cannot be unmade.
"""

from datetime import datetime, timedelta

from models import outbox
from models.holds import FREE
from models.lifecycle import LoginStatus, Move, Status
from models.moves import Moved, hold, move, new_attempts
from models.sql import rows, transaction
from models.tables import Attempt, StatusNote, Task
from models.task_types import TASK_TYPES

UPKEEP = "upkeep"  # who made the move
RING_AGAIN = timedelta(seconds=30)
_MOST_RINGS = 500  # a sweep; the rest is rung by the next ones
_MOST_LOSSES = 3  # attempts lost in a row, then it stops trying by itself

_LOST = "The worker was lost while it executed."
_LOOK = f"{_LOST} Look at the account before this is run again: it may have been done."


async def expired(*, now: datetime) -> list[int]:
    """Bring back every task whose lease has run out. Return their ids."""

    async def body() -> list[Moved]:
        await hold("lease_until < :now", now=now)
        back = await move(
            "lease_until < :now",
            Move.GIVE_BACK,
            now=now,
            actor=UPKEEP,
            cause="worker lost",
            sets={"lease_until": "NULL", "started_at": "NULL", "rung_at": "NULL"},
        )
        for task in back:
            await Attempt.filter(task_id=task.id, number=task.attempt).update(
                status=Status.WAITING, started_at=None
            )
        lost = await move(
            "lease_until < :now AND status = :executing",
            Move.FAIL,
            now=now,
            actor=UPKEEP,
            cause="worker lost",
            executing=Status.EXECUTING.value,
            look=_LOOK,
            repeated=_LOST,
            repeatable=[kind.id for kind in TASK_TYPES.values() if kind.repeatable],
            sets={
                "lease_until": "NULL",
                "ended_at": ":now",
                "result": "CASE WHEN type IN (:repeatable) THEN :repeated ELSE :look END",
            },
        )
        for task in lost:
            await _tell_loss(task, now=now)
        return [*back, *lost]

    return sorted(task.id for task in await transaction(body))


async def unheard(*, now: datetime) -> list[int]:
    """Take the tasks that wait and were not rung for of late, oldest first; their accounts are free."""
    found = await rows(
        f"UPDATE task SET rung_at = :now WHERE id IN (SELECT id FROM task WHERE status = 'waiting' "  # noqa: S608 - fixed texts
        f"AND (rung_at IS NULL OR rung_at < :before) AND {FREE} AND account_id NOT IN "
        "(SELECT account_id FROM task WHERE status IN ('starting', 'executing')) ORDER BY id LIMIT :most) "
        "AND status = 'waiting' RETURNING id",
        now=now,
        before=now - RING_AGAIN,
        most=_MOST_RINGS,
    )
    return sorted(row["id"] for row in found)


async def _tell_loss(task: Moved, *, now: datetime) -> None:
    """The lost attempt's own record; then a new attempt by itself, or a note that asks for a person."""
    kind = TASK_TYPES.get(task.type)
    repeatable = bool(kind and kind.repeatable)
    own = Attempt.filter(task_id=task.id, number=task.attempt)
    await own.update(
        status=Status.UNKNOWN_ERROR,
        login_status=LoginStatus.UNKNOWN,
        result=_LOST if repeatable else _LOOK,
        cause="worker_lost",
        ended_at=now,
    )
    if repeatable and task.again_by:
        await new_attempts("id = :id", by=task.again_by, batch_id=task.again_batch_id, now=now, id=task.id)
    elif repeatable and await _losses(task) < _MOST_LOSSES:
        await new_attempts("id = :id", by="", batch_id=None, now=now, cause="worker lost", id=task.id)
    else:
        # Whoever asked for another attempt did not know of the loss: that request ends with it.
        await Task.filter(id=task.id).update(again_by="", again_batch_id=None)
        attempt = await own.get()
        await StatusNote.create(task_id=task.id, attempt_id=attempt.id, created_at=now)
        await outbox.tell("note", attempt.id, now=now)


async def _losses(task: Moved) -> int:
    """How many of the newest attempts in a row were lost."""
    newest = await Attempt.filter(task_id=task.id).order_by("-number").limit(_MOST_LOSSES)
    return next((n for n, attempt in enumerate(newest) if attempt.cause != "worker_lost"), len(newest))
