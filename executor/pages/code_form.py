"""The screen of a log-in that asks for a one-time code."""

from playwright.async_api import Locator

from executor import sitemap
from executor.pages.text import text_of
from executor.visit import Visit


class CodeForm:
    """Gives one code and tells what the site answers."""

    def __init__(self, visit: Visit) -> None:
        self._visit = visit
        self._page = visit.page

    @property
    def field(self) -> Locator:
        return self._page.get_by_label(sitemap.CODE_FIELD, exact=True)

    async def shown_refusal(self) -> str:
        """What the screen says before a code was given, such as that it takes none for now."""
        alert = self._page.get_by_role("alert")
        return (await text_of(alert.first)).strip() if await alert.count() else ""

    async def type(self, code: str) -> None:
        await self._visit.tab.private.fill(self.field, code)

    async def send(self, *inside: Locator) -> str:
        """Send the code that was typed; return the site's refusal, or nothing when one of ``inside`` shows."""
        refusal = self._page.get_by_role("alert").first
        await self._visit.click(self._page.get_by_role("button", name=sitemap.CODE_BUTTON, exact=True))
        shown = await self._visit.see_login_screen(*inside, refusal)
        return (await text_of(refusal)).strip() if shown is refusal else ""
