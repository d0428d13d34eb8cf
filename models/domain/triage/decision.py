"""The one place that decides what came of an attempt. Pure."""

from models.domain.lifecycle import OVER, LoginStatus, Status
from models.domain.outcomes import LOOK_FIRST, LOOK_LOST, NOT_DONE
from models.domain.triage.causes import CAUSES, MAY_BE_MADE, NOT_KEPT, OTHER
from models.domain.triage.outcome import Outcome

OF_LOGINS = {
    LoginStatus.WRONG_PASSWORD: Outcome.PERSON,
    LoginStatus.CHECKPOINT: Outcome.PERSON,
    LoginStatus.DISABLED: Outcome.PERSON,
    LoginStatus.LOGGED_OUT: Outcome.FIX,
}
"""Of an attempt that met the account so, where its cause does not say more."""
OF_STATUSES = {
    Status.UNKNOWN_ERROR: Outcome.RETRY,
    Status.TIMED_OUT: Outcome.RETRY,
    Status.NO_PROXY: Outcome.FIX,
}
"""Of an attempt that ended so, where neither its cause nor the login says more."""
_FILED = {
    Status.UNKNOWN_ERROR: "unforeseen",
    Status.TIMED_OUT: "timed_out",
    Status.NO_PROXY: "proxy_unreachable",
    Status.ENDED: "not_done",
}
"""What a failure is filed under where neither its cause nor the login says more."""
LOOKS = (LOOK_FIRST, LOOK_LOST)
"""What a result says when the one step may have been taken that must not be taken twice."""


def outcome_of(status: Status, login: LoginStatus, cause: str, result: str) -> Outcome | None:
    """What came of an attempt that ended so; None while it is not over, and for a cancelled one."""
    if status not in OVER or status is Status.CANCELED:
        return None
    if status is not Status.ENDED and asks_to_look(result):
        return Outcome.PERSON
    if cause in CAUSES and cause != NOT_KEPT:
        return CAUSES[cause].outcome
    return OF_LOGINS.get(login) or OF_STATUSES.get(status) or _of_an_end(cause, result)


def cause_of(status: Status, login: LoginStatus, cause: str, result: str) -> str:
    """What an attempt that failed is filed under: a code of ``CAUSES`` with the very outcome; empty where none failed."""
    outcome = outcome_of(status, login, cause, result)
    if outcome is None or outcome is Outcome.DONE:
        return ""
    if failed_in_doubt(status, result):
        return MAY_BE_MADE
    fits = (code for code in (cause, login.value, _FILED[status]) if code in CAUSES)
    return next((code for code in fits if CAUSES[code].outcome is outcome), OTHER)


def failed_in_doubt(status: Status, result: str) -> bool:
    """Whether an attempt failed after its step may have been taken: then that is what its failure is filed under."""
    return status is not Status.ENDED and asks_to_look(result)


def may_be_made(status: Status, outcome: Outcome | None, result: str) -> bool:
    """Whether what a task was to make may be there: it was made, or nobody knows whether it was."""
    if outcome is None:  # one that a process from before outcomes ended
        return status is Status.ENDED and not result.startswith(NOT_DONE)
    return outcome is Outcome.DONE or asks_to_look(result)


def asks_to_look(result: str) -> bool:
    """Whether a result says that the account must be looked at before the task runs again."""
    return any(look in result for look in LOOKS)


def _of_an_end(cause: str, result: str) -> Outcome:
    """Of an attempt that came to its own end."""
    if result.startswith(NOT_DONE):
        return Outcome.NEVER
    return Outcome.DONE if cause in {"", NOT_KEPT} else Outcome.PERSON  # nobody knows what it means
