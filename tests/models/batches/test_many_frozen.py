"""A question about more frozen tasks than a statement has room for arguments."""

from datetime import datetime

from models.access import scope
from models.batches import approvals, create, overview, plans
from models.batches.approval_table import Approval
from models.secrets.sealing import Sealer
from models.sql import rows, transaction
from models.tables.tasks import Task
from tests.factories import ended, waiting_tasks

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


async def test_any_number_of_failed_tasks_of_an_operation_is_frozen_in_one_statement(
    database: str, sealer: Sealer, now: datetime
) -> None:
    (task,) = await waiting_tasks(1, sealer)
    await ended(task, cause="time_limit", result="so")
    await Task.all().update(outcome="retry")
    before = await plans.plan_ids("repeat", [task], by="U0ANA", channel="C0OPS", now=now)
    await rows(_MANY, batch=before.id)
    row = ", ".join(f'"{name}"' for name in Task._meta.fields_db_projection.values() if name != "id")
    copied = row.replace(', "', ', task."').replace('"', 'task."', 1)
    await rows(
        f"INSERT INTO task (id, {row}) SELECT batch_item.task_id, {copied} FROM task, batch_item WHERE task_id <> :task AND batch_item.batch_id = :batch",
        task=task,
        batch=before.id,
    )
    asked = await create.get(before.id)
    assert asked is not None
    select = overview.select_failed(asked)

    assert await scope.of_selected(select) == ("emea",)
    frozen = await plans.plan_selected("repeat", select, by="U0BEN", channel="C0OPS", now=now)
    assert frozen.size == 35_002
