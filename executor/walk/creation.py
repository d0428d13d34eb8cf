"""Something of a wanted name, made once: looked for, made through the form, and read."""

from collections.abc import Mapping

from executor.sitemap.tasks import Creation
from executor.visit import Visit
from executor.walk.entry_list import Entry, EntryList
from executor.walk.form import FormWalk, values_of
from executor.walk.login_form import LoginForm
from executor.walk.reading import read


async def create(visit: Visit, params: Mapping[str, str], *, name: str, noun: str) -> str:
    """The result of a task that makes ``noun`` of this name."""
    way: Creation = visit.way(visit.job.type.id)
    if existing := await EntryList(visit, way.list).find(name):
        if visit.progress.committed:
            return f"{noun} {existing}"  # made by the try before, whose answer got lost
        return f"{noun} {existing} was already there; no second one was made."
    visit.end_if_committed()
    account = await LoginForm(visit).shown_account()
    values = values_of(visit, params, account_name=account.name if account else "")
    walk = FormWalk(visit, way, way.path, values, noun="page" if noun == "Page" else noun)
    await walk.open()
    last = await walk.fill_in()
    async with visit.committing():
        await walk.press(last)
        await walk.until_done(limit=visit.commit_patience())
        number = await read(visit, way.id, visit.page.locator("body"))
    return f"{noun} {Entry(name=name, id=number or 'unknown')}"
