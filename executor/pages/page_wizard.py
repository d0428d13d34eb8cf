"""The steps that create a page."""

from playwright.async_api import Locator
from playwright.async_api import TimeoutError as PlaywrightTimeout

from executor import limits, sitemap
from executor.faults import NotDone, SiteFault
from executor.pages.entry_list import Entry, same_name
from executor.pages.text import new_id, parts_of, text_of, whole
from executor.visit import Visit


class PageWizard:
    """Does whichever step shows, so that a screen that starts anew in the middle does no harm."""

    def __init__(self, visit: Visit, *, name: str, category: str) -> None:
        page = visit.page
        self._visit = visit
        self._name = name
        self._category = category
        self._name_field = page.get_by_label(sitemap.PAGE_NAME, exact=True)
        self._choice = page.get_by_role("radio", name=category, exact=True)
        self._unchosen = page.get_by_role("radio", name=category, exact=True, checked=False)
        self._next = page.get_by_role("button", name=sitemap.NEXT, exact=True)
        self._submit = page.get_by_role("button", name=sitemap.SUBMIT_PAGE, exact=True)
        self._alert = page.get_by_role("alert")
        self._refused = False

    async def fill_in(self) -> None:
        """Go through the steps until the last look shows what is wanted."""
        step = await self._start()
        for _ in range(limits.WIZARD_ROUNDS):
            if step is self._submit:
                return await self._check_review()
            step = await self._do(step)
        raise SiteFault("The form for a new page starts anew again and again.", cause="unsteady_screen")

    async def submit(self) -> Entry:
        """Create the page. This is the click that must not come twice."""
        await self._visit.click(self._submit)
        created = self._visit.page.get_by_role("status").filter(has_text=whole(sitemap.PAGE_CREATED))
        shown = await self._visit.see(created, self._alert, limit=self._visit.commit_patience())
        if shown is self._alert:
            raise NotDone(f"the site said: {self._visit.words(await text_of(self._alert.first))}")
        await self._visit.until_whole()
        return Entry(name=self._name, id=await new_id(self._visit.page, sitemap.PAGE_ID))

    async def _start(self) -> Locator:
        return await self._visit.open(sitemap.CREATE_PAGE, self._name_field)

    async def _do(self, step: Locator) -> Locator:
        """Do one step and return the next, which is the same again when the screen lost what was filled in."""
        if step is self._name_field:
            await self._name_field.fill(self._name)
            next_controls = (self._submit, self._alert, self._choice)
        else:
            await self._choice.check()
            next_controls = (self._submit, self._alert, self._unchosen)
        await self._visit.click(self._next)
        try:
            shown = await self._visit.see(*next_controls, limit=limits.ACTION)
        except PlaywrightTimeout:  # the click fell between two screens
            return await self._start()
        return await self._start_over() if shown is self._alert else shown

    async def _start_over(self) -> Locator:
        """A refused step may be one whose answer the screen lost; refused again, it is the site's will."""
        if self._refused:
            raise NotDone(f"the site said: {self._visit.words(await text_of(self._alert.first))}")
        self._refused = True
        return await self._start()

    async def _texts(self, shown: Locator) -> list[str]:
        return [
            " ".join(await parts_of(shown.nth(at))) for at in range(min(await shown.count(), limits.TEXTS))
        ]

    async def _check_review(self) -> None:
        """The values beside their labels: the same text may stand anywhere else, in a preview or as the account's name."""
        await self._visit.until_whole()
        page = self._visit.page
        labels, values = page.get_by_role("term"), page.get_by_role("definition")
        shown = [await self._texts(of) for of in (labels, values)]
        pairs = list(zip(*shown, strict=False))
        for label, wanted in ((sitemap.PAGE_NAME, self._name), (sitemap.PAGE_CATEGORY, self._category)):
            found = [value for shown_label, value in pairs if same_name(shown_label, label)]
            if len(found) != 1 or not same_name(found[0], wanted):
                raise SiteFault(
                    "The last look shows something else than was asked for.", cause="unsteady_screen"
                )
