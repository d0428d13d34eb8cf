"""The second step of a log-in: a one-time code, typed once, of a window of which nobody has used one."""

import asyncio
import time

import structlog
from playwright.async_api import Locator

from executor import limits, sitemap
from executor.faults import LoginEnded, TimedOut
from executor.job import SecondStep
from executor.login_screens import CODE_WANTED, login_ended
from executor.pages.code_form import CodeForm
from executor.visit import Visit
from models.domain.lifecycle import LoginStatus

log = structlog.get_logger(__name__)


async def is_wanted(visit: Visit) -> bool:
    """Whether the page asks for a code."""
    return bool(await CodeForm(visit).field.count())


async def give_code(visit: Visit, *inside: Locator) -> None:
    """Give the site its code and return when one of ``inside`` shows; LoginEnded when it is not let in."""
    step, form, progress = visit.job.second_step, CodeForm(visit), visit.progress
    if step is None:
        raise login_ended(
            LoginStatus.CHECKPOINT,
            "the site asks for a one-time code, and no totp is stored",
            cause=CODE_WANTED,
        )
    if progress.code_sent and progress.first_fault:
        raise progress.first_fault
    if sitemap.CODES_LOCKED in await form.shown_refusal():
        raise _refused(sitemap.CODES_LOCKED, visit)
    window = await _type_code(step, form, visit)
    refusal = await form.send(*inside)
    if sitemap.CODE_REFUSED in refusal and not _is_open(step, window):
        raise _late("The site refused the one-time code, and the code's time was over by then.")
    if refusal:
        raise _refused(refusal, visit)


async def _type_code(step: SecondStep, form: CodeForm, visit: Visit) -> int:
    """Type a code and return its window, which is still open: until it is sent, a later code takes its place."""
    for _ in range(limits.CODE_TRIES):
        window = await _fresh_window(step, visit)
        code = step.codes.code(window)
        visit.tab.private.redactor.learn_code(code)
        visit.progress.code_sent = True  # some sites send it with its last digit
        await form.type(code)
        if _is_open(step, window):
            return window
        log.warning("code_too_late", task_id=visit.job.task_id)
    raise _late("The time of the one-time code was over before Bellhop could send it.")


def _is_open(step: SecondStep, window: int) -> bool:
    return step.codes.window(time.time()) == window


def _late(sentence: str) -> TimedOut:
    """The worker, the browser or the site was slow; the code of the stored totp may be right."""
    return TimedOut(sentence, cause="code_late", retryable=False)


async def _fresh_window(step: SecondStep, visit: Visit) -> int:
    """The window that is open, or the next one where this one was used or is nearly over."""
    codes = step.codes
    while True:
        now = time.time()
        window = codes.window(now)
        left = window + codes.period - now
        if left > codes.period * limits.CODE_MARGIN and await step.take_window(window):
            if _is_open(step, window):  # the database may have let us wait
                return window
            continue
        if visit.time_left() < left + limits.CODE_NEEDS:
            raise TimedOut(
                "The one-time code was just used, and the time limit passes before the next one.",
                cause="code_used",
                retryable=False,
            )
        log.info("waits for the next window", task_id=visit.job.task_id, seconds=round(left, 1))
        await visit.tab.watchdog.unless_tripped(asyncio.sleep(left))


def _refused(refusal: str, visit: Visit) -> LoginEnded:
    if sitemap.CODE_REFUSED in refusal:
        return login_ended(
            LoginStatus.CHECKPOINT,
            "wrong code: the site refused the code of the stored totp",
            cause="wrong_code",
        )
    if sitemap.CODES_LOCKED in refusal:
        return login_ended(
            LoginStatus.CHECKPOINT,
            "the site takes no code for now: too many were wrong",
            cause="codes_locked",
        )
    said = f"the site said: {visit.words(refusal)}"[: limits.RESULT_CHARS // 2]
    return login_ended(LoginStatus.CHECKPOINT, said, cause="code_refused")
