"""The watchdog of a tab: it notices what no wait for a control would tell, or only after its whole time-out.

An exception in an event handler would be raised by the next call of *any* account on the same driver; therefore
every handler here is quiet.
"""

import asyncio
from collections.abc import Callable, Coroutine
from http import HTTPStatus
from typing import Any, TypeVar

import structlog
from playwright.async_api import Error, Page, Request, Response

from executor.browser.net_errors import network_fault
from executor.faults import BrowserLost, Fault, SiteFault
from executor.redaction.safe_traceback import safe_traceback

T = TypeVar("T")
log = structlog.get_logger(__name__)


class Watchdog:
    """Trips when the page crashes, its document fails to load, or the site answers it with an error.

    An error answer trips it when its page is there, so that there is something to take a picture of. A 404 does not:
    some screens that are expected come with it.
    """

    def __init__(self, page: Page) -> None:
        self.fault: Fault | None = None
        self.status = 0  # of the document that came last
        self._page = page
        self._tripped = asyncio.Event()
        page.on("crash", _quiet(self._crashed))
        page.on("requestfailed", _quiet(self._failed))
        page.on("response", _quiet(self._answered))
        page.on("domcontentloaded", _quiet(self._loaded))

    def reset(self) -> None:
        """A new address is opened: what the former one did no longer counts. A crashed page stays crashed."""
        if not isinstance(self.fault, BrowserLost):
            self.fault = None
            self._tripped.clear()

    async def unless_tripped(self, work: Coroutine[Any, Any, T]) -> T:
        """Await ``work``; raise the fault as soon as the watchdog trips."""
        task, tripped = asyncio.ensure_future(work), asyncio.ensure_future(self._tripped.wait())
        try:
            await asyncio.wait({task, tripped}, return_when=asyncio.FIRST_COMPLETED)
            if self.fault is not None and self._tripped.is_set() and not task.done():
                raise self.fault
            return await task
        finally:
            task.cancel()
            tripped.cancel()
            await asyncio.gather(task, tripped, return_exceptions=True)

    def _trip(self, fault: Fault) -> None:
        self.fault = fault
        self._tripped.set()

    def _crashed(self, _page: Page) -> None:
        self._trip(BrowserLost("The page crashed."))

    def _failed(self, request: Request) -> None:
        if self._is_document(request) and request.failure and "ERR_ABORTED" not in request.failure:
            self._trip(network_fault(request.failure))

    def _answered(self, response: Response) -> None:
        if not self._is_document(response.request):
            return
        self.status = response.status
        if response.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            self.fault = SiteFault(f"The site answered {response.status}.")
        elif response.status >= HTTPStatus.BAD_REQUEST and response.status != HTTPStatus.NOT_FOUND:
            # It means us: asking again at once would be bad manners.
            sentence = f"The site refused with {response.status}."
            self.fault = SiteFault(sentence, cause="site_refused", retryable=False)

    def _loaded(self, _page: Page) -> None:
        if self.fault is not None:
            self._tripped.set()

    def _is_document(self, request: Request) -> bool:
        if not request.is_navigation_request():
            return False
        try:
            return request.frame == self._page.main_frame
        except Error:  # its frame is not known before the first byte has come
            return True


def _quiet(handler: Callable[[Any], None]) -> Callable[[Any], None]:
    def run(event: Any) -> None:
        try:
            handler(event)
        except Exception as error:  # noqa: BLE001 - see above
            log.warning("tab_event_failed", traceback=safe_traceback(error))

    return run
