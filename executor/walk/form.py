"""The steps that a map names, performed by whatever shows: on one screen or on several, in any order, begun anew."""

import asyncio
from collections.abc import Mapping, Sequence

from playwright.async_api import Locator
from playwright.async_api import TimeoutError as PlaywrightTimeout

from executor import limits
from executor.browser.finding import Values, find, unchecked
from executor.faults import NotDone, SiteFault
from executor.sitemap.screens import Step
from executor.sitemap.site import parameters_in
from executor.sitemap.tasks import Form
from executor.visit import Visit
from executor.walk.fields import fill_in, holds, is_as_wanted
from executor.walk.texts import text_of


class FormWalk:
    """Does all steps that show, and presses what ends the last of them, until the step that must not be taken twice."""

    def __init__(self, visit: Visit, form: Form, path: str, values: Values, *, noun: str) -> None:
        """``path``: where it is opened, and again when it must be begun anew. ``noun``: what it is for, in a sentence."""
        self._visit = visit
        self._form = form
        self._path = path
        self._values = values
        self._noun = noun
        self._refused = [find(visit.page, form.refused)] if form.refused else []
        self._signs = [find(visit.page, step.sign, values) for step in form.steps]
        self._was_refused = False
        self._given: set[str] = set()  # names of values that the site has by now

    async def open(self, *others: Locator) -> Locator:
        """Open it and return what shows: one of ``others``, or a step of it."""
        self._given.clear()
        return await self._visit.open(self._path, *others, *self._signs)

    async def fill_in(self) -> Step:
        """Go through the steps that show until the one that must not be taken twice is ready; return it."""
        for _ in range(limits.WIZARD_ROUNDS):
            due = await self._due()
            if not due:
                await self._visit.see(*self._signs)
                continue
            for at in due:
                self._given |= await fill_in(self._visit, self._form.steps[at], self._values)
            last = self._form.steps[due[-1]]
            if last.once and not await self._stays(due):
                continue
            if last.once:
                await self._check(last)
                return last
            await self._go_on(due)
        raise SiteFault(
            f"The form for a new {self._noun} starts anew again and again.", cause="unsteady_screen"
        )

    async def through(self, *, limit: float, others: Sequence[Locator] = ()) -> Locator:
        """Go through all steps, none of which does harm when it is taken twice; return what shows in the end, as ``until_done``."""
        for _ in range(limits.WIZARD_ROUNDS):
            due = await self._due()
            for at in due:
                await fill_in(self._visit, self._form.steps[at], self._values)
            if due:
                await self.press(self._form.steps[due[-1]])
            ahead = [sign for at, sign in enumerate(self._signs) if at not in due]
            shown = await self.until_done(limit=limit, others=[*others, *ahead])
            if not any(shown is one for one in ahead):
                return shown
        raise SiteFault(
            f"The form for the {self._noun} starts anew again and again.", cause="unsteady_screen"
        )

    async def press(self, step: Step) -> None:
        await self._visit.click(find(self._visit.page, step.press, self._values))

    async def until_done(self, *, limit: float, others: Sequence[Locator] = ()) -> Locator:
        """Wait until the site says that it is done, or one of ``others`` shows; NotDone when it refuses. Return what shows."""
        done = find(self._visit.page, self._form.done, self._values)
        shown = await self._visit.see(done, *others, *self._refused, limit=limit)
        if any(shown is one for one in self._refused):
            raise await self._refusal(shown)
        await self._visit.until_whole()
        return shown

    async def _due(self) -> list[int]:
        """Which steps show, by their number. On a form of one screen that is all of them."""
        return [at for at, sign in enumerate(self._signs) if await sign.filter(visible=True).count()]

    async def _stays(self, due: Sequence[int]) -> bool:
        """Whether what was filled in is still there a moment later: a screen may begin anew at the first field that changes."""
        fields = [entry for at in due for entry in self._form.steps[at].fields]
        if not fields:
            return True
        await asyncio.sleep(limits.FORM_STEADY)
        await self._visit.until_whole()
        return await holds(self._visit, fields, self._values)

    async def _go_on(self, due: Sequence[int]) -> None:
        """Press what ends the last of these steps, and wait for another, or for one that has lost what was filled in."""
        await self.press(self._form.steps[due[-1]])
        others = [sign for at, sign in enumerate(self._signs) if at not in due]
        lost = [empty for at in due for empty in self._emptied(self._form.steps[at])]
        try:
            shown = await self._visit.see(*others, *self._refused, *lost, limit=limits.ACTION)
        except PlaywrightTimeout:  # the click fell between two screens
            await self.open()
            return
        if any(shown is one for one in self._refused):
            await self._begin_anew(shown)

    def _emptied(self, step: Step) -> list[Locator]:
        """Choices of a step that are not made any more."""
        found = (unchecked(self._visit.page, entry.control, self._values) for entry in step.fields)
        return [one for one in found if one is not None]

    async def _begin_anew(self, refused: Locator) -> None:
        """A refused step may be one whose answer the screen lost; refused again, it is the site's will."""
        if self._was_refused:
            raise await self._refusal(refused)
        self._was_refused = True
        await self.open()

    async def _refusal(self, refused: Locator) -> NotDone:
        return NotDone(f"the site said: {self._visit.words(await text_of(refused.first))}")

    async def _check(self, step: Step) -> None:
        """Before what stays is made: the last look shows what is wanted, and the form has asked for all of it."""
        await self._visit.until_whole()
        if not await is_as_wanted(self._visit, step.review, self._values):
            raise SiteFault("The last look shows something else than was asked for.", cause="unsteady_screen")
        given = self._given | {name for look in step.review for name in parameters_in(look.shows)}
        if missing := [name for name in self._visit.job.params if name not in given]:
            labels = {parameter.name: parameter.label for parameter in self._visit.job.type.parameters}
            asked = labels.get(missing[0], missing[0])
            raise SiteFault(
                f"The form did not ask for the {asked}; nothing was sent.", cause="unsteady_screen"
            )


def values_of(visit: Visit, params: Mapping[str, str], *, account_name: str = "") -> Values:
    """What a form may be given: the task's parameters, in the site's words where the map has some, and the account's own."""
    words = visit.site.words
    given = {name: words.get(name, {}).get(value, (value,)) for name, value in params.items()}
    login = visit.job.login
    return given | {
        "login": (login,),
        "account_name": (account_name or login,),
        "email": (
            login if "@" in login else "",
        ),  # where the site does not know an address, none is invented
    }
