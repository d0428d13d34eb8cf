"""The changes by a list of tasks, as requests: see ``changes``."""

from handlers.slack.ids import Form
from models.batches import kept_lists
from models.domain.task_files.reader import read_tasks
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
