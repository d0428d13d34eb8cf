"""The changes of schedules, as requests: see ``changes``."""

from handlers.slack import origin as origins
from handlers.slack.ids import Do, Form
from handlers.slack.origin import Origin
from models.domain.values.schedules import ScheduleInput, Target
from models.schedules import records
from models.sql import transaction
from tests.handlers.access.results import WHO
from tests.handlers.bolt_harness import BoltHarness
from tests.handlers.strategies import NOW


async def scheduled() -> int:
    wanted = ScheduleInput(
        type="check",
        target=Target(group="emea"),
        timing="0 6 * * *",
        zone="UTC",
        starts_at=NOW,
        channel="C0OPS",
    )
    saved = await transaction(lambda: records.save(0, wanted, by="U0FIRST", now=NOW))
    return saved.id


async def make(harness: BoltHarness, _: int) -> None:
    await harness.say("/tasks", "schedule check group:emea every day 06:00", user=WHO)


async def pause(harness: BoltHarness, schedule: int) -> None:
    private = origins.pack(Origin(operation=schedule, url="https://x.example"))
    values = {"why": {Do.FILL_SCHEDULE: {"value": "proxies"}}}
    await harness.submit(Form.PAUSE_SCHEDULE, user=WHO, private=private, values=values)


async def delete(harness: BoltHarness, schedule: int) -> None:
    await harness.click(
        Do.SCHEDULE_MENU,
        user=WHO,
        value="delete",
        block=f"schedule:{schedule}",
        response_url="https://x.example",
    )
