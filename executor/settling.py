"""Between a claimed row and a settled one: the job is read from the database, and its end is written in a form that can be kept."""

from collections.abc import Awaitable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

import structlog

from executor import limits
from executor.faults import Fault, Unforeseen
from executor.job import DatabaseAway, Job, SecondStep
from executor.outcomes import Done, Outcome, one_line
from executor.redaction.safe_traceback import safe_traceback
from executor.sitemap.loading import practice
from executor.sitemap.site import SiteMap
from models.accounts import code_windows, records
from models.batches import following
from models.database import is_outage
from models.domain.errors import CannotUnseal
from models.domain.lifecycle import LoginStatus, Status
from models.domain.one_time_codes import parse_totp
from models.domain.outcomes import LOOK_FIRST, AttemptOutcome, Claim, Credentials
from models.domain.task_types import TASK_TYPES
from models.messages import status_notes
from models.secrets.sealing import Sealer
from models.tasks import claims

T = TypeVar("T")
_KEY_CHANGED = (
    "The account's stored secrets cannot be decrypted: the encryption key has changed. Tell an admin."
)
_UNREADABLE = "The account's stored secrets cannot be read ({}). Import the account again."
_CLOCK_AHEAD = (
    "The clock of the worker's machine is ahead of the database's: no one-time code was typed. "
    "Set the clock, then re-execute."
)
_NOT_KEPT = "The result could not be kept ({}). The log has the details."
_log = structlog.get_logger(__name__)


@dataclass
class Held:
    """A claimed task, and how far it has come: what must be known when something breaks."""

    claim: Claim
    repeatable: bool = False  # until its type is known, nothing says that it may be done twice
    begun: bool = False  # the account may have been touched
    done: Done | None = None

    def ending_after(self, error: Exception) -> AttemptOutcome:
        """The end of a task that failed outside of its action."""
        if self.done is not None:  # what was done was done: only what cannot be kept is left out
            return replace(_plain(self.done.outcome), cause=self.done.outcome.cause or "not_kept")
        fault = error if isinstance(error, Fault) else _unforeseen(error)
        look = f" {LOOK_FIRST}" if self.begun and not self.repeatable else ""
        return AttemptOutcome(
            status=Status.UNKNOWN_ERROR,
            login_status=LoginStatus.UNKNOWN,
            result=one_line(fault.sentence, limits.RESULT_CHARS - len(look)) + look,
            cause=fault.cause,
        )


async def asking(work: Awaitable[T]) -> T:
    """Await what asks the database; raise DatabaseAway when it cannot be asked."""
    try:
        return await work
    except Exception as error:
        if is_outage(error):
            raise DatabaseAway from error
        raise


async def job_of(
    claim: Claim, sealer: Sealer, *, site_url: str, trace: bool, site_map: SiteMap | None = None
) -> Job:
    """All that must be known to do a task. Raise Fault when what is stored makes no job."""
    kind = TASK_TYPES.get(claim.type)
    if kind is None:
        sentence = f"This worker does not know the task type {claim.type!r}. Update it, then re-execute."
        raise Unforeseen(sentence, cause="unknown_type")
    missing = [parameter.label for parameter in kind.parameters if parameter.name not in claim.params]
    if missing:
        sentence = f"The task has no value for {', '.join(missing)}. Create it again."
        raise Unforeseen(sentence, cause="bad_parameters")
    who = await _credentials(claim.account_id, sealer)
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
        proxy_id=who.proxy_id,
        site_url=site_url,
        site_map=site_map or practice(),
        limit=kind.limit,
        trace=trace,
        second_step=_second_step(claim.account_id, who),
    )


def sealed(done: Done, claim: Claim, sealer: Sealer) -> AttemptOutcome:
    """What an attempt came to, as the database keeps it."""
    session, trace = done.session, done.trace
    return replace(
        _plain(done.outcome),
        proxy=done.proxy,
        evidence=done.picture,
        session=records.seal_session(claim.account_id, session, sealer=sealer) if session else None,
        trace=status_notes.seal_trace(claim.task_id, claim.attempt, trace, sealer=sealer) if trace else None,
    )


async def settle(
    claim: Claim, outcome: AttemptOutcome, *, now: datetime, ask: following.Ask | None = None
) -> bool:
    """Write the end, with what follows on it. What the database refuses is written without picture, session, trace and
    what follows, at last as a bare failure.

    ``ask``: who asked for what follows. False: the claim was no longer ours. Raises DatabaseAway.
    """
    for write in (
        lambda: following.settle(claim, outcome, ask=ask, now=now),
        lambda: claims.settle(claim, _smaller(outcome), now=now),
    ):
        try:
            return await asking(write())
        except DatabaseAway:
            raise
        except Exception as error:  # noqa: BLE001 - a task that is not settled is done again and again
            _log.error("end not kept", traceback=safe_traceback(error), kind=type(error).__name__)
            refused = type(error).__name__
    return await asking(claims.settle(claim, _bare(outcome, refused), now=now))


def _smaller(outcome: AttemptOutcome) -> AttemptOutcome:
    return replace(outcome, evidence=None, session=None, trace=None, cause=outcome.cause or "not_kept")


def _bare(outcome: AttemptOutcome, refused: str) -> AttemptOutcome:
    """A failure without any of the outcome's own texts. Nobody can tell from it what was done, so somebody must look."""
    return AttemptOutcome(
        status=outcome.status if outcome.status is not Status.ENDED else Status.UNKNOWN_ERROR,
        login_status=outcome.login_status,
        result=f"{_NOT_KEPT.format(refused)} {LOOK_FIRST}",
        cause="not_kept",
    )


def _plain(outcome: Outcome) -> AttemptOutcome:
    return AttemptOutcome(
        status=outcome.status,
        login_status=outcome.login_status,
        result=outcome.result,
        cause=outcome.cause,
    )


async def _credentials(account_id: int, sealer: Sealer) -> Credentials:
    try:
        return await records.credentials(account_id, sealer=sealer)
    except CannotUnseal as error:
        _log.error("secret cannot be opened", error=str(error))
        raise Unforeseen(_KEY_CHANGED, cause="unsealable") from error
    except ValueError as error:
        raise Unforeseen(_UNREADABLE.format(type(error).__name__), cause="unreadable") from error


def _second_step(account_id: int, who: Credentials) -> SecondStep | None:
    if not who.totp:
        return None
    try:
        codes = parse_totp(who.totp)
    except ValueError as error:
        raise Unforeseen(_UNREADABLE.format(type(error).__name__), cause="unreadable") from error

    async def take_window(window: int) -> bool:
        if await asking(code_windows.take_window(account_id, window, period=codes.period)):
            return True
        if await asking(code_windows.is_ahead(window, period=codes.period)):
            raise Unforeseen(_CLOCK_AHEAD, cause="clock_ahead")
        return False

    return SecondStep(codes=codes, take_window=take_window)


def _unforeseen(error: Exception) -> Fault:
    return Unforeseen(f"An unexpected error occurred ({type(error).__name__}).")
