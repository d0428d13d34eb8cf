"""What was made after a plan was frozen is not made again by it: about that nobody was asked."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

import pytest

from models.batches import operations, plans
from models.domain.lifecycle import Status
from models.secrets.sealing import Sealer
from models.tables.tasks import Task
from models.tasks import bulk, claims
from tests.factories import claimed, ended, waiting_tasks

pytestmark = pytest.mark.usefixtures("database")


async def _again(task_id: int) -> None:
    await bulk.repeat([task_id], by="U0BEN", batch_id=None, now=datetime.now(UTC))


async def _made(task_id: int) -> None:
    await _again(task_id)
    await ended(task_id, result="Page Shop (ID 1)")


async def _in_the_making(task_id: int) -> None:
    await _again(task_id)
    assert await claims.begin(await claimed(task_id), now=datetime.now(UTC))


async def _failed_again(task_id: int) -> None:
    await _again(task_id)
    await ended(task_id, status=Status.UNKNOWN_ERROR, result="An error.", cause="site_error")


@pytest.mark.parametrize(
    ("kind", "meanwhile", "done"),
    [
        ("create_page", _made, 0),
        ("create_page", _in_the_making, 0),
        ("create_page", _failed_again, 1),
        ("check", _made, 1),
    ],
)
async def test_a_page_that_was_made_after_it_was_asked_is_not_made_again(
    kind: str, meanwhile: Callable[[int], Awaitable[None]], done: int, sealer: Sealer
) -> None:
    (task_id,) = await waiting_tasks(1, sealer, kind=kind)
    await ended(task_id, status=Status.UNKNOWN_ERROR, result="An error.", cause="site_error")
    now = datetime.now(UTC)
    plan = await plans.plan_ids("repeat", [task_id], by="U0ANA", channel="C0OPS", now=now)
    await meanwhile(task_id)
    before = await Task.get(id=task_id)

    await operations.confirm(plan.id, by="U0ANA", now=datetime.now(UTC))
    await operations.step(plan.id, now=datetime.now(UTC))

    after = await Task.get(id=task_id)
    assert (after.attempt, after.again_by) == (before.attempt + done, "")
    progress = await operations.progress(plan.id)
    assert progress is not None
    assert (progress.done, progress.later, progress.skipped) == (done, 0, 1 - done)
