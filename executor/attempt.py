"""One attempt: a try, and a second one when a fresh browser may do better."""

import asyncio
import importlib
import time
from collections.abc import Awaitable, Callable, Mapping
from contextlib import AsyncExitStack, suppress
from dataclasses import replace
from typing import Any, cast

import structlog

from executor import limits, login
from executor.browser import tracing
from executor.browser.pool import BrowserPool
from executor.browser.screenshot import NoPicture, take_picture
from executor.browser.storage_state import keepable
from executor.diagnosis import explain, refine
from executor.faults import BrowserLost, Fault, LoginEnded, NotDone, ProxyFault, WrongAccount
from executor.job import Fenced, Job, LetGo
from executor.outcomes import NO_PROXY, Done, Outcome, failure, fault_of, success, with_note
from executor.progress import Progress, TimeLimit
from executor.proxy.forwarder import Forwarder
from executor.proxy.preflight import check_proxy, site_address
from executor.redaction.redactor import Redactor
from executor.redaction.safe_traceback import safe_traceback
from executor.visit import Visit
from models.domain.failpoints import Failpoint, reached
from models.domain.lifecycle import LoginStatus, Status
from models.domain.outcomes import ProxyAnswer

log = structlog.get_logger(__name__)
Begin = Callable[[], Awaitable[bool]]
Act = Callable[[Visit, Mapping[str, str]], Awaitable[str]]
_KEPT = frozenset(
    {LoginStatus.LOGGED_IN, LoginStatus.CHECKPOINT}
)  # a good session is not overwritten by a lost one
_PAGE_AT_REST = (
    type(None),
    NotDone,
    LoginEnded,
    WrongAccount,
)  # the page is at rest; stopping it would spoil the picture


def action(task_type: str) -> Act:
    """The action of a task type, found by its id."""
    return cast("Act", importlib.import_module(f"executor.actions.{task_type}").act)


async def perform(job: Job, *, browsers: BrowserPool, begin: Begin) -> Done:
    """Do the job in a browser. Whatever goes wrong is an Outcome, never an exception.

    ``begin`` is awaited once, just before the first request that touches the account; when it answers False the
    task is somebody else's and ``Fenced`` is raised. A cancellation passes through after the context was closed.
    """
    return await Attempt(job, browsers, begin).run()


