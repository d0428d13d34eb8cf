"""A question that is answered after its tasks were forgotten: nothing of it is done, also not of a part."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

import pytest

from models.batches import approvals, operations, plans
from models.batches.transitions import TOO_OLD
from models.domain.errors import BadRequest
from models.domain.lifecycle import Status
from models.secrets.sealing import Sealer
from models.sql import transaction
from models.tables.tasks import Batch, BatchItem, Task
from models.tasks import retention
from tests.factories import waiting_tasks

pytestmark = pytest.mark.usefixtures("database")
_KEEP, _LATER = timedelta(days=30), timedelta(hours=25)
Answer = Callable[[int, datetime], Awaitable[bool]]


async def _confirm(operation: int, now: datetime) -> bool:
    return await operations.confirm(operation, by="U0ANA", now=now)


async def _ask(operation: int, now: datetime) -> bool:
    return await transaction(
        lambda: approvals.ask_for_operation(operation, size=3, by="U0ANA", channel="C0OPS", now=now)
    )


@pytest.mark.parametrize("forgotten", [1, 3])
@pytest.mark.parametrize("answer", [_confirm, _ask])
async def test_one_whose_tasks_were_forgotten_is_refused_whole(
    sealer: Sealer, now: datetime, monkeypatch: pytest.MonkeyPatch, forgotten: int, answer: Answer
) -> None:
    tasks = await waiting_tasks(3, sealer)
    plan = await plans.plan_ids("cancel", tasks, by="U0ANA", channel="C0OPS", now=now)
    monkeypatch.setattr(retention, "_MOST", forgotten)
    await retention.forget(now=now + _LATER, keep=_KEEP)
    assert await BatchItem.all().count() == 3 - forgotten

    with pytest.raises(BadRequest, match=TOO_OLD):
        await answer(plan.id, now + _LATER)

    assert (await Batch.get(id=plan.id)).state == "asked"
    assert (await operations.step(plan.id, now=now + _LATER)).over
    assert await Task.filter(status=Status.WAITING).count() == 3


async def test_one_that_is_confirmed_while_old_ones_are_forgotten_has_all_its_tasks_or_is_refused(
    sealer: Sealer, now: datetime
) -> None:
    tasks = await waiting_tasks(3, sealer)
    for _ in range(5):
        plan = await plans.plan_ids("cancel", tasks, by="U0ANA", channel="C0OPS", now=now)

        answer, _ = await asyncio.gather(
            _confirm(plan.id, now + _LATER),
            retention.forget(now=now + _LATER, keep=_KEEP),
            return_exceptions=True,
        )

        left = await BatchItem.filter(batch_id=plan.id).count()
        assert (answer, left) == (True, 3) or (isinstance(answer, BadRequest) and left == 0)
