"""Create BM: a business manager of the wanted name, once."""

from collections.abc import Mapping

from executor.pages.business_form import BusinessForm
from executor.pages.entry_list import EntryList
from executor.visit import Visit


async def act(visit: Visit, params: Mapping[str, str]) -> str:
    name = params["bm_name"]
    if existing := await EntryList.businesses(visit).find(name):
        if visit.progress.committed:
            return f"BM {existing}"  # made by the try before, whose answer got lost
        return f"BM {existing} was already there; no second one was made."
    visit.end_if_committed()
    form = BusinessForm(visit, name=name)
    await form.fill_in()
    async with visit.committing():
        created = await form.submit()
    return f"BM {created}"
