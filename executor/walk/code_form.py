"""The screen of a log-in that asks for a one-time code."""

from playwright.async_api import Locator

from executor.browser.finding import find, is_said
from executor.visit import Visit
from executor.walk.texts import text_of


class CodeForm:
    """Gives one code and tells what the site answers. A site whose map has no such screen never asks."""

    def __init__(self, visit: Visit) -> None:
        self._visit = visit
        self._map = visit.site.login.code
        self._refused = find(visit.page, visit.site.login.refused)

    async def is_shown(self) -> bool:
        return bool(self._map and await find(self._visit.page, self._map.field).count())

    async def shown_refusal(self) -> str:
        """What the screen says before a code was given, such as that it takes none for now."""
        return (await text_of(self._refused.first)).strip() if await self._refused.count() else ""

    async def type(self, code: str) -> None:
        if self._map:
            await self._visit.tab.private.fill(find(self._visit.page, self._map.field), code)

    async def send(self, *inside: Locator) -> str:
        """Send the code that was typed; return the site's refusal, or nothing when one of ``inside`` shows."""
        if self._map:
            await self._visit.click(find(self._visit.page, self._map.press))
        refusal = self._refused.first
        shown = await self._visit.see_login_screen(*inside, refusal)
        return (await text_of(refusal)).strip() if shown is refusal else ""

    def is_wrong(self, refusal: str) -> bool:
        """Whether the site says that the code was wrong."""
        return bool(self._map and is_said(self._map.wrong, refusal))

    def is_locked(self, refusal: str) -> bool:
        """Whether it says that it takes no code for now."""
        return bool(self._map and self._map.locked and is_said(self._map.locked, refusal))
