"""One attempt of one task: claim it, open the account's browser, act, take the picture, settle."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime

import structlog

from executor.attempt import perform
from executor.browser.pool import BrowserPool
from executor.job import DatabaseAway, Fenced, LetGo
from executor.redaction.safe_traceback import safe_traceback
from executor.second_step import AskedPerson
from executor.settling import Held, asking, job_of, sealed, settle
from executor.sitemap.loading import practice
from executor.sitemap.site import SiteMap
from models.batches.following import Ask
from models.domain.errors import LeaseLost
from models.domain.failpoints import Failpoint, reached
from models.domain.outcomes import AttemptOutcome, Claim
from models.leases import Lease, steady
from models.monitoring.metrics import ATTEMPT_SECONDS, PROXY_BYTES, WAIT_SECONDS
from models.ranks.levels import Turns
from models.secrets.sealing import Sealer
from models.tasks import claims
from models.tasks.queries import next_waiting

_BEAT = claims.LEASE.total_seconds() / 4  # two may be lost: one before the end of the lease the work ends
_log = structlog.get_logger()


@dataclass(frozen=True, kw_only=True)
class WorkerContext:
    """What the jobs of a worker share."""

    browsers: BrowserPool
    sealer: Sealer
    site_url: str
    site_map: SiteMap = field(default_factory=practice)  # how that site is used
    trace: bool = False  # keep the record of every attempt that failed
    worker: str  # names this process in the task's history
    notify: Callable[[Sequence[int]], Awaitable[None]]
    now: Callable[[], datetime]
    turns: Turns = field(default_factory=Turns)
    ask: Ask | None = None  # who somebody is, where this process knows Slack
    code_places: asyncio.Semaphore = field(
        default_factory=lambda: asyncio.Semaphore(1)
    )  # jobs that wait for a code at once


async def run_task(task_id: int, context: WorkerContext) -> bool:
    """Perform one waiting task: the one whose turn it is, since a message only says that some wait.

    False: there was none to do, which is no error.
    """
    reached(Failpoint.HEARD)
    since = steady()
    claim = await claims.claim_next(task_id, context.turns.now(), worker=context.worker, now=context.now())
    if claim is None:
        return False
    context.turns.took(claim.rank)
    reached(Failpoint.CLAIMED)
    with structlog.contextvars.bound_contextvars(
        task=claim.task_id, attempt=claim.attempt, fence=claim.fence
    ):
        try:
            await _perform_and_settle(claim, _lease(claim, context, since=since), context)
        except Fenced:
            _log.warning("claim lost", worker=context.worker)
        await context.notify(await next_waiting(claim.account_id, now=context.now()))
    return True


async def _perform_and_settle(claim: Claim, lease: Lease, context: WorkerContext) -> None:
    """Whatever happens between the claim and the end settles the task, with its cause.

    But for three things: the claim was lost (Fenced), the worker is stopped, or the database cannot be asked, or could
    not until one beat before the end of the lease. Then the lease decides.
    """
    held = Held(claim)
    try:
        ending = await _ending(held, lease, context)
    except LetGo:
        raise
    except Exception as error:  # noqa: BLE001 - the one place: nothing else would settle the task
        _log.error("attempt failed", traceback=safe_traceback(error), kind=type(error).__name__)
        ending = held.ending_after(error)
    await _settle(claim, ending, context)


async def _ending(held: Held, lease: Lease, context: WorkerContext) -> AttemptOutcome:
    claim = held.claim
    WAIT_SECONDS.labels(claim.type).observe(max(0.0, (claim.claimed_at - claim.asked_at).total_seconds()))

    async def begin() -> bool:
        asked_at = steady()
        held.begun = await asking(claims.begin(claim, now=context.now()))
        if held.begun:
            lease.renewed(asked_at)
        if held.begun and lease.left <= 0:  # the answer came too late
            raise DatabaseAway
        return held.begun

    async def confirm() -> None:
        try:
            await lease.confirm()
        except LeaseLost:
            raise _let_go(lease) from None

    try:
        job = await asking(
            job_of(
                claim,
                context.sealer,
                site_url=context.site_url,
                trace=context.trace,
                site_map=context.site_map,
            )
        )
        held.repeatable = job.type.repeatable
        desk = AskedPerson(claim, sealer=context.sealer, places=context.code_places, now=context.now)
        job = replace(job, confirm=confirm, is_ours=lambda: lease.left > 0, desk=desk)
        async with _heartbeat(lease):
            held.done = await perform(job, browsers=context.browsers, begin=begin)
    except asyncio.CancelledError:
        # An orderly stop: what has not touched the account goes back; the rest is left to the lease.
        await claims.give_back(claim, now=context.now(), cause="worker stopped")
        raise
    return sealed(held.done, claim, context.sealer)


async def _settle(claim: Claim, outcome: AttemptOutcome, context: WorkerContext) -> None:
    now = context.now()
    kept = await settle(claim, outcome, now=now, ask=context.ask)
    reached(Failpoint.SETTLED)
    if kept:
        ATTEMPT_SECONDS.labels(claim.type, outcome.status).observe((now - claim.claimed_at).total_seconds())
    if outcome.proxy:
        PROXY_BYTES.labels(claim.type).inc(outcome.proxy.traffic)
    _log.info("attempt settled" if kept else "attempt fenced off", status=outcome.status, cause=outcome.cause)


@asynccontextmanager
async def _heartbeat(lease: Lease) -> AsyncGenerator[None]:
    """Renew the lease while the block runs; as soon as it may not be ours the block is cancelled. Raise LetGo then."""
    try:
        async with lease.kept():
            yield
    except LeaseLost:
        raise _let_go(lease) from None


def _lease(claim: Claim, context: WorkerContext, *, since: float) -> Lease:
    async def renew() -> bool:
        is_ours = await claims.beat(claim, now=context.now())
        if is_ours:
            reached(Failpoint.BEATING)
        return is_ours

    return Lease(renew, lasting=claims.LEASE, beat=_BEAT, since=since)


def _let_go(lease: Lease) -> LetGo:
    return Fenced() if lease.taken else DatabaseAway()
