"""A question about more frozen tasks than a statement has room for arguments."""

from datetime import datetime

from models.batches import approvals, plans
from models.batches.approval_table import Approval
from models.secrets.sealing import Sealer
from models.sql import rows, transaction
from tests.factories import waiting_tasks

_MANY = (
    "WITH RECURSIVE counted(n) AS (SELECT 1000 UNION ALL SELECT n + 1 FROM counted WHERE n < 36000) "
    "INSERT INTO batch_item (batch_id, task_id, outcome, status) SELECT :batch, n, '', '' FROM counted"
)


async def test_whoever_asked_about_any_number_of_tasks_is_known_by_their_groups(
    database: str, sealer: Sealer, now: datetime
) -> None:
    (task,) = await waiting_tasks(1, sealer)
    plan = await plans.plan_ids("repeat", [task], by="U0ANA", channel="C0OPS", now=now)
    await rows(_MANY, batch=plan.id)

    await transaction(
        lambda: approvals.ask_for_operation(plan.id, size=35_002, by="U0ANA", channel="C0OPS", now=now)
    )

    asked = await approvals.get((await Approval.get()).id)
    assert asked is not None
    assert await approvals.groups_of(asked) == ("emea",)
