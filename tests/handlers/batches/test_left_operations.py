"""An operation that was confirmed, and whose bot died before it did anything: it is done, and its asker can see that."""

from datetime import UTC, datetime

import pytest

from bot.sandbox.slack import Person
from executor.maintenance.sweep import LEFT
from models.batches import operations, plans
from models.domain.lifecycle import Status
from models.secrets.sealing import Sealer
from models.tables.tasks import Task
from tests.executor.maintenance.sweeping import swept
from tests.factories import waiting_tasks


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize("transport", ["socket"], indirect=True)
async def test_maintenance_does_it_and_a_message_says_what_became_of_it(ana: Person, sealer: Sealer) -> None:
    ids, then = await waiting_tasks(2, sealer), datetime.now(UTC) - 2 * LEFT
    plan = await plans.plan_ids("cancel", ids, by="U0ANA", channel="C0OPS", now=then)
    assert await operations.confirm(plan.id, by="U0ANA", now=then)

    await swept(datetime.now(UTC), days=1)

    said = await ana.wait_for_message("Cancel execution · 2 tasks")
    assert "Canceled 2 · Skipped 0" in ana.reads(said)
    assert {task.status for task in await Task.all()} == {Status.CANCELED}
