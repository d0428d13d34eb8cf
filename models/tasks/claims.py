"""What a worker does with a task: claim it, begin, send heartbeats, settle, or give it back.

Every write carries the fence of its claim, so a worker that was considered dead changes nothing.
"""

from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from tortoise.exceptions import FieldError, IntegrityError

from models.accounts import holds, proxy_answers
from models.domain.lifecycle import LIVE, LoginStatus, Move, Status, settling_move
from models.domain.outcomes import NOT_DONE, AttemptOutcome, Claim
from models.domain.triage.decision import asks_to_look, cause_of, outcome_of
from models.messages import outbox
from models.messages.outbox import MessageKind
from models.pauses.table import NOT_PAUSED
from models.ranks import choice
from models.ranks.levels import Turn
from models.ranks.waiting import DUE
from models.sql import as_moment, rows, transaction
from models.tables.accounts import Account
from models.tables.tasks import StatusNote, Task
from models.tasks import hand_overs
from models.tasks.transitions import TransitionedTask, asked_meanwhile, attempt_of, move

_TRIES = 3  # of a claim
LEASE = timedelta(seconds=60)  # a worker silent for this long is considered dead


async def claim(task_id: int, *, worker: str, now: datetime) -> Claim | None:
    """Claim a waiting task; None: somebody else has it, its account is busy or held, it is paused or not due yet."""

    try:
        return await _claim(":named", task_id, worker=worker, now=now)
    except IntegrityError:  # two tasks of one account claimed at the same moment: the index let one through
        return None


async def claim_next(named: int, turn: Turn, *, worker: str, now: datetime) -> Claim | None:
    """Claim the waiting task whose turn it is; ``named`` where none of the first ones may begin. None: nor may that.

    Tried again where another worker has taken a task of the same account at that moment.
    """
    for _ in range(_TRIES):
        with suppress(IntegrityError):  # as above
            return await _claim(choice.chosen(turn), named, worker=worker, now=now)
    return None


async def _claim(chosen: str, named: int, *, worker: str, now: datetime) -> Claim | None:
    """``chosen``: the Task ID as an expression of ``named``. Raise IntegrityError."""

    async def body() -> list[tuple[TransitionedTask, datetime]]:
        moved = await move(
            f"id = {chosen} AND {DUE} AND {holds.FREE} AND {NOT_PAUSED} "  # noqa: S608 - fixed texts
            "AND account_id NOT IN (SELECT account_id FROM task WHERE status IN (:live))",
            Move.CLAIM,
            now=now,
            actor=worker,
            named=named,
            live=[status.value for status in LIVE],
            worker=worker,
            lease=now + LEASE,
            sets={"fence": "fence + 1", "worker": ":worker", "lease_until": ":lease", "started_at": ":now"},
        )
        return [(task, await _start(task, worker=worker, now=now)) for task in moved]

    moved = await transaction(body)
    if not moved:
        return None
    claimed, asked_at = moved[0]
    return Claim(
        task_id=claimed.id,
        fence=claimed.fence,
        attempt=claimed.attempt,
        type=claimed.type,
        params=await _parameters(claimed.id),
        account_id=claimed.account_id,
        worker=worker,
        asked_at=asked_at,
        claimed_at=now,
        session=await _session(claimed.account_id),
        rank=claimed.rank,
    )


async def _start(task: TransitionedTask, *, worker: str, now: datetime) -> datetime:
    """Write into the attempt that a worker has it; return when it was asked for."""
    attempt = await rows(
        "UPDATE attempt SET status = :status, worker = :worker, started_at = :now "
        "WHERE task_id = :task AND number = :number RETURNING asked_at",
        status=Status.STARTING.value,
        worker=worker,
        now=now,
        task=task.id,
        number=task.attempt,
    )
    return as_moment(attempt[0]["asked_at"])


async def _parameters(task_id: int) -> dict[str, str]:
    """What a task was asked for; none where what is stored are no texts by name: a claim must not fail once it is made."""
    try:
        stored: Any = (await Task.get(id=task_id)).params
    except (ValueError, FieldError):
        return {}
    texts = isinstance(stored, dict) and all(isinstance(value, str) for value in stored.values())
    return stored if texts else {}


async def _session(account_id: int) -> bytes | None:
    """As it is stored, whatever that is: a claim must not fail once it is made."""
    stored = await rows("SELECT session FROM account WHERE id = :id", id=account_id)
    return stored[0]["session"] if stored else None


