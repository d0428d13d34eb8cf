"""Tasks that lost their worker or their message.

A task lost while ``starting`` has touched nothing and waits again, up to the third loss. Lost while ``executing``: a repeatable type gets
a new attempt by itself; another one becomes an unknown error with a sentence that says the account must be looked
at, because a second page or business manager cannot be unmade.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from models.accounts.holds import FREE
from models.domain.lifecycle import LIVE, LoginStatus, Move, Status
from models.domain.outcomes import LOOK_LOST
from models.domain.task_types import TASK_TYPES
from models.domain.triage.causes import WORKER_LOST
from models.domain.triage.decision import cause_of, outcome_of
from models.messages import outbox
from models.messages.outbox import MessageKind
from models.pauses.table import NOT_PAUSED
from models.ranks.waiting import DUE
from models.sql import rows, transaction
from models.tables.tasks import Attempt, StatusNote, Task
from models.tasks import claims, hand_overs
from models.tasks.transitions import TransitionedTask, asked_meanwhile, hold, move, new_attempts

_CAUSE = "worker lost"
SCHEDULER = "upkeep"  # the actor of its moves, as it is stored
NOTIFY_AGAIN = timedelta(seconds=30)
_ENOUGH = 200  # undelivered messages: workers are busy with them until the next sweeps
_RUNNABLE = (
    f"status = 'waiting' AND {DUE} AND {FREE} AND {NOT_PAUSED} AND account_id NOT IN "  # noqa: S608 - fixed texts
    "(SELECT account_id FROM task WHERE status IN ('starting', 'executing'))"
)
_MOST_LOSSES = 3  # in a row, then it stops trying by itself

_LIVE = [status.value for status in LIVE]
_REPEATABLE = [kind.id for kind in TASK_TYPES.values() if kind.repeatable]
_LOST = "The worker stopped responding while it ran this task."
_NEVER_BEGAN = f"{_MOST_LOSSES} workers stopped responding before they touched the account. Look at the workers, then re-execute."
_LOOK = f"{_LOST} {LOOK_LOST}"


async def begin_anew(*, now: datetime) -> None:
    """A lease that is longer than any was given before the clock was set back: it begins anew."""
    await rows(
        "UPDATE task SET lease_until = :lease WHERE status IN (:live) AND lease_until > :far RETURNING id",
        live=_LIVE,
        lease=now + claims.LEASE,
        far=now + 2 * claims.LEASE,
    )


async def expired(*, now: datetime) -> list[int]:
    """Bring back every task whose lease has run out. Return their ids."""

    async def body() -> list[TransitionedTask]:
        await hold("status IN (:live) AND lease_until < :now", live=_LIVE, now=now)
        return [*await _back(now), *await _worn_out(now), *await _lost(now)]

    return sorted(task.id for task in await transaction(body))


async def _back(now: datetime) -> list[TransitionedTask]:
    """Lost before the account was touched: the same attempt waits again."""
    back = await move(
        "lease_until < :now AND :most > (SELECT COUNT(*) FROM event WHERE event.task_id = task.id "
        "AND event.attempt = task.attempt AND event.move = :give_back AND event.actor = :scheduler)",
        Move.GIVE_BACK,
        now=now,
        actor=SCHEDULER,
        cause=_CAUSE,
        most=_MOST_LOSSES - 1,
        give_back=Move.GIVE_BACK.value,
        scheduler=SCHEDULER,
        sets={"lease_until": "NULL", "started_at": "NULL", "rung_at": "NULL"},
    )
    for task in back:
        await Attempt.filter(task_id=task.id, number=task.attempt).update(
            status=Status.WAITING, started_at=None
        )
    return back


async def _worn_out(now: datetime) -> list[TransitionedTask]:
    """Those that are left ``starting`` were lost too often: something about them, or the workers, is wrong."""
    worn = await _fail(now, Status.STARTING, _NEVER_BEGAN)
    for task in worn:
        await _end_attempt(task, _NEVER_BEGAN, now=now)
        await _ask_for_a_person(task, now=now)
    return worn


async def _lost(now: datetime) -> list[TransitionedTask]:
    """Lost in mid-work: first those that may simply be done again, then the others."""
    lost = [
        *await _fail(now, Status.EXECUTING, _LOST, "AND type IN (:repeatable)", repeatable=_REPEATABLE),
        *await _fail(now, Status.EXECUTING, _LOOK),
    ]
    for task in lost:
        await _record_loss(task, now=now)
    return lost


async def _fail(
    now: datetime, status: Status, result: str, which: str = "", **values: Any
) -> list[TransitionedTask]:
    ended = (Status.UNKNOWN_ERROR, LoginStatus.UNKNOWN, WORKER_LOST, result)
    outcome = outcome_of(*ended)
    return await move(
        f"lease_until < :now AND status = :live {which}",
        Move.FAIL,
        now=now,
        actor=SCHEDULER,
        cause=_CAUSE,
        live=status.value,
        outcome=outcome.value if outcome else "",
        filed=cause_of(*ended),
        result=result,
        **values,
        sets={"lease_until": "NULL", "ended_at": ":now", "result": ":result"},
    )


async def take_unnotified(*, now: datetime, undelivered: int = 0) -> list[int]:
    """Take tasks that wait and no worker was notified of lately, oldest first; their accounts are free, and they are not paused.

    ``undelivered``: messages no worker has got yet. As many as are missing are taken: there need be no more messages
    than tasks that could run, nor more than are enough. Beyond that one at a time, so that a task whose message was
    lost comes into its turn also while the queue never runs low.
    """
    runnable = await rows(f"SELECT COUNT(*) AS n FROM task WHERE {_RUNNABLE}", now=now)  # noqa: S608 - fixed texts
    missing = min(runnable[0]["n"] - undelivered, max(_ENOUGH - undelivered, 1))
    if missing <= 0:
        return []
    due = await rows(
        f"UPDATE task SET rung_at = :now WHERE id IN (SELECT id FROM task WHERE {_RUNNABLE} "  # noqa: S608 - fixed texts
        "AND (rung_at IS NULL OR rung_at < :before OR rung_at > :later) ORDER BY rank, id LIMIT :most) "
        "AND status = 'waiting' RETURNING id",
        now=now,
        before=now - NOTIFY_AGAIN,
        later=now + NOTIFY_AGAIN,  # before the clock was set back
        most=missing,
    )
    return sorted(row["id"] for row in due)


async def could_run(*, now: datetime, most: int) -> list[int]:
    """Tasks that wait and could run now, one of each account, oldest first. Nothing is written: who takes one claims it."""
    ready = await rows(
        f"SELECT MIN(id) AS id FROM task WHERE {_RUNNABLE} "  # noqa: S608 - fixed texts
        "GROUP BY account_id ORDER BY 1 LIMIT :most",
        now=now,
        most=most,
    )
    return [row["id"] for row in ready]


async def _record_loss(task: TransitionedTask, *, now: datetime) -> None:
    """The lost attempt's own record; then the attempt somebody asked for meanwhile, or what the loss alone brings."""
    repeatable = task.type in _REPEATABLE
    await _end_attempt(task, _LOST if repeatable else _LOOK, now=now)
    if repeatable and task.again_by:
        await hand_overs.repeated(await asked_meanwhile(task, now=now), by=task.again_by, now=now)
    else:
        await _go_on_alone(task, now=now)


