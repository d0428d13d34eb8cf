"""One attempt of one task: claim it, open the account's browser, act, take the picture, settle."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime

import structlog

from executor.attempt import perform
from executor.browser.pool import BrowserPool
from executor.job import Fenced, Job
from executor.outcomes import Done
from models.accounts import records
from models.domain.errors import CannotUnseal
from models.domain.failpoints import Failpoint, reached
from models.domain.lifecycle import LoginStatus, Status
from models.domain.outcomes import AttemptOutcome, Claim, Credentials
from models.domain.task_types import TASK_TYPES
from models.messages import status_notes
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
    WAIT_SECONDS.labels(claim.type).observe(max(0.0, (claim.claimed_at - claim.asked_at).total_seconds()))
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
    try:
        job = await _job(claim, context)
    except CannotUnseal as error:
        _log.error("secret cannot be opened", error=str(error))
        sentence = (
            "The account's stored secrets cannot be opened: the sealing key has changed. Tell an admin."
        )
        await _settle(
            claim,
            AttemptOutcome(
                status=Status.UNKNOWN_ERROR,
                login_status=LoginStatus.UNKNOWN,
                result=sentence,
                cause="unsealable",
            ),
            context,
        )
        return
    try:
        async with _heartbeat(claim, context):
            done = await perform(
                job, browsers=context.browsers, begin=lambda: claims.begin(claim, now=context.now())
            )
    except asyncio.CancelledError:
        # An orderly stop: what has not touched the account goes back; the rest is left to the lease.
        await claims.give_back(claim, now=context.now(), cause="worker stopped")
        raise
    await _settle(claim, _outcome(done, claim, context), context)


async def _settle(claim: Claim, outcome: AttemptOutcome, context: WorkerContext) -> None:
    now = context.now()
    kept = await claims.settle(claim, outcome, now=now)
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
        while await claims.beat(claim, now=context.now()):
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


async def _job(claim: Claim, context: WorkerContext) -> Job:
    kind = TASK_TYPES[claim.type]
    who: Credentials = await records.credentials(claim.account_id, sealer=context.sealer)
    return Job(
        task_id=claim.task_id,
        attempt=claim.attempt,
        type=kind,
        params=claim.params,
        login=who.login,
        user_id=who.user_id,
        password=who.password,
        session=who.session,
        proxy=who.proxy,
        needs_proxy=who.needs_proxy,
        site_url=context.site_url,
        limit=kind.limit,
        trace=context.trace,
    )


def _outcome(done: Done, claim: Claim, context: WorkerContext) -> AttemptOutcome:
    outcome = done.outcome
    return AttemptOutcome(
        status=outcome.status,
        login_status=outcome.login_status,
        result=outcome.result,
        cause=outcome.cause,
        evidence=done.picture,
        session=records.seal_session(claim.account_id, done.session, sealer=context.sealer)
        if done.session
        else None,
        trace=status_notes.seal_trace(claim.task_id, claim.attempt, done.trace, sealer=context.sealer)
        if done.trace
        else None,
    )