async def begin(held: Claim, *, now: datetime) -> bool:
    """The browser is about to touch the account. False: the claim is no longer ours, so it must not."""

    async def body() -> bool:
        moved = await _own(held, Move.BEGIN, now=now, sets={"lease_until": ":lease"}, lease=now + LEASE)
        for task in moved:
            await attempt_of(task).update(status=Status.EXECUTING)
        return bool(moved)

    return await transaction(body)


async def beat(held: Claim, *, now: datetime) -> bool:
    """Send a heartbeat: the worker lives. False: the claim is no longer ours."""
    return bool(
        await Task.filter(id=held.task_id, fence=held.fence, status__in=LIVE).update(lease_until=now + LEASE)
    )


async def settle(held: Claim, ending: AttemptOutcome, *, now: datetime) -> bool:
    """Write how the attempt ended, its evidence and what must be sent to Slack. False: the claim was no longer ours."""

    ended = (ending.status, ending.login_status, ending.cause, ending.result)
    outcome = outcome_of(*ended)

    async def body() -> bool:
        moved = await _own(
            held,
            settling_move(ending.status),
            now=now,
            cause=ending.cause,
            outcome=outcome.value if outcome else "",
            filed=cause_of(*ended),
            result=ending.result,
            login=ending.login_status.value,
            proxy=ending.proxy.proxy_id if ending.proxy else None,
            sets={
                "result": ":result",
                "login_status": ":login",
                "ended_at": ":now",
                "lease_until": "NULL",
                "proxy_id": ":proxy",
            },
        )
        for task in moved:
            await _keep(task, ending, now=now)
            if ending.session is not None:
                await _keep_session(held, ending.session)
            if holds.blocks_login(ending.login_status, ending.cause):
                why = ending.result.removeprefix(NOT_DONE)
                await holds.begin(task.account_id, why=why, task_id=task.id, now=now)
                await holds.redraw_batches([task.account_id], now=now)
            await hand_overs.settled(task, ending, now=now)
            await _run_again(task, ending.result, now=now)
        return bool(moved)

    return await transaction(body)


async def give_back(held: Claim, *, now: datetime, cause: str) -> bool:
    """The worker stops before it touched the account: the task waits again, in its old place."""

    async def body() -> bool:
        moved = await _own(
            held, Move.GIVE_BACK, now=now, cause=cause, sets={"lease_until": "NULL", "started_at": "NULL"}
        )
        for task in moved:
            await attempt_of(task).update(status=Status.WAITING, started_at=None)
        return bool(moved)

    return await transaction(body)


async def _own(held: Claim, how: Move, **more: Any) -> list[TransitionedTask]:
    """A move by the worker that holds the claim, and by nobody else."""
    return await move(
        "id = :id AND fence = :fence", how, actor=held.worker, id=held.task_id, fence=held.fence, **more
    )


async def _keep(task: TransitionedTask, ending: AttemptOutcome, *, now: datetime) -> None:
    """The attempt's own record, its evidence, the account's login status, and the note Slack is owed."""
    attempt = await attempt_of(task).get()
    await attempt_of(task).update(
        status=ending.status,
        login_status=ending.login_status,
        result=ending.result,
        cause=ending.cause,
        outcome=task.outcome,
        ended_at=now,
        proxy_id=ending.proxy.proxy_id if ending.proxy else None,
        traffic=ending.proxy.traffic if ending.proxy else None,
    )
    if ending.proxy:
        await proxy_answers.note([ending.proxy], now=now)
    account = Account.filter(id=task.account_id)
    if ending.login_status is not LoginStatus.UNKNOWN:
        await account.update(login_status=ending.login_status, login_seen_at=now)
    note = StatusNote(task_id=task.id, attempt_id=attempt.id, trace=ending.trace, created_at=now)
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
    await outbox.enqueue(MessageKind.NOTE, attempt.id, now=now)


async def _keep_session(held: Claim, session: bytes) -> None:
    """Where the stored one is that of the claim: one that somebody has imported or typed meanwhile is newer."""
    await rows(
        "UPDATE account SET session = :session WHERE id = :account "
        "AND (session = :before OR (session IS NULL AND :none = 1)) RETURNING id",
        session=session,
        account=held.account_id,
        before=held.session,
        none=int(held.session is None),
    )


async def _run_again(task: TransitionedTask, result: str, *, now: datetime) -> None:
    """Whoever asked while it ran did not know that the account must be looked at first: that request ends with it."""
    if task.again_by and asks_to_look(result):
        await Task.filter(id=task.id).update(again_by="", again_batch_id=None)
    elif task.again_by:
        await hand_overs.repeated(await asked_meanwhile(task, now=now), by=task.again_by, now=now)
