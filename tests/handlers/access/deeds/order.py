"""The changes of the order of what waits, as requests: see ``changes``."""

from handlers.slack.ids import Do
from models.ranks.levels import Level
from models.tables.tasks import Task
from tests.handlers.access.results import WHO
from tests.handlers.bolt_harness import BoltHarness


async def run_next(harness: BoltHarness, _: int) -> None:
    await harness.click(Do.RUN_NEXT, user=WHO, value="1")


async def is_next() -> bool:
    return Level.of((await Task.get(id=1)).rank) is Level.NEXT
