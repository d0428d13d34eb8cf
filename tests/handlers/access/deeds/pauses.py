"""The changes of pauses, as requests: see ``changes``."""

from handlers.slack.ids import Do
from models.domain.values.pauses import PauseRequest, PauseScope
from models.pauses import changes
from models.pauses.table import Pause
from models.sql import transaction
from tests.handlers.access.results import WHO
from tests.handlers.bolt_harness import BoltHarness
from tests.handlers.strategies import NOW


async def paused() -> int:
    """The group is paused."""
    wanted = PauseRequest(scope=PauseScope(group="emea"), why="test", by="U0FIRST")
    return await transaction(lambda: changes.begin(wanted, now=NOW))


async def pause(harness: BoltHarness, _: int) -> None:
    await harness.say("/tasks", "pause group:emea 2h proxies are being changed", user=WHO)


async def resume(harness: BoltHarness, number: int) -> None:
    await harness.click(Do.RESUME, user=WHO, value=str(number), response_url="https://x.example")


async def is_paused() -> bool:
    return await Pause.filter(ended_at=None).exists()


async def is_resumed() -> bool:
    return await Pause.exists() and not await is_paused()
