"""The log-in, on one screen or on several, and the badge that shows who is inside."""

from dataclasses import dataclass

from playwright.async_api import Locator

from executor import limits
from executor.browser.finding import find, typed
from executor.faults import SiteFault
from executor.sitemap.screens import Step
from executor.visit import Visit
from executor.walk.reading import read
from executor.walk.texts import parts_of, text_of

_SECRET = "{password}"  # noqa: S105 - the name of one


@dataclass(frozen=True, kw_only=True)
class ShownAccount:
    """Who is inside, as the screen shows it. What the site does not show is empty."""

    name: str
    login: str
    user_id: str


class LoginForm:
    """Goes through the log-in once and tells what the site answers."""

    def __init__(self, visit: Visit) -> None:
        self._visit = visit
        self._page = visit.page
        self._map = visit.site.login

    @property
    def badge(self) -> Locator:
        return find(self._page, self._visit.site.account.badge)

    async def submit(self, login: str, password: str) -> str:
        """Go through it, each step once; return the site's refusal, or nothing when it let the account in or asks for a code."""
        refusal = await self._new_refusal()
        ahead, code = (
            list(self._map.steps),
            [find(self._page, self._map.code.field)] if self._map.code else [],
        )
        while ahead:
            step = await self._due(ahead)
            ahead.remove(step)
            await self._fill_in(step, {"login": [login], "password": [password]})
            await self._visit.click(find(self._page, step.press))
            next_ones = [self._sign(one) for one in ahead]
            shown = await self._visit.see_login_screen(self.badge, *code, refusal, *next_ones)
            if shown is refusal:
                return (await text_of(refusal)).strip()
            if not any(shown is one for one in next_ones):
                return ""
        raise SiteFault("The log-in did not end.", cause="unsteady_screen")

    async def shown_account(self) -> ShownAccount | None:
        """Who is inside; None unless all is there that the map says. A name may be anything, so its place tells it."""
        account = self._visit.site.account
        if await self.badge.count() != 1:
            return None
        if account.texts is not None and len(await parts_of(self.badge)) != account.texts:
            return None
        wanted = {"name": account.name, "login": account.login, "user_id": account.user_id}
        shown = {key: await read(self._visit, place, self.badge) for key, place in wanted.items() if place}
        if not all(shown.values()):
            return None
        return ShownAccount(**{key: shown.get(key, "") for key in wanted})

    def _sign(self, step: Step) -> Locator:
        return find(self._page, step.sign)

    async def _due(self, ahead: list[Step]) -> Step:
        """The step that shows: the first of several, and the first of all where none does yet."""
        for _ in range(limits.SCREEN_LOOKS):
            for step in ahead:
                if await self._sign(step).filter(visible=True).count():
                    return step
            await self._visit.see_login_screen(*(self._sign(step) for step in ahead))
        return ahead[0]

    async def _fill_in(self, step: Step, values: dict[str, list[str]]) -> None:
        for entry in step.fields:
            field = find(self._page, entry.control)
            self._visit.stay()
            if entry.value and _SECRET in entry.value:
                await self._visit.tab.private.fill(field, typed(entry.value, values))
            elif entry.value:
                await field.fill(typed(entry.value, values))
            else:
                await field.check()

    async def _new_refusal(self) -> Locator:
        """A refusal that is not there yet: the screen may already say that the session has expired."""
        refused = find(self._page, self._map.refused)
        if await refused.count():
            return refused.filter(has_not_text=await text_of(refused.first)).first
        return refused.first
