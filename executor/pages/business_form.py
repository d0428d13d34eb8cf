"""The form that creates a business manager."""

from playwright.async_api import Locator

from executor import sitemap
from executor.faults import NotDone
from executor.pages.entry_list import Entry
from executor.pages.login_form import LoginForm
from executor.pages.text import is_filled, new_id, text_of, whole
from executor.visit import Visit


class BusinessForm:
    """Asks for a name and for who stands behind it."""

    def __init__(self, visit: Visit, *, name: str) -> None:
        self._visit = visit
        self._name = name
        self._submit = visit.page.get_by_role("button", name=sitemap.SUBMIT_BUSINESS, exact=True)
        self._alert = visit.page.get_by_role("alert")

    async def fill_in(self) -> None:
        login = self._visit.job.login
        await self._visit.open(sitemap.CREATE_BUSINESS, self._field(sitemap.BUSINESS_NAME))
        await self._field(sitemap.BUSINESS_NAME).fill(self._name)
        account = await LoginForm(self._visit).shown_account()
        await self._fill_if_empty(sitemap.BUSINESS_CONTACT, (account and account.name) or login)
        # The site knows its members' addresses; where it does not, none is invented for a step that stays.
        await self._fill_if_empty(sitemap.BUSINESS_EMAIL, login if "@" in login else "")
        if not await is_filled(self._field(sitemap.BUSINESS_EMAIL)):
            raise NotDone(
                "the form asks for a work e-mail, and the login is no address.", cause="email_wanted"
            )

    async def submit(self) -> Entry:
        """Create the business manager. This is the click that must not come twice."""
        await self._visit.click(self._submit)
        created = self._visit.page.get_by_role("status").filter(has_text=whole(sitemap.BUSINESS_CREATED))
        shown = await self._visit.see(created, self._alert, limit=self._visit.commit_patience())
        if shown is self._alert:
            raise NotDone(f"the site said: {self._visit.words(await text_of(self._alert.first))}")
        await self._visit.until_whole()
        return Entry(name=self._name, id=await new_id(self._visit.page, sitemap.BUSINESS_ID))

    def _field(self, label: str) -> Locator:
        return self._visit.page.get_by_label(label, exact=True)

    async def _fill_if_empty(self, label: str, value: str) -> None:
        if not await is_filled(self._field(label)):
            await self._field(label).fill(value)
