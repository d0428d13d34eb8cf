"""The situations that every action is put into, and how it must end there."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.sandbox.redis import free_port
from bot.sandbox.site import Behaviour, PracticeSite
from models.domain.lifecycle import LoginStatus, Status
from models.domain.proxies import parse_proxy
from models.domain.task_types import TASK_TYPES
from tests.executor.conftest import PASSWORD, two_steps

FINE_RESULTS = {
    "check": "logged in",
    "create_page": "Page Acme Shop (ID 615204417310452)",
    "create_bm": "BM Acme (ID ",
    "authorize_bm_invitation": "Joined Globex as Employee",
}
ALL = tuple(TASK_TYPES)
A_FEW = ("check", "create_page")


@dataclass(frozen=True, kw_only=True)
class Situation:
    """How things stand with the account and the site, and how every action must end."""

    job: Callable[[PracticeSite], dict[str, object]] = lambda _: {}
    behaviours: tuple[Behaviour, ...] = ()
    status: Status = Status.ENDED
    login: LoginStatus = LoginStatus.LOGGED_IN
    cause: str = ""
    says: str = ""
    named: str = ""  # as docs/outcomes.md calls it
    killed: bool = False  # the browser, in the middle
    logins: tuple[int, int] = (0, 0)  # of one action: with the right password, with a wrong one
    types: tuple[str, ...] = ALL


def without_session(password: str | None) -> Callable[[PracticeSite], dict[str, object]]:
    return lambda _: {"session": None, "password": password}


def expired(password: str | None) -> Callable[[PracticeSite], dict[str, object]]:
    return lambda site: {"session": site.session_for("ana@example.com", expired=True), "password": password}


def codes_locked(site: PracticeSite) -> dict[str, object]:
    kim = site.state.books.members["kim@example.com"]
    for _ in range(kim.bad_codes):
        site.state.books.codes.judge(kim, "no code")
    return two_steps()


MIDDLES = {
    "/pages/create/category": "create_page",
    "/notifications": "close_notifications",
    "/business/create": "create_bm",
    "/invitations/GOOD": "authorize_bm_invitation",
}
"""A screen in the middle of each action that has one."""


SITUATIONS = {
    "fine": Situation(named="all is well"),
    "by password": Situation(job=without_session(PASSWORD), logins=(1, 0), types=A_FEW),
    "expired session and a password": Situation(job=expired(PASSWORD), logins=(1, 0), types=("check",)),
    "slow": Situation(
        behaviours=(Behaviour(kind="slow", value=150),), types=("create_page", "close_notifications")
    ),
    "a dialog on every screen": Situation(
        behaviours=(Behaviour(kind="dialog", value=1),), named="a dialog of the page lies over every screen"
    ),
    "a browser that is killed": Situation(
        types=A_FEW,
        job=lambda _: {"limit": 60.0},
        behaviours=(Behaviour(kind="slow", path="/home", value=600),),
        killed=True,
        named="the browser dies before anything was done: once more, in a fresh one",
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
        named="the site refuses the stored password",
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
        named="the session has expired, and no password is stored",
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
        named="the account meets a checkpoint",
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
    "a code after the password": Situation(
        named="the site asks for a one-time code, and `totp` is stored",
        job=lambda _: two_steps(),
        types=("check",),
    ),
    "a code and no secret": Situation(
        named="the site asks for a one-time code, and no `totp` is stored",
        job=lambda _: two_steps(None),
        login=LoginStatus.CHECKPOINT,
        cause="code_wanted",
        says="checkpoint: the site asks for a one-time code, and no totp is stored",
    ),
    "a code of the wrong secret": Situation(
        named="the site refuses the code of the stored `totp`",
        job=lambda _: two_steps("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"),
        types=("check",),
        login=LoginStatus.CHECKPOINT,
        cause="wrong_code",
        says="checkpoint: wrong code: the site refused the code of the stored totp",
    ),
    "codes are locked": Situation(
        named="the site takes no more codes after too many wrong ones",
        job=codes_locked,
        types=("check",),
        login=LoginStatus.CHECKPOINT,
        cause="codes_locked",
        says="checkpoint: the site takes no code for now: too many were wrong",
    ),
    "disabled": Situation(
        named="the platform has disabled the account",
        job=lambda site: {"session": site.session_for("dis@example.com"), "login": "dis@example.com"},
        login=LoginStatus.DISABLED,
        cause="disabled",
        says="disabled: the platform has disabled this account",
    ),
    "a session of another account": Situation(
        named="the stored session is another account's",
        job=lambda site: {"session": site.session_for("ben@example.com")},
        status=Status.UNKNOWN_ERROR,
        login=LoginStatus.UNKNOWN,
        cause="wrong_account",
        says="The stored session belongs to another account; nothing was done.",
    ),
    "server errors": Situation(
        named="the site answers with a server error, twice",
        behaviours=(Behaviour(kind="error500", times=99),),
        types=A_FEW,
        status=Status.UNKNOWN_ERROR,
        login=LoginStatus.UNKNOWN,
        cause="site_error",
        says="The site answered 500.",
    ),
    "server errors in the middle": Situation(
        behaviours=tuple(Behaviour(kind="error500", path=path, times=99) for path in MIDDLES),
        types=tuple(MIDDLES.values()),
        status=Status.UNKNOWN_ERROR,
        cause="site_error",
        says="The site answered 500.",
        named="the same in the middle of a form, before the step that stays",
    ),
    "an endless script": Situation(
        job=lambda _: {"limit": 5.0},
        behaviours=tuple(Behaviour(kind="endless_script", path=path) for path in MIDDLES),
        types=("create_bm", "authorize_bm_invitation"),  # the others: below, and in a test of the picture
        status=Status.TIMED_OUT,
        cause="time_limit",
        says="The time limit of 5 s passed.",
        named="a script of the page never ends",
    ),
    "an endless script that holds up the next page": Situation(
        behaviours=(Behaviour(kind="endless_script", path="/pages/create/category"),),
        types=("create_page",),
        status=Status.TIMED_OUT,
        cause="timed_out",
        says="The site did not show what was expected in time.",
    ),
    "no proxy": Situation(
        job=lambda _: {"needs_proxy": True},
        status=Status.NO_PROXY,
        login=LoginStatus.UNKNOWN,
        cause="no_proxy_assigned",
        says="No proxy: the account needs one and has none.",
        named="the account needs a proxy and has none",
    ),
    "a dead proxy": Situation(
        job=lambda _: {"proxy": parse_proxy(f"http://127.0.0.1:{free_port()}")},
        status=Status.NO_PROXY,
        login=LoginStatus.UNKNOWN,
        cause="proxy_unreachable",
        says="cannot be reached",
        named="its proxy is dead, refuses, or wants another password",
    ),
    "round in circles": Situation(
        behaviours=(Behaviour(kind="redirect_loop"),),
        types=A_FEW,
        status=Status.UNKNOWN_ERROR,
        login=LoginStatus.UNKNOWN,
        cause="redirect_loop",
        says="The site redirects in a loop.",
    ),
    "a site that hangs": Situation(
        named="the site is slower than the limit, or hangs",
        behaviours=(Behaviour(kind="hang"),),
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
