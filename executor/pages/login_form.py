"""The log-in screen, and the badge that shows who is inside."""

from playwright.async_api import Locator

from executor import sitemap
from executor.pages.code_form import CodeForm
from executor.pages.text import text_of
from executor.visit import Visit


class LoginForm:
    """Fills in the form once and tells what the site answers."""

    def __init__(self, visit: Visit) -> None:
        self._visit = visit
        self._page = visit.page

    @property
    def badge(self) -> Locator:
        return self._page.get_by_label(sitemap.ACCOUNT_BADGE, exact=True)

    async def submit(self, login: str, password: str) -> str:
        """Send the form; return the site's refusal, or nothing when it let the account in or asks for a code."""
        refusal = await self._new_refusal()
        self._visit.stay()
        await self._page.get_by_label(sitemap.LOGIN_FIELD, exact=True).fill(login)
        await self._visit.tab.private.fill(
            self._page.get_by_label(sitemap.PASSWORD_FIELD, exact=True), password
        )
        await self._visit.click(self._page.get_by_role("button", name=sitemap.LOGIN_BUTTON, exact=True))
        shown = await self._visit.see_login_screen(self.badge, CodeForm(self._visit).field, refusal)
        return (await text_of(refusal)).strip() if shown is refusal else ""

    async def shown_name(self) -> str:
        """The account's own name as the badge shows it, or its login where it shows none."""
        lines = [line.strip() for line in (await text_of(self.badge)).splitlines()]
        login = self._visit.job.login
        return next((line for line in lines if line and login not in line and "ID " not in line), login)

    async def _new_refusal(self) -> Locator:
        """An alert that is not there yet: the screen may already say that the session has expired."""
        alert = self._page.get_by_role("alert")
        if await alert.count():
            return alert.filter(has_not_text=await text_of(alert.first)).first
        return alert.first
