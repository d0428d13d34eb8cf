"""The second step of a log-in: a one-time code, typed once, of a window of which nobody has used one.

Without the key that makes them, a person is asked for the code while the browser waits.
"""

import asyncio
import time
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import datetime, timedelta

import structlog
from playwright.async_api import Locator

from executor import limits
from executor.faults import LoginEnded, TimedOut
from executor.job import CodeDesk, CodeWait, SecondStep
from executor.login_screens import CODE_WANTED, login_ended
from executor.settling import asking
from executor.visit import Visit
from executor.walk.code_form import CodeForm
from models.accounts import code_requests
from models.database import AWAY
from models.domain.lifecycle import LoginStatus
from models.domain.outcomes import Claim
from models.domain.values.accounts import CodeState
from models.secrets.sealing import Sealer

log = structlog.get_logger(__name__)


async def is_wanted(visit: Visit) -> bool:
    """Whether the page asks for a code."""
    return await CodeForm(visit).is_shown()


async def give_code(visit: Visit, *inside: Locator) -> None:
    """Give the site its code and return when one of ``inside`` shows; LoginEnded when it is not let in."""
    step, form, progress = visit.job.second_step, CodeForm(visit), visit.progress
    if progress.code_sent and progress.first_fault:
        raise progress.first_fault
    if form.is_locked(refusal := await form.shown_refusal()):
        raise _refused(refusal, visit)
    if step is None:
        await _give_typed(form, visit, inside)
        return
    window = await _type_code(step, form, visit)
    refusal = await form.send(*inside)
    if form.is_wrong(refusal) and not _is_open(step, window):
        raise _late("The site refused the one-time code, and the code's time was over by then.")
    if refusal:
        raise _refused(refusal, visit)


async def _give_typed(form: CodeForm, visit: Visit, inside: Sequence[Locator]) -> None:
    """Give the site the codes that a person types. The attempt's own time stands still meanwhile."""
    desk, seconds = visit.job.desk, limits.CODE_WAIT - visit.limit.waited
    if desk is None or seconds < limits.CODE_WORTH or visit.limit.left() < limits.CODE_NEEDS:
        raise _wanted("")
    with visit.limit.waits(seconds + limits.CODE_NEEDS):
        await _try_typed(desk, seconds, form, visit, inside)


async def _try_typed(
    desk: CodeDesk, seconds: float, form: CodeForm, visit: Visit, inside: Sequence[Locator]
) -> None:
    """Ask for so long, and send what is typed; LoginEnded when nothing of it opens the site."""
    async with desk.asked(seconds) as wait:
        if wait is None:
            raise _wanted("")
        for tries in range(1, limits.CODES_BY_HAND + 1):
            code = await visit.tab.watchdog.unless_tripped(wait.code())
            if code is None:
                raise _wanted("; nobody typed one in time")
            refusal = await _try(code, form, visit, inside)
            if not refusal:
                wait.ends(is_in=True)
                return
            if tries == limits.CODES_BY_HAND or not form.is_wrong(refusal):
                wait.ends(is_in=False)
                raise _refused(refusal, visit)
            await wait.refused()


async def _try(code: str, form: CodeForm, visit: Visit, inside: Sequence[Locator]) -> str:
    """Type and send a code of a person; return the site's refusal, or nothing."""
    visit.tab.private.redactor.learn_code(code)
    await visit.job.confirm()  # a wrong one counts at the site
    visit.progress.code_sent = True
    await form.type(code)
    return await form.send(*inside)


def _wanted(end: str) -> LoginEnded:
    sentence = f"the site asks for a one-time code, and no totp is stored{end}"
    return login_ended(LoginStatus.CHECKPOINT, sentence, cause=CODE_WANTED)


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
        if visit.limit.left() < left + limits.CODE_NEEDS:
            raise TimedOut(
                "The one-time code was just used, and the time limit passes before the next one.",
                cause="code_used",
                retryable=False,
            )
        log.info("waits for the next window", task_id=visit.job.task_id, seconds=round(left, 1))
        await visit.tab.watchdog.unless_tripped(asyncio.sleep(left))


def _refused(refusal: str, visit: Visit) -> LoginEnded:
    form = CodeForm(visit)
    if form.is_wrong(refusal):
        whose = "of the stored totp" if visit.job.second_step else "that a person typed"
        return login_ended(
            LoginStatus.CHECKPOINT, f"wrong code: the site refused the code {whose}", cause="wrong_code"
        )
    if form.is_locked(refusal):
        return login_ended(
            LoginStatus.CHECKPOINT,
            "the site takes no code for now: too many were wrong",
            cause="codes_locked",
        )
    said = f"the site said: {visit.words(refusal)}"[: limits.RESULT_CHARS // 2]
    return login_ended(LoginStatus.CHECKPOINT, said, cause="code_refused")


class TypedCodes:
    """One wait: codes as they are typed, until its time is over."""

    def __init__(self, request_id: int, seconds: float, sealer: Sealer, now: Callable[[], datetime]) -> None:
        self.ended = CodeState.LEFT  # what its message says in the end
        self.request_id = request_id
        self._until = asyncio.get_running_loop().time() + seconds
        self._sealer = sealer
        self._now = now

    async def code(self) -> str | None:
        """The next code that is typed; None when the time is over."""
        while asyncio.get_running_loop().time() < self._until:
            if code := await asking(code_requests.take(self.request_id, sealer=self._sealer)):
                return code
            await asyncio.sleep(limits.CODE_LOOK)
        self.ended = CodeState.LATE
        return None

    def ends(self, *, is_in: bool) -> None:
        """What the person is told in the end: the site took the code, or takes no more."""
        self.ended = CodeState.TAKEN if is_in else CodeState.REFUSED

    async def refused(self) -> None:
        """The site did not take it: the person is asked for another one."""
        await asking(code_requests.refuse(self.request_id, now=self._now()))


class AskedPerson:
    """Where the worker of one attempt asks. Few wait at once: each holds a browser's place."""

    def __init__(
        self, claim: Claim, *, sealer: Sealer, places: asyncio.Semaphore, now: Callable[[], datetime]
    ) -> None:
        self._claim = claim
        self._sealer = sealer
        self._places = places
        self._now = now

    @asynccontextmanager
    async def asked(self, seconds: float) -> AsyncGenerator[CodeWait | None]:
        """Ask for a code for so long; None: too many wait, or the task is not ours any more. Whatever ends it leaves no code."""
        if self._places.locked():
            yield None
            return
        async with self._places:
            now = self._now()
            until = now + timedelta(seconds=seconds)
            number = await asking(
                code_requests.ask(self._claim.task_id, self._claim.fence, until=until, now=now)
            )
            if number is None:
                yield None
                return
            wait = TypedCodes(number, seconds, self._sealer, self._now)
            try:
                yield wait
            finally:
                with suppress(*AWAY):  # maintenance closes it when its time is over
                    await asyncio.shield(code_requests.close(number, wait.ended, now=self._now()))