class Attempt:
    """Does one job; holds what its tries have in common."""

    def __init__(self, job: Job, browsers: BrowserPool, begin: Begin) -> None:
        self._job = job
        self._browsers = browsers
        self._begin = begin
        self._progress = Progress(session=job.session)
        self._redactor = Redactor.of(job)
        self._answered: ProxyAnswer | None = None
        self._forwarders: list[Forwarder] = []  # to the account's proxy, one of each try
        self._limit = TimeLimit(job.limit)

    async def run(self) -> Done:
        done = await self._done()
        self._redactor.learn(done.session)
        outcome = replace(done.outcome, result=self._redactor.outcome(done.outcome.result))
        return replace(done, outcome=outcome, proxy=self._proxy_answer(outcome))

    def _proxy_answer(self, outcome: Outcome) -> ProxyAnswer | None:
        """How the account's proxy answered: at the check, or, where the task ended for want of it, in the end."""
        if not self._job.proxy_id:
            return None
        if outcome.status is Status.NO_PROXY:
            failed = outcome.result.removeprefix(NO_PROXY)
            answer = ProxyAnswer(proxy_id=self._job.proxy_id, failure=failed)
        else:
            answer = self._answered
        return answer and replace(answer, traffic=sum(one.carried for one in self._forwarders))

    async def _done(self) -> Done:
        done, fault = await self._try()
        if fault is None or not self._worth_another_try(fault):
            return done
        log.info("second_try", task_id=self._job.task_id, cause=fault.cause)
        self._progress.first_fault = fault
        was_done = bool(self._progress.result)  # all but the picture
        second, fault = await self._try()
        return done if was_done and fault else second  # a second try that failed knows less than the first

    def _worth_another_try(self, fault: Fault) -> bool:
        return fault.retryable and self._limit.left() > limits.RETRY_NEEDS

    async def _try(self) -> tuple[Done, Fault | None]:
        """Everything from the proxy's check to the closed context. Whatever goes wrong becomes a fault."""
        try:
            async with AsyncExitStack() as stack:
                visit = await self._open_visit(stack)
                return await self._wrap_up(visit, await self._act(visit))
        except LetGo:
            raise
        except Exception as error:  # noqa: BLE001 - whatever happens in a try becomes an outcome
            fault = fault_of(error, self._job)
            log.warning(
                "try_failed", task_id=self._job.task_id, cause=fault.cause, traceback=safe_traceback(error)
            )
            outcome = failure(self._job, self._progress, fault)
            return Done(outcome=outcome, picture=None, session=self._newer_session()), fault

    async def _open_visit(self, stack: AsyncExitStack) -> Visit:
        """A forwarder to the site and a tab, before anything touches the account."""
        async with self._limit.kept():
            forwarder = await self._open_forwarder(stack)
            tab = await stack.enter_async_context(
                self._browsers.context(
                    session=self._progress.session, proxy_server=forwarder.address if forwarder else None
                )
            )
            await tab.keep_on(self._job.site_url)
        tab.private.redactor = self._redactor
        reached(Failpoint.TAB_OPEN)
        if self._job.trace:
            await tracing.start(tab)
        return Visit(self._job, tab, self._progress, forwarder=forwarder, limit=self._limit)

    async def _open_forwarder(self, stack: AsyncExitStack) -> Forwarder | None:
        job = self._job
        site, host = site_address(job.site_url), self._browsers.forwarder_host
        if job.proxy:
            began = time.perf_counter()
            route = await check_proxy(job.proxy, job.site_url, limit=limits.PROXY_CHECK)
            self._answered = ProxyAnswer(proxy_id=job.proxy_id, seconds=time.perf_counter() - began)
            self._forwarders.append(Forwarder(site, job.proxy, route, host=host))
            return await stack.enter_async_context(self._forwarders[-1])
        if job.needs_proxy:
            raise ProxyFault(
                "the account needs one and has none.", cause="no_proxy_assigned", retryable=False
            )
        return None if job.type.repeatable else await stack.enter_async_context(Forwarder(site, host=host))

    async def _act(self, visit: Visit) -> Fault | None:
        """Log in and do what was asked for; return what went wrong."""
        try:
            await self._begin_once()
            async with self._limit.kept():
                await visit.keep_overlays_away()
                await login.enter(visit)
                reached(Failpoint.LOGGED_IN)
                result = await action(self._job.type.id)(visit, self._job.params)
        except LetGo:
            raise
        except Exception as error:  # noqa: BLE001 - the same, while there is a tab to take a picture of
            fault = explain(error, visit)
            if isinstance(fault, LoginEnded):
                self._progress.login_status = fault.status
            log.info(
                "action_failed", task_id=self._job.task_id, cause=fault.cause, traceback=safe_traceback(error)
            )
            return fault
        self._progress.result = self._progress.result or result
        return None

    async def _begin_once(self) -> None:
        """Announce that the account is about to be touched; once, however many tries there are."""
        if not self._progress.begun and not await self._begin():
            raise Fenced
        self._progress.begun = True
        reached(Failpoint.BEGUN)

    async def _wrap_up(self, visit: Visit, fault: Fault | None) -> tuple[Done, Fault | None]:
        """Evidence and state, within the time that is left for them when everything hangs."""
        picture, session = NoPicture.NOT_GIVEN, self._newer_session()
        with suppress(TimeoutError):
            async with asyncio.timeout(limits.WRAP_UP):
                if fault is None:
                    await visit.tidy()
                else:
                    fault = await refine(fault, visit)
                at_rest = isinstance(fault, _PAGE_AT_REST)
                if (
                    at_rest
                ):  # a page that hangs would not give its storage; its cookies are learned for the picture
                    self._redactor.learn(await visit.tab.state(limits.UNSTICK))
                picture = await take_picture(visit.tab, stuck=not at_rest)
                session = await self._state(visit, fault) or session
        reached(Failpoint.PICTURED)
        self._redactor.learn(session)
        trace = await tracing.stop(visit.tab) if self._job.trace and fault else None
        untold = picture is NoPicture.UNMASKED
        if fault is None and isinstance(picture, NoPicture):
            fault = BrowserLost(f"{self._progress.result}; {picture}.", cause="evidence_missing")
            untold = False
        outcome = failure(self._job, self._progress, fault) if fault else success(self._progress)
        outcome = with_note(outcome, NoPicture.UNMASKED) if untold else outcome
        evidence = None if isinstance(picture, NoPicture) else picture
        return Done(outcome=outcome, picture=evidence, session=session, trace=trace), fault

    async def _state(self, visit: Visit, fault: Fault | None) -> Mapping[str, Any] | None:
        if self._progress.login_status not in _KEPT or isinstance(fault, WrongAccount):
            return None
        state = await visit.tab.state()
        return keepable(state, self._job.site_url) if state else None

    def _newer_session(self) -> Mapping[str, Any] | None:
        """What a log-in of this attempt has brought, in case the browser gives nothing at the end."""
        session = self._progress.session
        return keepable(session, self._job.site_url) if session and session is not self._job.session else None