async def go_on_alone(task_ids: Sequence[int], *, now: datetime) -> None:
    """Those whose attempt was lost before the request for another one was taken back: as if nobody had asked.

    Only inside a transaction.
    """
    for task in await Task.filter(id__in=task_ids, status=Status.UNKNOWN_ERROR).order_by("id"):
        if await _losses(task):
            await _go_on_alone(task, now=now)


async def _go_on_alone(task: TransitionedTask | Task, *, now: datetime) -> None:
    """After a loss: a new attempt by itself, or a note that asks for a person."""
    if task.type in _REPEATABLE and await _losses(task) < _MOST_LOSSES:
        await new_attempts("id = :id", by="", batch_id=None, now=now, cause=_CAUSE, id=task.id)
    else:
        await _ask_for_a_person(task, now=now)


async def _end_attempt(task: TransitionedTask, result: str, *, now: datetime) -> None:
    await Attempt.filter(task_id=task.id, number=task.attempt).update(
        status=Status.UNKNOWN_ERROR,
        login_status=LoginStatus.UNKNOWN,
        result=result,
        cause=WORKER_LOST,
        outcome=task.outcome,
        ended_at=now,
    )


async def _ask_for_a_person(task: TransitionedTask | Task, *, now: datetime) -> None:
    """A note without a picture. Whoever asked for another attempt did not know of the loss: that request ends with it."""
    await Task.filter(id=task.id).update(again_by="", again_batch_id=None)
    await hand_overs.moved([task], now=now)
    attempt = await Attempt.get(task_id=task.id, number=task.attempt)
    await StatusNote.create(task_id=task.id, attempt_id=attempt.id, created_at=now)
    await outbox.enqueue(MessageKind.NOTE, attempt.id, now=now)


async def _losses(task: TransitionedTask | Task) -> int:
    """How many of the newest attempts in a row were lost."""
    newest = await Attempt.filter(task_id=task.id).order_by("-number").limit(_MOST_LOSSES)
    return next((n for n, attempt in enumerate(newest) if attempt.cause != WORKER_LOST), len(newest))
