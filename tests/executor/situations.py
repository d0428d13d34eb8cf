"""The situations that every action is put into, and how it must end there."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.sandbox.site import Behaviour, PracticeSite
from models.lifecycle import LoginStatus, Status
from models.task_types import TASK_TYPES
from tests.executor.conftest import PASSWORD

FINE_RESULTS = {
    "check": "logged in",
    "create_page": "Page Acme Shop (ID 615204417310452)",
    "create_bm": "BM Acme (ID ",
    "authorize_bm_invitation": "Joined Globex as Employee",
}


@dataclass(frozen=True, kw_only=True)
class Situation:
    """How things stand with the account and the site, and how every action must end."""

    job: Callable[[PracticeSite], dict[str, object]] = lambda _: {}
    behaviours: tuple[Behaviour, ...] = ()
    status: Status = Status.ENDED
    login: LoginStatus = LoginStatus.LOGGED_IN
    cause: str = ""
    says: str = ""
    logins: tuple[int, int] = (0, 0)  # of one action: with the right password, with a wrong one
    types: tuple[str, ...] = tuple(TASK_TYPES)


def without_session(password: str | None) -> Callable[[PracticeSite], dict[str, object]]:
    return lambda _: {"session": None, "password": password}


def expired(password: str | None) -> Callable[[PracticeSite], dict[str, object]]:
    return lambda site: {"session": site.session_for("ana@example.com", expired=True), "password": password}


A_FEW = ("check", "create_page")

SITUATIONS = {
    "fine": Situation(),
    "by password": Situation(job=without_session(PASSWORD), logins=(1, 0), types=A_FEW),
    "expired session and a password": Situation(job=expired(PASSWORD), logins=(1, 0), types=("check",)),
    "slow": Situation(
        behaviours=(Behaviour(kind="slow", value=150),), types=("create_page", "close_notifications")
    ),
    "a dialog on every screen": Situation(
        behaviours=(Behaviour(kind="dialog", value=1),), types=("create_page",)
    ),
    "a page that comes in two parts": Situation(
        behaviours=(Behaviour(kind="torn", value=400),), types=("check",)
    ),
    "an overlay at home": Situation(
        behaviours=(Behaviour(kind="notification_dialog"),), types=("authorize_bm_invitation",)
    ),
    "one server error": Situation(
        behaviours=(Behaviour(kind="error500", path="/home", times=1),), types=("check",)
    ),
    "one broken connection": Situation(
        behaviours=(Behaviour(kind="drop", path="/home", times=1),), types=("create_bm",)
    ),
    "wrong password": Situation(
        job=without_session("battery staple"),
        login=LoginStatus.WRONG_PASSWORD,
        cause="wrong_password",
        says="wrong password: the site refused the stored password",
        logins=(0, 1),
    ),
    "unknown login": Situation(
        job=lambda _: {"login": "nobody@example.com", "session": None, "password": "x"},
        login=LoginStatus.LOGGED_OUT,
        cause="logged_out",
        says="logged out: the site knows no account with this login",
    ),
    "expired session": Situation(
        job=expired(None),
        login=LoginStatus.LOGGED_OUT,
        cause="logged_out",
        says="logged out: the session has expired and no password is stored",
    ),
    "no session": Situation(
        job=without_session(None),
        login=LoginStatus.LOGGED_OUT,
        cause="logged_out",
        says="logged out: there is no session and no password is stored",
    ),
    "checkpoint": Situation(
        job=lambda site: {"session": site.session_for("chk@example.com"), "login": "chk@example.com"},
        login=LoginStatus.CHECKPOINT,
        cause="checkpoint",
        says="checkpoint: a person must confirm the identity",
    ),
    "checkpoint after the password": Situation(
        job=lambda _: {"session": None, "password": PASSWORD, "login": "chk@example.com"},
        login=LoginStatus.CHECKPOINT,
        cause="checkpoint",
        says="checkpoint: a person must confirm the identity",
    ),
    "disabled": Situation(
        job=lambda site: {"session": site.session_for("dis@example.com"), "login": "dis@example.com"},
        login=LoginStatus.DISABLED,
        cause="disabled",
        says="disabled: the platform has disabled this account",
    ),
    "a session of another account": Situation(
        job=lambda site: {"session": site.session_for("ben@example.com")},
        status=Status.UNKNOWN_ERROR,
        login=LoginStatus.UNKNOWN,
        cause="wrong_account",
        says="The stored session belongs to another account; nothing was done.",
    ),
    "server errors": Situation(
        behaviours=(Behaviour(kind="error500", times=99),),
        types=A_FEW,
        status=Status.UNKNOWN_ERROR,
        login=LoginStatus.UNKNOWN,
        cause="site_error",
        says="The site answered 500.",
    ),
    "round in circles": Situation(
        behaviours=(Behaviour(kind="redirect_loop"),),
        types=A_FEW,
        status=Status.UNKNOWN_ERROR,
        login=LoginStatus.UNKNOWN,
        cause="redirect_loop",
        says="The site sends the browser round in circles.",
    ),
    "a site that hangs": Situation(
        behaviours=(Behaviour(kind="hang"),),
        types=A_FEW,
        status=Status.TIMED_OUT,
        login=LoginStatus.UNKNOWN,
        cause="timed_out",
        says="The site did not show what was expected in time.",
    ),
    "broken connections": Situation(
        behaviours=(Behaviour(kind="drop"),),
        types=A_FEW,
        status=Status.UNKNOWN_ERROR,
        login=LoginStatus.UNKNOWN,
        cause="site_unreachable",
        says="The site does not answer",
    ),
}
