"""The tab in which one job is done: a context of its own with one page."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import structlog
from playwright.async_api import BrowserContext, CDPSession, ElementHandle, Error, Locator, Page

from executor import limits
from executor.browser import shielded
from executor.browser.watchdog import Watchdog
from executor.redaction.redactor import Redactor
from models.domain.addresses import origin, same_origin

log = structlog.get_logger(__name__)
FOLLOW_WINDOWS = """(() => {
  if (window.top !== window) return;
  let wanted = false, going = false;
  window.navigation?.addEventListener('navigate', () => { going = true; });
  const isNew = name => !!name && !/^_(self|parent|top)$/i.test(name) && !document.getElementsByName(name).length;
  const named = (...names) => names.find(name => name) || document.querySelector('base[target]')?.target || '';
  const own = url => {
    try { const to = new URL(url, document.baseURI); return to.origin === location.origin ? to.href : ''; }
    catch { return ''; }
  };
  const follow = url => {
    const to = own(url);
    if (!to || wanted) return;
    wanted = true;
    setTimeout(() => { if (!going) location.assign(to); });
  };
  const here = (form, submitter) => {
    if (!isNew(named(submitter?.getAttribute('formtarget'), form.target))) return;
    if (!own(submitter?.getAttribute('formaction') || form.getAttribute('action') || '')) return;
    submitter?.removeAttribute('formtarget');
    form.target = '_self';
  };
  window.addEventListener('click', event => {
    if (!event.isTrusted) return;
    wanted = going = false;
    const link = event.composedPath().find(part => part.matches?.('a[href], area[href]'));
    if (link && isNew(named(link.target)) && own(link.href)) link.target = '_self';
  }, true);
  window.addEventListener('submit', event => {
    if (navigator.userActivation.isActive) here(event.target, event.submitter);
  }, true);
  const submit = HTMLFormElement.prototype.submit;
  HTMLFormElement.prototype.submit = function () {
    if (navigator.userActivation.isActive) here(this);
    return submit.call(this);
  };
  const open = window.open;
  window.open = function (url = '', name = '_blank', ...more) {
    if (!navigator.userActivation.isActive || !isNew(name || '_blank')) return open.call(window, url, name, ...more);
    if (url && String(url) !== 'about:blank') follow(url);
    const none = () => {};
    const place = {assign: follow, replace: follow, reload: none, toString: () => 'about:blank'};
    Object.defineProperty(place, 'href', {get: () => 'about:blank', set: follow});
    const opened = {closed: false, opener: window, close: none, focus: none, blur: none, postMessage: none,
      document: {open: none, write: none, writeln: none, close: none}};
    Object.defineProperty(opened, 'location', {get: () => place, set: follow});
    return opened;
  };
  const write = Document.prototype.open;
  Document.prototype.open = function (...given) {
    return given.length > 2 ? window.open(...given) : write.apply(this, given);
  };
})()"""
"""Where a click of ours opens a window of the same site, the tab goes there itself: then all that guards the tab guards
what comes, from its first request on, and whoever waits for the next screen finds it. Chromium blocks the window.

Of several windows the first is followed, and none where the click leads the tab on anyway. What a page opens without
a click, and what leads elsewhere, is not followed.
"""
_sending: set[asyncio.Future[bool]] = set()  # keeps them alive until they end


def close_others(context: BrowserContext, page: Page) -> None:
    """Close each window that a page opens all the same: not every browser blocks them."""

    async def close(other: Page) -> bool:
        log.info("window_closed")
        with suppress(TimeoutError, Error):
            async with asyncio.timeout(limits.CLOSE):
                await other.close()
        return True

    def opened(other: Page) -> None:
        if other is not page:
            closing = asyncio.ensure_future(close(other))
            _sending.add(closing)
            closing.add_done_callback(_sending.discard)

    context.on("page", opened)


@dataclass
class Private:
    """What no picture and no trace of a tab may show."""

    redactor: Redactor = field(default_factory=Redactor)
    typed: list[tuple[Locator, ElementHandle]] = field(default_factory=list[tuple[Locator, ElementHandle]])
    stay: Callable[[], None] = lambda: None  # raises unless the page is of the site itself

    async def fill(self, control: Locator, secret: str) -> None:
        """Type a secret. From now on the field is black in every picture, whatever the page makes of it."""
        for left in reversed(range(limits.FIELD_TRIES)):
            try:
                await self._fill_element(control, secret)
            except Error as error:
                self.stay()
                if not left or "not attached" not in error.message:
                    raise
            else:
                return

    async def _fill_element(self, control: Locator, secret: str) -> None:
        """Type into the element that the control is now, and into none that takes its place.

        The element is of one document: when another one comes after the look at the address, nothing is typed.
        """
        element = await control.element_handle()
        # The element stays the same when the page calls it something else; the name may come to be another element's.
        self.typed.append((control, element))
        await element.wait_for_element_state("editable")
        self.stay()
        await element.fill(secret)


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
        plain http too. What is in frames has no field that anything is typed into. Nothing is rendered ahead: shown
        later, it would come without a request.
        """
        await self.cdp.send("Page.setPrerenderingAllowed", {"isAllowed": False})
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
        sending = asyncio.ensure_future(self._send(name, limit=limits.UNSTICK, **values))
        _sending.add(sending)
        sending.add_done_callback(_sending.discard)

    async def unstick(self) -> None:
        """Stop whatever script runs, or whatever loads, so that the page can be looked at.

        Not both: a page that was held up by the script of the one before it comes when that has ended, and stopped
        before it has begun it would never be drawn.
        """
        # Where no script runs, the order to end one would end the next, which is the one that takes the picture.
        if not await self.responds(limits.UNSTICK):
            await self._send("Runtime.terminateExecution")
            if await self.responds(limits.UNSTICK):
                return
        await self._send("Page.stopLoading")

    async def responds(self, limit: float) -> bool:
        """Whether the page does what it is told within so many seconds: no script of it runs for longer."""
        return await self._send("Runtime.evaluate", limit=limit, expression="0")

    async def _send(self, name: str, *, limit: float = limits.UNSTICK, **values: str) -> bool:
        try:
            async with asyncio.timeout(limit):
                await self.cdp.send(name, dict(values))
        except (TimeoutError, Error) as error:
            log.debug("page_does_not_obey", order=name, reason=type(error).__name__)
            return False
        return True

    async def learn_cookies(self) -> None:
        """Have the redaction know the context's cookies as they are now: a site may give a new session at any time."""
        with suppress(TimeoutError, Error):  # a browser that does not answer gives no picture either
            cookies = await shielded.finish(self.context.cookies(), limits.PROBE)
            self.private.redactor.learn({"cookies": cookies})

    async def state(self, limit: float = limits.SAVE_STATE) -> Mapping[str, Any] | None:
        """The context's storage state, or None when the browser does not give it."""
        try:
            return dict(await shielded.finish(self.context.storage_state(), limit))
        except (TimeoutError, Error) as error:
            log.warning("state_not_saved", reason=type(error).__name__)
            return None
