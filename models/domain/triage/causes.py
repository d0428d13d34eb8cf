"""Every cause that an attempt may end with: by whose hand the task can go on, what helps, and what to do. Pure.

The code of a cause stands beside an attempt's status. A new one belongs here first: a test holds this table against the code.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from models.domain.triage.outcome import Outcome


class Remedy(StrEnum):
    """What helps where an attempt ended so; buttons are made of it."""

    RE_EXECUTE = "re_execute"
    NEW_PASSWORD = "new_password"  # noqa: S105 - a remedy, not a password
    NEW_SESSION = "new_session"
    PROXY = "proxy"  # another one, or this one mended
    HAND_OVER = "hand_over"  # a person signs in, or gives a code
    MEND_PARAMETERS = "mend_parameters"  # the task gets others and runs again
    LOOK = "look"  # at the account, before anything is done twice
    NONE = "none"  # nothing that Bellhop can offer


@dataclass(frozen=True, kw_only=True)
class Cause:
    """One cause. ``advice`` is a sentence for people: what to do."""

    code: str
    outcome: Outcome
    remedy: Remedy
    advice: str


NOT_KEPT = "not_kept"  # what came of it could not be kept whole; whether it was done, the rest says
WORKER_LOST = "worker_lost"
MAY_BE_MADE = "may_be_made"  # filed under, whatever ended it: the one step may have been taken
OTHER = "other"  # filed under: a cause that this version does not know
_AGAIN = "Re-execute it."
_LATER = "Re-execute it later."
_SITE = "The site is in trouble. Re-execute it later."
_SCREEN = "The site shows something unexpected. Look at the picture, then re-execute it."
_BROWSER = "Re-execute it. If this goes on, look at the worker."
_START = "The worker cannot start its browser. Look at the worker, then re-execute it."
_CODE = "Sign in by hand, or store the right one-time code key."


def _rows(outcome: Outcome, remedy: Remedy, **advice: str) -> Iterator[Cause]:
    for code, sentence in advice.items():
        yield Cause(code=code, outcome=outcome, remedy=remedy, advice=sentence)


CAUSES: dict[str, Cause] = {
    cause.code: cause
    for rows in (
        _rows(
            Outcome.RETRY,
            Remedy.RE_EXECUTE,
            site_error=_SITE,
            site_unreachable="The site does not answer. Re-execute it later.",
            site_refused="The site refuses requests for now. Re-execute it later.",
            redirect_loop=_SITE,
            led_away=_SITE,
            network=_LATER,
            connection_lost=_AGAIN,
            unsteady_screen=_SCREEN,
            long_list="The account has too many entries with that name. Delete some, then re-execute it.",
            not_saved="The site did not keep the change. Re-execute it.",
            not_joined="The site did not add the account. Re-execute it.",
            unreadable_invitation=_SCREEN,
            timed_out=_LATER,
            time_limit=_LATER,
            code_late="The one-time code came too late. Re-execute it.",
            code_used="The one-time code was just used. Re-execute it.",
            browser_crashed=_BROWSER,
            browser_error=_BROWSER,
            browser_start_failed=_START,
            driver_failed=_START,
            evidence_missing="It was done, but there is no picture. Look at the account, or re-execute it.",
            lease_over=_AGAIN,
            worker_lost="The worker stopped. Look at the workers, then re-execute it.",
            unforeseen="Look at the worker's log, then re-execute it.",
            fault="Look at the worker's log, then re-execute it.",
            not_kept="Look at the worker's log, then re-execute it.",
        ),
        _rows(Outcome.PERSON, Remedy.NEW_PASSWORD, wrong_password="Store the right password."),  # noqa: S106
        _rows(
            Outcome.PERSON,
            Remedy.HAND_OVER,
            checkpoint="Sign in by hand and confirm the identity.",
            code_wanted=_CODE,
            wrong_code=_CODE,
            code_refused=_CODE,
            codes_locked="The site takes no codes for now. Wait, then sign in by hand.",
            disabled="The platform has disabled the account. Appeal there, or remove the account.",
        ),
        _rows(
            Outcome.PERSON,
            Remedy.LOOK,
            account_unclear="Look at the account: the site does not show who is logged in.",
            may_be_made="Look at the account before you re-execute it: it may have been done.",
            other="Read the result, then look at the account.",
        ),
        _rows(
            Outcome.FIX,
            Remedy.PROXY,
            no_proxy_assigned="Give the account a proxy.",
            proxy_unreachable="Start the proxy, or set another one.",
            proxy_timeout="Start the proxy, or set another one.",
            proxy_closed="Look at the proxy's log, or set another one.",
            proxy_auth="Set the proxy's right user name and password.",
            proxy_refused="Let the proxy connect to the site, or set another one.",
            proxy_wrong_kind="Set the proxy's right URL.",
            proxy_unusable="Set the proxy's right address.",
        ),
        _rows(
            Outcome.FIX,
            Remedy.NEW_SESSION,
            logged_out="Store a new session or a password.",
            login="Store a new session or a password.",
            wrong_account="Store this account's own session: the stored one belongs to another.",
            unreadable="Import the account again.",
        ),
        _rows(
            Outcome.FIX,
            Remedy.MEND_PARAMETERS,
            bad_parameters="Edit the task: fill in all its parameters.",
            wrong_link="Edit the task: paste the right invitation link.",
            invitation_invalid="Ask for a new invitation, then edit the task: paste its link.",
        ),
        _rows(
            Outcome.FIX,
            Remedy.RE_EXECUTE,
            unknown_type="Update the workers, then re-execute it.",
            not_mapped="Add this type of task to the site map, then re-execute it.",
            clock_ahead="Set the worker's clock, then re-execute it.",
            unsealable="Tell an admin: the encryption key has changed.",
        ),
        _rows(
            Outcome.FIX,
            Remedy.NONE,
            email_wanted="The site asks for a work e-mail address. Use an account whose login is one.",
        ),
        _rows(Outcome.NEVER, Remedy.NONE, not_done="The site refused. Read its answer before you try again."),
    )
    for cause in rows
}
