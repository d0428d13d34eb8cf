"""One account's visit to the site: what holds on every screen, whatever the action."""

from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from functools import partial, reduce
from http import HTTPStatus
from typing import Any
from urllib.parse import urljoin

import structlog
from playwright.async_api import Error, Locator, Page
from playwright.async_api import TimeoutError as PlaywrightTimeout

from executor import limits, login_screens
from executor.browser.finding import find
from executor.browser.net_errors import led_away
from executor.browser.tab import Tab
from executor.faults import BrowserLost, LoginEnded, SiteFault
from executor.job import Job
from executor.progress import Progress, TimeLimit
from executor.proxy.forwarder import Forwarder
from executor.proxy.unanswered import unanswered
from executor.sitemap.screens import Overlay
from executor.sitemap.site import SiteMap
from models.domain.addresses import same_origin
from models.domain.failpoints import Failpoint, reached

log = structlog.get_logger(__name__)


class Visit:
    """Opens addresses, waits for what should show, and notices on each screen when the account is not inside."""

    def __init__(
        self, job: Job, tab: Tab, progress: Progress, *, forwarder: Forwarder | None, limit: TimeLimit
    ) -> None:
        self.job = job
        self.tab = tab
        self.progress = progress
        self.forwarder = forwarder
        self.limit = limit
        tab.private.stay = self.stay

    @property
    def page(self) -> Page:
        return self.tab.page

    @property
    def site(self) -> SiteMap:
        """The map of the site."""
        return self.job.site_map

    def way(self, kind: str) -> Any:
        """How the site's map says that tasks of this type are done; SiteFault where it does not say it."""
        if (way := getattr(self.site.actions, kind)) is None:
            sentence = "The site map does not say how this is done."
            raise SiteFault(sentence, cause="not_mapped", retryable=False)
        return way

    async def open(self, path: str, *expected: Locator) -> Locator:
        """Go to an address of the site and wait for one of the expected controls; return the one that shows."""
        self.tab.watchdog.reset()
        address = urljoin(self.job.site_url, path)
        await self.tab.watchdog.unless_tripped(self.page.goto(address, wait_until="commit"))
        return await self.see(*expected)

    async def see(self, *expected: Locator, limit: float = limits.NAVIGATION) -> Locator:
        """Wait until one of the expected controls shows and return it; LoginEnded when a log-in screen shows instead."""
        return await self._seen([*expected, *login_screens.signs(self.page, self.site)], expected, limit)

    async def see_login_screen(self, *expected: Locator) -> Locator:
        """The same on the log-in screen itself, where that screen is no surprise."""
        others = login_screens.signs(self.page, self.site, only=login_screens.CLOSED)
        return await self._seen([*expected, *others], expected, limits.NAVIGATION, on_login_screen=True)

    def stay(self) -> None:
        """Raise SiteFault unless the page is of the site itself: same scheme, host and port."""
        if not same_origin(self.page.url, self.job.site_url):
            raise led_away()

    async def click(self, control: Locator) -> None:
        """Click once. What follows is waited for with ``see``, which has the time a navigation needs."""
        self.stay()
        await self.tab.watchdog.unless_tripped(control.click(no_wait_after=True))

    def words(self, text: str) -> str:
        """What the site wrote, for a sentence of ours: without the account's secrets."""
        return self.tab.private.redactor.quoted(text)

    async def until_whole(self) -> None:
        """Wait until the document is complete: half a text, or half a list, proves nothing."""
        await self.tab.watchdog.unless_tripped(self.page.wait_for_load_state("domcontentloaded"))

    @asynccontextmanager
    async def committing(self) -> AsyncGenerator[None]:
        """Around the one step that must not be taken twice, its answer included. LetGo unless the task is still ours."""
        if self.progress.committed:
            raise RuntimeError("the step that must not be taken twice was already taken")
        async with self._gated():
            await self.job.confirm()
            self.progress.committed = True
            reached(Failpoint.COMMITTING)
            yield
            reached(Failpoint.COMMITTED)

    @asynccontextmanager
    async def _gated(self) -> AsyncGenerator[None]:
        if self.forwarder is None:
            yield
            return
        async with (
            unanswered(self.tab.context, self.job.site_url) as settled,
            self.forwarder.gated(self.job.is_ours, settled),
        ):
            yield

    def commit_patience(self) -> float:
        """How long to wait for the answer to that step: time must be left to look whether it was done."""
        left = self.limit.left()
        return min(limits.NAVIGATION, max(left - limits.LOOK_AFTER_COMMIT, left / 2))

    def end_if_committed(self) -> None:
        """On a second try that found nothing: the step may still have been taken, so nothing more is done."""
        if self.progress.committed:
            raise self.progress.first_fault or BrowserLost("The answer of the site got lost.")

    async def keep_overlays_away(self) -> None:
        """Close the site's own advertising when it lies over what is to be clicked."""
        for overlay in self.site.overlays:
            close = _quiet(partial(self._close, overlay))
            await self.page.add_locator_handler(find(self.page, overlay.shows), close, no_wait_after=True)

    async def tidy(self) -> None:
        """Leave the screen as a reader of the picture wants it: loaded, with nothing over it."""
        with suppress(PlaywrightTimeout):
            await self.page.wait_for_load_state("load", timeout=limits.SETTLE * 1000)
        for overlay in self.site.overlays:
            if await find(self.page, overlay.shows).count():
                await _quiet(partial(self._close, overlay))()

    async def _close(self, overlay: Overlay) -> None:
        """Close it, and before it what lies over it."""
        for other in self.site.overlays:
            if other is not overlay and await find(self.page, other.shows).count():
                with suppress(PlaywrightTimeout):  # it lies under ours and has its turn later
                    await self._closing(other).click(timeout=limits.OVERLAP * 1000)
        await self._closing(overlay).click(timeout=limits.DISMISS * 1000)

    def _closing(self, overlay: Overlay) -> Locator:
        return find(find(self.page, overlay.shows).first, overlay.close).first

    async def _seen(
        self,
        candidates: list[Locator],
        expected: tuple[Locator, ...],
        limit: float,
        *,
        on_login_screen: bool = False,
    ) -> Locator:
        """What shows, once something does; the next screen may come while one is read."""
        for _ in range(limits.SCREEN_LOOKS):
            await self._wait(candidates, limit)
            await self._consent()
            if shown := await self._shown(expected, on_login_screen=on_login_screen):
                return shown
        raise SiteFault("The screen changed while it was read.", cause="unsteady_screen")

    async def _wait(self, candidates: list[Locator], limit: float) -> None:
        anything = reduce(Locator.or_, candidates).filter(visible=True).first
        try:
            await self.tab.watchdog.unless_tripped(anything.wait_for(timeout=limit * 1000))
        except PlaywrightTimeout as error:
            if self.tab.watchdog.status == HTTPStatus.NOT_FOUND:
                raise SiteFault("The site answered 404.") from error
            raise

    async def _shown(self, expected: tuple[Locator, ...], *, on_login_screen: bool) -> Locator | None:
        """What shows: a log-in screen by its address, else what was expected, else a log-in screen by what it shows; or None."""
        self.stay()  # before anything is read, typed or clicked there
        self._refuse(login_screens.by_address(self.page, self.site), on_login_screen=on_login_screen)
        for control in expected:
            if await control.filter(visible=True).count():
                return control
        self._refuse(await login_screens.by_sign(self.page, self.site), on_login_screen=on_login_screen)
        return None

    async def _consent(self) -> None:
        """Pass a screen that asks for consent, as the map says."""
        for screen in self.site.login_screens:
            if screen.press and await find(self.page, screen.shows).filter(visible=True).count():
                await self.click(find(self.page, screen.press).first)
                await find(self.page, screen.shows).first.wait_for(state="hidden")

    def _refuse(self, ended: LoginEnded | None, *, on_login_screen: bool) -> None:
        if ended and (login_screens.is_final(ended) or not on_login_screen):
            raise ended


def _quiet(handler: Callable[[], Awaitable[None]]) -> Callable[[], Awaitable[None]]:
    """A handler's exception would be raised by another account's next call."""

    async def run() -> None:
        try:
            await handler()
        except Error as error:
            log.info("overlay_not_closed", reason=error.name)

    return run
