"""The log-in screen, and the badge that shows who is inside."""

import re
from dataclasses import dataclass

from playwright.async_api import Locator

from executor import sitemap
from executor.pages.code_form import CodeForm
from executor.pages.text import parts_of, text_of
from executor.visit import Visit


@dataclass(frozen=True, kw_only=True)
class ShownAccount:
    """Who is inside, as the badge shows it."""

    name: str
    login: str
    user_id: str


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

    async def shown_account(self) -> ShownAccount | None:
        """Who is inside; None unless there is one badge of the known form. A name may be anything, so its place tells it."""
        if await self.badge.count() != 1:
            return None
        match await parts_of(self.badge):
            case [name, login, number] if found := re.fullmatch(sitemap.ACCOUNT_ID, number):
                return ShownAccount(name=name, login=login, user_id=found[1])
            case _:
                return None

    async def _new_refusal(self) -> Locator:
        """An alert that is not there yet: the screen may already say that the session has expired."""
        alert = self._page.get_by_role("alert")
        if await alert.count():
            return alert.filter(has_not_text=await text_of(alert.first)).first
        return alert.first
