"""Schedules over some accounts."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from models.domain.lifecycle import Status
from models.domain.permissions import Actor
from models.domain.values.schedules import RunStatus, SavedSchedule, ScheduleInput, Target
from models.schedules import firing, records
from models.schedules.firing import Behalf
from models.schedules.tables import ScheduleRun
from models.secrets.sealing import Sealer
from models.sql import transaction
from models.tables.tasks import Task
from tests.factories import some_accounts

BEGIN = datetime(2026, 3, 2, 5, tzinfo=UTC)
DAILY = ScheduleInput(
    type="check",
    target=Target(group="emea"),
    timing="0 6 * * *",
    zone="UTC",
    starts_at=BEGIN,
    channel="C0OPS",
)
BEHALF = Behalf(actor=Actor(user="U0ANA", subjects=("U0ANA",), is_first_admin=True), admins=("U0CHEN",))


async def saved(number: int = 0, **values: Any) -> SavedSchedule:
    wanted = replace(DAILY, **values)
    return await transaction(lambda: records.save(number, wanted, by="U0ANA", now=BEGIN))


@pytest.fixture
async def daily(database: str, sealer: Sealer) -> SavedSchedule:
    """At 06:00 UTC, on three accounts."""
    await some_accounts(3, sealer)
    return await saved()


DUE = BEGIN + timedelta(hours=1)
DAY = timedelta(days=1)


async def again(schedule: SavedSchedule) -> SavedSchedule:
    found = await records.get(schedule.id)
    assert found is not None
    return found


async def statuses(schedule: SavedSchedule) -> list[RunStatus]:
    return [run.status for run in await ScheduleRun.filter(schedule_id=schedule.id).order_by("due_at")]


async def fire(schedule: SavedSchedule, *, days: int = 0, minutes: int = 0, **more) -> None:
    behalf = replace(BEHALF, **more)
    now = DUE + days * DAY + timedelta(minutes=minutes)
    await firing.fire(await again(schedule), behalf, now=now)


async def all_over() -> None:
    await Task.all().update(status=Status.ENDED)
