"""How an attempt ended, as a value; and the one place that maps what went wrong to it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from playwright.async_api import Error
from playwright.async_api import TimeoutError as PlaywrightTimeout

from executor import limits
from executor.browser.net_errors import network_code, network_fault
from executor.faults import BrowserLost, Fault, LoginEnded, NotDone, ProxyFault, TimedOut, Unforeseen
from executor.job import Job
from executor.progress import Progress
from models.domain.lifecycle import LoginStatus, Status
from models.domain.outcomes import LOOK_FIRST, NOT_DONE, Evidence, ProxyAnswer
from models.domain.text import keepable

NO_PROXY = "No proxy: "
"""How the result of an attempt begins that ended as *No proxy*."""

_STATUSES: dict[type[Fault], Status] = {
    NotDone: Status.ENDED,
    LoginEnded: Status.ENDED,
    ProxyFault: Status.NO_PROXY,
    TimedOut: Status.TIMED_OUT,
}
_GONE = ("has been closed", "Target crashed", "Page crashed", "Connection closed", "Browser closed")


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """The end of one attempt, in the words the task list shows."""

    status: Status  # a final one
    login_status: LoginStatus
    result: str  # one sentence for people, at most 300 characters, no secrets
    cause: str = ""  # short code such as "proxy_unreachable"; empty when all went well
    retryable: bool = False  # nothing irreversible happened; a fresh browser may do better


@dataclass(frozen=True, kw_only=True)
class Done:
    """All that one attempt brings back."""

    outcome: Outcome
    picture: Evidence | None
    session: Mapping[str, Any] | None = field(repr=False)  # to keep; only when logged in or at a checkpoint
    trace: bytes | None = field(default=None, repr=False)  # of a try that failed, where one was asked for
    proxy: ProxyAnswer | None = None


def success(progress: Progress) -> Outcome:
    """The action's own end."""
    result = one_line(progress.result, limits.RESULT_CHARS)
    return Outcome(status=Status.ENDED, login_status=progress.login_status, result=result)


def fault_of(error: Exception, job: Job) -> Fault:
    """Translate whatever was raised during a try."""
    match error:
        case Fault():
            return error
        case TimeoutError():  # our own clock; the driver's time-outs are errors of another class
            sentence = f"The time limit of {job.limit:g} s passed."
            return TimedOut(sentence, cause="time_limit", retryable=False)
        case PlaywrightTimeout():
            return TimedOut("The site did not show what was expected in time.")
        case Error():
            return _browser_fault(error)
        case _:
            return Unforeseen(f"An unexpected error occurred ({type(error).__name__}).")


def failure(job: Job, progress: Progress, fault: Fault) -> Outcome:
    """The outcome of an attempt that ended with a fault."""
    unsettled = progress.committed and not job.type.repeatable and not isinstance(fault, NotDone)
    status = _STATUSES.get(type(fault), Status.UNKNOWN_ERROR)
    if unsettled and status is Status.ENDED:
        status = Status.UNKNOWN_ERROR
    sentence = _sentence(job, fault)
    if unsettled:
        sentence = f"{one_line(sentence, limits.RESULT_CHARS - len(LOOK_FIRST) - 1)} {LOOK_FIRST}"
    return Outcome(
        status=status,
        login_status=progress.login_status,
        result=one_line(sentence, limits.RESULT_CHARS),
        cause=fault.cause,
        retryable=fault.retryable and not unsettled,
    )


def with_note(outcome: Outcome, note: str) -> Outcome:
    """The same outcome with a few words of ours behind its sentence, which gives way to them.

    Not so what it ends with where the account must be looked at: by that it is known that it may have been done.
    """
    sentence = outcome.result.removesuffix(f" {LOOK_FIRST}")
    last = outcome.result[len(sentence) :]
    sentence = one_line(sentence, limits.RESULT_CHARS - len(note) - 3 - len(last)).rstrip(".")
    return replace(outcome, result=f"{sentence}; {note}.{last}")


def _browser_fault(error: Error) -> Fault:
    if network_code(error.message):
        return network_fault(error.message)
    if error.name == "TargetClosedError" or any(text in error.message for text in _GONE):
        return BrowserLost("The browser crashed.")
    return BrowserLost("The browser reported an error.", cause="browser_error")


def _sentence(job: Job, fault: Fault) -> str:
    match fault:
        case LoginEnded() if job.type.reports_login:
            return fault.sentence
        case NotDone() | LoginEnded():
            return f"{NOT_DONE}{fault.sentence}"
        case ProxyFault():
            return f"{NO_PROXY}{fault.sentence}"
        case _:
            return fault.sentence


def one_line(text: str, longest: int) -> str:
    """One line of at most ``longest`` characters, all of which can be kept.

    >>> one_line("Page Acme", 6)
    'Page…'
    """
    line = " ".join(keepable(text).split())
    return line if len(line) <= longest else f"{line[: longest - 1].rstrip()}…"
