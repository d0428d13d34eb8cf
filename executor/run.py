"""One attempt of one task, as a sentence: claim it, open the account's browser, act, take the picture, settle."""

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
    """What a worker works with."""

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
    held = await claims.claim(task_id, worker=context.worker, now=context.now())
    if held is None:
        return False
    reached(Failpoint.CLAIMED)
    WAIT_SECONDS.labels(held.type).observe(max(0.0, (held.claimed_at - held.asked_at).total_seconds()))
    with structlog.contextvars.bound_contextvars(task=held.task_id, attempt=held.attempt, fence=held.fence):
        try:
            await _perform_and_settle(held, context)
        except Fenced:
            _log.warning("claim lost", worker=context.worker)
        await context.notify(await next_waiting(held.account_id))
    return True


async def _perform_and_settle(held: Claim, context: WorkerContext) -> None:
    try:
        job = await _job(held, context)
    except CannotUnseal as error:
        _log.error("secret cannot be opened", error=str(error))
        sentence = (
            "The account's stored secrets cannot be opened: the sealing key has changed. Tell an admin."
        )
        await _settle(
            held,
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
        async with _heartbeat(held, context):
            done = await perform(
                job, browsers=context.browsers, begin=lambda: claims.begin(held, now=context.now())
            )
    except asyncio.CancelledError:
        # An orderly stop: what has not touched the account goes back; the rest is left to the lease.
        await claims.give_back(held, now=context.now(), cause="worker stopped")
        raise
    await _settle(held, _outcome(done, held, context), context)


async def _settle(held: Claim, ending: AttemptOutcome, context: WorkerContext) -> None:
    now = context.now()
    kept = await claims.settle(held, ending, now=now)
    reached(Failpoint.SETTLED)
    if kept:
        ATTEMPT_SECONDS.labels(held.type, ending.status).observe((now - held.claimed_at).total_seconds())
    _log.info("attempt settled" if kept else "attempt fenced off", status=ending.status, cause=ending.cause)


@asynccontextmanager
async def _heartbeat(held: Claim, context: WorkerContext) -> AsyncGenerator[None]:
    """Renew the lease while the block runs; when the claim is lost, the block is cancelled and Fenced raised."""
    work = asyncio.current_task()
    lost = False

    async def beat() -> None:
        nonlocal lost
        while await claims.beat(held, now=context.now()):
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


async def _job(held: Claim, context: WorkerContext) -> Job:
    kind = TASK_TYPES[held.type]
    who: Credentials = await records.credentials(held.account_id, sealer=context.sealer)
    return Job(
        task_id=held.task_id,
        attempt=held.attempt,
        type=kind,
        params=held.params,
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


def _outcome(done: Done, held: Claim, context: WorkerContext) -> AttemptOutcome:
    said = done.outcome
    return AttemptOutcome(
        status=said.status,
        login_status=said.login_status,
        result=said.result,
        cause=said.cause,
        evidence=done.picture,
        session=records.seal_session(held.account_id, done.session, sealer=context.sealer)
        if done.session
        else None,
        trace=status_notes.seal_trace(held.task_id, held.attempt, done.trace, sealer=context.sealer)
        if done.trace
        else None,
    )
