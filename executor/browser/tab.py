"""The tab in which one job is done: a context of its own with one page."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import structlog
from playwright.async_api import BrowserContext, CDPSession, Error, Locator, Page

from executor import limits
from executor.browser import shielded
from executor.browser.watchdog import Watchdog
from executor.redaction.redactor import Redactor
from models.domain.addresses import origin, same_origin

log = structlog.get_logger(__name__)
_sending: set[asyncio.Future[bool]] = set()  # keeps them alive until they end


@dataclass
class Private:
    """What no picture and no trace of a tab may show."""

    redactor: Redactor = field(default_factory=Redactor)
    fields: list[Locator] = field(default_factory=list[Locator])  # that a secret was typed into

    async def fill(self, control: Locator, secret: str) -> None:
        """Type a secret. From now on the field is black in every picture, whatever the page makes of it."""
        self.fields.append(control)
        await control.fill(secret)


@dataclass(frozen=True, kw_only=True)
class Tab:
    """One page, the debugging session that was opened with it, and its watchdog.

    The session is opened early since a stuck page would not let one be opened when it is needed.
    """

    context: BrowserContext
    page: Page
    cdp: CDPSession
    watchdog: Watchdog
    private: Private = field(default_factory=Private)
    browser_answers: Callable[[], Awaitable[bool]]  # False: it was killed, and the job had no fault in it

    async def keep_on(self, site_url: str) -> None:
        """From now on no document from elsewhere is loaded into the page: such a request fails before it goes out.

        A link, a form, a script or a redirect would else take the cookies of the host along, to another port or by
        plain http too. What is in frames has no field that anything is typed into.
        """
        frame: dict[str, Any] = await self.cdp.send("Page.getFrameTree")
        main = frame["frameTree"]["frame"]["id"]

        def answer(paused: dict[str, Any]) -> None:
            url = str(paused["request"]["url"])
            if paused.get("frameId") != main or same_origin(url, site_url):
                self._in_background("Fetch.continueRequest", requestId=paused["requestId"])
                return
            log.warning("led_away", to=str(origin(url) or "an address that is none of the web"))
            self._in_background(
                "Fetch.failRequest", requestId=paused["requestId"], errorReason="BlockedByClient"
            )

        self.cdp.on("Fetch.requestPaused", answer)
        await self.cdp.send("Fetch.enable", {"patterns": [{"resourceType": "Document"}]})

    def _in_background(self, name: str, **values: str) -> None:
        """Send an order from an event's handler, which must neither wait nor raise."""
        sending = asyncio.ensure_future(self._send(name, **values))
        _sending.add(sending)
        sending.add_done_callback(_sending.discard)

    async def unstick(self) -> None:
        """Stop whatever script runs, or whatever loads, so that the page can be looked at.

        Not both: a page that was held up by the script of the one before it comes when that has ended, and stopped
        before it has begun it would never be drawn.
        """
        # Where no script runs, the order to end one would end the next, which is the one that takes the picture.
        if not await self._responds():
            await self._send("Runtime.terminateExecution")
            if await self._responds():
                return
        await self._send("Page.stopLoading")

    async def _responds(self) -> bool:
        return await self._send("Runtime.evaluate", expression="0")

    async def _send(self, name: str, **values: str) -> bool:
        try:
            async with asyncio.timeout(limits.UNSTICK):
                await self.cdp.send(name, dict(values))
        except (TimeoutError, Error) as error:
            log.debug("page_does_not_obey", order=name, reason=type(error).__name__)
            return False
        return True

    async def state(self) -> Mapping[str, Any] | None:
        """The context's storage state, or None when the browser does not give it."""
        try:
            return dict(await shielded.finish(self.context.storage_state(), limits.SAVE_STATE))
        except (TimeoutError, Error) as error:
            log.warning("state_not_saved", reason=type(error).__name__)
            return None
