"""Whose a schedule is: who may change it, and where its runs are asked for."""

from dataclasses import replace

import pytest

from handlers.schedules.blocks import DELETE
from handlers.slack.ids import Do
from handlers.slack.services import Services
from models.access import grants
from models.domain.permissions import Grant, Role
from models.domain.values.batches.approvals import Policy
from models.domain.values.schedules import ScheduleInput, Target
from models.schedules import records
from models.secrets.sealing import Sealer
from models.sql import transaction
from tests.factories import waiting_tasks
from tests.handlers.bolt_harness import BoltHarness
from tests.handlers.strategies import NOW

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
_LISTED = ScheduleInput(
    type="check", target=Target(), timing="0 6 * * *", zone="UTC", starts_at=NOW, channel="C0OPS"
)


@pytest.fixture
async def harness(database: str, sealer: Sealer) -> BoltHarness:
    await waiting_tasks(1, sealer)
    await waiting_tasks(1, sealer, group="apac")
    granted = [
        Grant(subject=f"U0{group.upper()}", role=Role.OPERATOR, group=group) for group in ("emea", "apac")
    ]
    await transaction(lambda: grants.grant(granted, by="U0FIRST", now=NOW))
    return BoltHarness()


@pytest.mark.parametrize(
    ("tasks", "user", "is_gone"),
    [
        ("status:ended group:emea", "U0APAC", False),  # it finds no account now
        ("status:ended", "U0APAC", False),
        ("status:waiting group:emea,apac account:apac00", "U0APAC", False),
        ("status:ended group:emea", "U0EMEA", True),
        ("status:ended", "U0FIRST", True),
    ],
)
async def test_what_a_list_finds_now_does_not_say_whose_the_schedule_is(
    harness: BoltHarness, tasks: str, user: str, *, is_gone: bool
) -> None:
    wanted = replace(_LISTED, target=Target(tasks=tasks))
    made = await transaction(lambda: records.save(0, wanted, by="U0OWNER", now=NOW))
    chosen = {"action_id": Do.SCHEDULE_MENU, "block_id": f"schedule:{made.id}:1", "selected_option": {"value": DELETE.value}}  # fmt: skip

    await harness.send("action", Do.SCHEDULE_MENU, user=user, actions=[chosen])

    assert (await records.every() == []) == is_gone


class _AboveOne(BoltHarness):
    """More than one task at once needs a second person."""

    def _services(self) -> Services:
        return replace(super()._services(), policy=Policy(above=1))


@pytest.mark.parametrize(("group", "is_saved"), [("emea", True), ("latam", False)])
async def test_runs_that_need_a_second_person_for_their_size_are_asked_for_where_somebody_sees_it(
    harness: BoltHarness, sealer: Sealer, group: str, *, is_saved: bool
) -> None:
    await waiting_tasks(2, sealer, group="latam")
    words = f"schedule check group:{group} every day 6:00"

    await _AboveOne().send(
        "command", "/tasks", user="U0FIRST", command="/tasks", text=words, channel_id="D0FIRST"
    )

    assert bool(await records.every()) == is_saved
