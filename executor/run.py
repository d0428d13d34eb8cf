"""One attempt of one task: claim it, open the account's browser, act, take the picture, settle."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime

import structlog

from executor.attempt import perform
from executor.browser.pool import BrowserPool
from executor.job import Fenced, LetGo
from executor.safe_traceback import safe_traceback
from executor.settling import Held, asking, job_of, sealed, settle
from models.database import AWAY
from models.domain.failpoints import Failpoint, reached
from models.domain.outcomes import AttemptOutcome, Claim
from models.monitoring.metrics import ATTEMPT_SECONDS, WAIT_SECONDS
from models.secrets.sealing import Sealer
from models.tasks import claims
from models.tasks.queries import next_waiting

_BEAT = claims.LEASE.total_seconds() / 4  # three beats may be lost before the lease is
_log = structlog.get_logger()


@dataclass(frozen=True, kw_only=True)
class WorkerContext:
    """What the jobs of a worker share."""

    browsers: BrowserPool
    sealer: Sealer
    site_url: str
    trace: bool = False  # keep the record of every attempt that failed
    worker: str  # names this process in the task's history
    notify: Callable[[Sequence[int]], Awaitable[None]]
    now: Callable[[], datetime]


async def run_task(task_id: int, context: WorkerContext) -> bool:
    """Perform one waiting task. False: it was not ours to do, which is no error."""
    reached(Failpoint.HEARD)
    claim = await claims.claim(task_id, worker=context.worker, now=context.now())
    if claim is None:
        return False
    reached(Failpoint.CLAIMED)
    with structlog.contextvars.bound_contextvars(
        task=claim.task_id, attempt=claim.attempt, fence=claim.fence
    ):
        try:
            await _perform_and_settle(claim, context)
        except Fenced:
            _log.warning("claim lost", worker=context.worker)
        await context.notify(await next_waiting(claim.account_id))
    return True


async def _perform_and_settle(claim: Claim, context: WorkerContext) -> None:
    """Whatever happens between the claim and the end settles the task, with its cause.

    But for three things: the claim was lost (Fenced), the worker is stopped, or the database cannot be asked. Then the
    lease decides.
    """
    held = Held(claim)
    try:
        ending = await _ending(held, context)
    except LetGo:
        raise
    except Exception as error:  # noqa: BLE001 - the one place: nothing else would settle the task
        _log.error("attempt failed", traceback=safe_traceback(error), kind=type(error).__name__)
        ending = held.ending_after(error)
    await _settle(claim, ending, context)


async def _ending(held: Held, context: WorkerContext) -> AttemptOutcome:
    claim = held.claim
    WAIT_SECONDS.labels(claim.type).observe(max(0.0, (claim.claimed_at - claim.asked_at).total_seconds()))

    async def begin() -> bool:
        held.begun = await asking(claims.begin(claim, now=context.now()))
        return held.begun

    try:
        job = await asking(job_of(claim, context.sealer, site_url=context.site_url, trace=context.trace))
        held.repeatable = job.type.repeatable
        async with _heartbeat(claim, context):
            held.done = await perform(job, browsers=context.browsers, begin=begin)
    except asyncio.CancelledError:
        # An orderly stop: what has not touched the account goes back; the rest is left to the lease.
        await claims.give_back(claim, now=context.now(), cause="worker stopped")
        raise
    return sealed(held.done, claim, context.sealer)


async def _settle(claim: Claim, outcome: AttemptOutcome, context: WorkerContext) -> None:
    now = context.now()
    kept = await settle(claim, outcome, now=now)
    reached(Failpoint.SETTLED)
    if kept:
        ATTEMPT_SECONDS.labels(claim.type, outcome.status).observe((now - claim.claimed_at).total_seconds())
    _log.info("attempt settled" if kept else "attempt fenced off", status=outcome.status, cause=outcome.cause)


@asynccontextmanager
async def _heartbeat(claim: Claim, context: WorkerContext) -> AsyncGenerator[None]:
    """Renew the lease while the block runs; when the claim is lost, the block is cancelled and Fenced raised."""
    work = asyncio.current_task()
    lost = False

    async def beat() -> None:
        nonlocal lost
        while await _beats(claim, now=context.now()):
            reached(Failpoint.BEATING)
            await asyncio.sleep(_BEAT)
        lost = True
        if work is not None:
            work.cancel()

    beating = asyncio.create_task(beat())
    try:
        yield
    except asyncio.CancelledError:
        if lost:
            if work is not None:
                work.uncancel()
            raise Fenced from None
        raise
    finally:
        beating.cancel()


async def _beats(claim: Claim, *, now: datetime) -> bool:
    """One heartbeat. While the database cannot be asked nobody else can take the task either: the next one tells."""
    try:
        return await claims.beat(claim, now=now)
    except AWAY as error:
        _log.warning("heartbeat not kept", error=type(error).__name__)
        return True
