"""An export against a plain list: whatever the filter and the chunks, all that match and nothing else, in order."""

from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import TypeVar

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.batches import create, operations, plans
from models.domain.filters import EVERYTHING, TaskFilter
from models.domain.values.batches.requests import BatchRequest
from models.secrets.sealing import Sealer
from models.tables.accounts import Account
from models.tasks import exports
from tests.factories import some_accounts, waiting_tasks
from tests.models import random_tasks
from tests.models.examples import ExampleDatabase
from tests.models.random_tasks import NOW, ZONE, Made, matches

T = TypeVar("T")
_FEW = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


async def _all(chunks: AsyncIterator[Sequence[T]]) -> list[T]:
    return [task async for chunk in chunks for task in chunk]


@_FEW
@given(made=random_tasks.tasks, wanted=random_tasks.filters, chunk=st.integers(1, 7))
def test_all_that_match_are_read_once_newest_first(
    examples: ExampleDatabase, made: list[Made], wanted: TaskFilter, chunk: int
) -> None:
    examples.empty()
    tasks = examples.run(random_tasks.write(made, folded=0))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(exports, "_CHUNK", chunk)
        exported = examples.run(_all(exports.tasks(wanted, zone=ZONE, now=NOW)))

    matching = [n for n, task in tasks.items() if matches(wanted, n, task)]
    newest = sorted(matching, key=lambda n: (tasks[n].created_at, n), reverse=True)
    assert [task.id for task in exported] == newest


async def test_what_is_created_meanwhile_is_left_out_and_nothing_comes_twice(
    database: str, sealer: Sealer, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = await waiting_tasks(6, sealer)
    monkeypatch.setattr(exports, "_CHUNK", 2)
    read: list[int] = []

    async for chunk in exports.tasks(EVERYTHING, zone=ZONE, now=datetime.now(UTC)):
        read += [task.id for task in chunk]
        newcomer = await Account.get(login="emea00")
        asked = BatchRequest(type="check", account_ids=(newcomer.id,), by="U0BEN", channel="C0OPS")
        await create.create(asked, now=datetime.now(UTC) + timedelta(hours=1))

    assert read == ids[::-1]


async def test_an_operations_tasks_are_read_with_what_became_of_each(
    database: str, sealer: Sealer, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids, now = await waiting_tasks(3, sealer), datetime.now(UTC)
    plan = await plans.plan_ids("cancel", [*ids, 4711], by="U0ANA", channel="C0OPS", now=now)
    monkeypatch.setattr(exports, "_CHUNK", 3)
    exported = await exports.batch(plan.id)
    assert exported is not None
    batch, size = exported

    before = await _all(exports.items(batch))
    await operations.confirm(plan.id, by="U0ANA", now=now)
    await operations.step(plan.id, now=now)
    after = await _all(exports.items(batch))

    assert size == 4
    assert {item.outcome for item in before} == {""}
    assert [(item.task_id, item.outcome) for item in after] == [
        *((task_id, "done") for task_id in ids),
        (4711, "skipped"),
    ]
    assert after[-1].task is None


async def test_a_batch_nobody_made_or_without_tasks_is_none(database: str, sealer: Sealer) -> None:
    await some_accounts(1, sealer)
    empty = await plans.plan_matching(
        "cancel", EVERYTHING, zone=ZONE, by="U0ANA", channel="C0OPS", now=datetime.now(UTC)
    )

    assert await exports.batch(4711) is None
    assert await exports.batch(empty.id) is None
