"""One step of a form: its fields filled in, and a last look compared with what is wanted."""

from collections.abc import Sequence

from playwright.async_api import Locator

from executor import limits
from executor.browser.finding import Values, Wanted, find, typed, written
from executor.faults import NotDone, SiteFault
from executor.sitemap.screens import Entry, Look, Step
from executor.sitemap.site import parameters_in
from executor.visit import Visit
from executor.walk.entry_list import same_name
from executor.walk.texts import is_filled, parts_of, text_of


async def fill_in(visit: Visit, step: Step, values: Values) -> set[str]:
    """Fill in what a step asks for; return the names of the values that it has now."""
    given: set[str] = set()
    for entry in step.fields:
        await _fill(visit, entry, values)
        texts = [
            entry.value,
            entry.option,
            *(text for control in entry.control for text in control.name or ()),
        ]
        given |= {name for text in texts if text for name in parameters_in(text)}
    return given


async def _fill(visit: Visit, entry: Entry, values: Values) -> None:
    field = find(visit.page, entry.control, values)
    if entry.option is not None:
        await _choose(field, written(entry.option, values))
    elif entry.value is None:
        await field.check()
    elif not (entry.keep and await is_filled(field)):
        value = typed(entry.value, values)
        await field.fill(value)
        if not value and entry.value == "{email}":
            raise NotDone(
                "the form asks for a work e-mail, and the login is no address.", cause="email_wanted"
            )


async def holds(visit: Visit, fields: Sequence[Entry], values: Values) -> bool:
    """Whether the fields show what was filled in."""
    for entry in fields:
        field = find(visit.page, entry.control, values)
        if not await field.count():
            return False
        if entry.option is not None:
            chosen = await text_of(field.locator("option:checked").first)
            as_wanted = any(_is(one, chosen.strip()) for one in written(entry.option, values))
        elif entry.value is None:
            as_wanted = await field.is_checked()
        else:
            as_wanted = entry.keep or same_name(await field.input_value(), typed(entry.value, values))
        if not as_wanted:
            return False
    return True


async def _choose(field: Locator, wanted: Sequence[Wanted]) -> None:
    """Choose an option by one of the texts that it may have."""
    for one in wanted:
        option = field.get_by_role("option", name=one, exact=True)
        if await option.count():
            await field.select_option(value=await option.first.get_attribute("value"))
            return
    raise SiteFault("The form does not offer what was asked for.", cause="unsteady_screen", retryable=False)


async def is_as_wanted(visit: Visit, review: Sequence[Look], values: Values) -> bool:
    """The values beside their labels: the same text may stand anywhere else, in a preview or as the account's name."""
    if not review:
        return True
    page = visit.page
    shown = [await _texts(of) for of in (page.get_by_role("term"), page.get_by_role("definition"))]
    pairs = list(zip(*shown, strict=False))
    return all(_stands_there(look, pairs, values) for look in review)


def _stands_there(look: Look, pairs: Sequence[tuple[str, str]], values: Values) -> bool:
    terms = [term for text in look.term for term in written(text, values)]
    found = [value for label, value in pairs if any(_is(term, label) for term in terms)]
    return len(found) == 1 and any(_is(one, found[0]) for one in written(look.shows, values))


def _is(wanted: Wanted, shown: str) -> bool:
    return same_name(wanted, shown) if isinstance(wanted, str) else bool(wanted.fullmatch(shown))


async def _texts(shown: Locator) -> list[str]:
    return [" ".join(await parts_of(shown.nth(at))) for at in range(min(await shown.count(), limits.TEXTS))]
