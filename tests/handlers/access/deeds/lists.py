"""The changes by a list of tasks, and of a task's parameters, as requests: see ``changes``."""

from handlers.slack import origin as origins
from handlers.slack.ids import Do, Form
from handlers.slack.origin import Origin
from models.batches import edits, kept_lists
from models.domain.task_files.reader import read_tasks
from models.tables.tasks import Task
from tests.handlers.access.results import WHO
from tests.handlers.bolt_harness import BoltHarness
from tests.handlers.strategies import NOW


async def previewed() -> int:
    """A list that they looked at."""
    return await _kept(b"account,type\nemea00,close_notifications\n")


async def previewed_for_two() -> int:
    return await _kept(b"account,type,bm_name\nemea00,create_bm,Second\n")


async def _kept(typed: bytes) -> int:
    return (await kept_lists.keep(read_tasks(typed), by=WHO, channel="C0OPS", why="", now=NOW)).id


async def create(harness: BoltHarness, number: int) -> None:
    """As the preview showed it."""
    kept = await kept_lists.get(number, by=WHO)
    assert kept is not None
    seen = kept_lists.digest(await kept_lists.look(kept.tasks, lambda _: True))
    await harness.submit(Form.CREATE_LIST, user=WHO, private=f"{number}:{seen}")


async def a_page_waits() -> int:
    return await Task.filter(id=1).update(
        type="create_page", params={"page_name": "Shop", "category": "Artist"}
    )


async def edit(harness: BoltHarness, number: int) -> None:
    (shown,) = await edits.tasks_of([number])
    private = origins.pack(Origin(operation=number, channel="C0OPS", shown=f"{number}:{shown.version}"))
    values = {
        "parameter:page_name": {Do.TYPE_PARAMETER: {"value": "Store"}},
        "parameter:category": {Do.TYPE_PARAMETER: {"selected_option": {"value": "Artist"}}},
    }
    await harness.submit(Form.EDIT_TASKS, user=WHO, private=private, values=values)
