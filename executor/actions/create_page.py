"""Create page: a page of the wanted name and category, once."""

from collections.abc import Mapping

from executor.pages.entry_list import EntryList
from executor.pages.page_wizard import PageWizard
from executor.visit import Visit


async def act(visit: Visit, params: Mapping[str, str]) -> str:
    name = params["page_name"]
    if existing := await EntryList.pages(visit).find(name):
        if visit.progress.committed:
            return f"Page {existing}"  # made by the try before, whose answer got lost
        return f"Page {existing} was already there; no second one was made."
    visit.end_if_committed()
    wizard = PageWizard(visit, name=name, category=params["category"])
    await wizard.fill_in()
    async with visit.committing():
        created = await wizard.submit()
    return f"Page {created}"
