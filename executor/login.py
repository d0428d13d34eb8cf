"""Getting an account inside: by its session, else once by its password, and a code where one is asked for.

Nothing here answers a checkpoint.
"""

from executor import limits, login_screens, second_step
from executor.browser.finding import is_said
from executor.faults import LoginEnded, WrongAccount
from executor.job import Job
from executor.login_screens import login_ended
from executor.visit import Visit
from executor.walk.login_form import LoginForm, ShownAccount
from models.domain.lifecycle import LoginStatus
from models.domain.text import login_key

_BY_SESSION = "The stored session belongs to another account; nothing was done."
_BY_PASSWORD = "The stored login and password belong to another account; nothing was done."  # noqa: S105 - a sentence
_UNCLEAR = "The site does not show clearly which account is logged in; nothing was done."


async def enter(visit: Visit) -> None:
    """Return when the account itself is inside; LoginEnded or WrongAccount when it is not."""
    await _enter(visit)
    await _confirm_identity(visit)
    visit.progress.login_status = LoginStatus.LOGGED_IN


async def _enter(visit: Visit) -> None:
    form = LoginForm(visit)
    try:
        await visit.open(visit.site.home, form.badge)
    except LoginEnded as end:
        if login_screens.is_final(end):
            raise
        if end.cause != login_screens.CODE_WANTED:
            await _log_in(visit, form)
        if await second_step.is_wanted(visit):
            await second_step.give_code(visit, form.badge)
        await _keep_session(visit)


async def _log_in(visit: Visit, form: LoginForm) -> None:
    job, progress = visit.job, visit.progress
    if not job.password:
        reason = "the session has expired" if job.session else "there is no session"
        raise login_ended(LoginStatus.LOGGED_OUT, f"{reason} and no password is stored")
    if progress.password_sent and progress.first_fault:
        raise progress.first_fault
    await visit.job.confirm()  # of two workers, the second one's wrong password could lock the account
    progress.password_sent = True
    refusal = await form.submit(job.login, job.password)
    if refusal:
        raise _refused(refusal, visit)


async def _keep_session(visit: Visit) -> None:
    """A lost browser must not cost a second log-in."""
    visit.progress.session = await visit.tab.state()
    visit.tab.private.redactor.learn(visit.progress.session)


def _refused(refusal: str, visit: Visit) -> LoginEnded:
    told = visit.site.login
    if is_said(told.wrong_password, refusal):
        return login_ended(LoginStatus.WRONG_PASSWORD, "the site refused the stored password")
    if told.unknown_login and is_said(told.unknown_login, refusal):
        return login_ended(LoginStatus.LOGGED_OUT, "the site knows no account with this login")
    return login_ended(
        LoginStatus.LOGGED_OUT, f"the site said: {visit.words(refusal)}"[: limits.RESULT_CHARS // 2]
    )


async def _confirm_identity(visit: Visit) -> None:
    """A session may have been stored with the wrong account; nothing is done in another one's name."""
    shown = None
    for _ in range(limits.IDENTITY_LOOKS):  # the next screen may come while this one is read
        await visit.until_whole()  # the badge shows before the last of its text has come
        shown = await LoginForm(visit).shown_account()
        if shown is not None:
            break
    ours = None if shown is None else _is_ours(shown, visit.job)
    if ours:
        return
    visit.progress.session = visit.job.session  # what a log-in has brought is not kept with this account
    if ours is None:
        raise WrongAccount(_UNCLEAR, cause="account_unclear")
    raise WrongAccount(_BY_PASSWORD if visit.progress.password_sent else _BY_SESSION)


def _is_ours(shown: ShownAccount, job: Job) -> bool | None:
    """By the user id where it is known; else by the login, which may be written as a user id. None: neither is to be compared."""
    if job.user_id and shown.user_id:
        return shown.user_id == job.user_id
    if login_key(job.login) in filter(None, (login_key(shown.login), shown.user_id)):
        return True
    return False if shown.login else None
