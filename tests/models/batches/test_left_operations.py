"""An operation whose process died is gone on with by maintenance; one that somebody is at is left alone."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest

from executor.maintenance import sweep as maintenance
from models.batches import approvals, operations, plans
from models.batches.approval_table import Approval
from models.domain.values.batches.plans import Kind
from models.secrets.sealing import Sealer
from models.sql import transaction
from models.tables.tasks import Batch
from tests.executor.maintenance.sweeping import Nobody, swept
from tests.factories import ended, waiting_tasks

LONG_AGO = timedelta(hours=1)
LATER = maintenance.LEFT + timedelta(seconds=1)


async def left(now: datetime) -> list[int]:
    return await operations.unfinished(before=now - maintenance.LEFT, after=now + maintenance.LEFT)


async def asked_long_ago(kind: Kind, ids: Sequence[int], now: datetime) -> int:
    plan = await plans.plan_ids(kind, ids, by="U0ANA", channel="C0OPS", now=now - LONG_AGO)
    return plan.id


async def test_one_that_was_read_for_an_hour_counts_from_its_yes(
    database: str, sealer: Sealer, now: datetime
) -> None:
    operation = await asked_long_ago("cancel", await waiting_tasks(1, sealer), now)
    assert await operations.confirm(operation, by="U0ANA", now=now)

    assert await left(now) == []
    assert await left(now + LATER) == [operation]
    assert await left(now - LATER) == [operation]  # the clock was set back since


async def test_one_that_a_second_person_approved_counts_from_that_yes(
    database: str, sealer: Sealer, now: datetime
) -> None:
    (task_id,) = await waiting_tasks(1, sealer)
    await ended(task_id)
    operation = await asked_long_ago("repeat", [task_id], now)
    asked = now - LONG_AGO
    await transaction(
        lambda: approvals.ask_for_operation(operation, size=1, by="U0ANA", channel="C0OPS", now=asked)
    )
    assert await approvals.approve((await Approval.get()).id, by="U0BEN", now=now)

    assert await left(now) == []
    assert await left(now + LATER) == [operation]


async def test_one_that_goes_on_counts_from_its_last_step_and_is_not_over(
    sqlite: str, sealer: Sealer, now: datetime
) -> None:
    operation = await asked_long_ago("cancel", await waiting_tasks(600, sealer), now)
    assert await operations.confirm(operation, by="U0ANA", now=now)
    await operations.step(operation, now=now + LATER)

    assert await left(now + LATER) == []
    assert await left(now + 2 * LATER) == [operation]
    progress = await operations.progress(operation)
    assert progress is not None
    assert progress.done_at is None


async def test_one_that_an_older_program_confirmed_is_gone_on_with(
    database: str, sealer: Sealer, now: datetime
) -> None:
    operation = await asked_long_ago("cancel", await waiting_tasks(1, sealer), now)
    assert await operations.confirm(operation, by="U0ANA", now=now)
    await Batch.filter(id=operation).update(done_at=None)

    assert await left(now) == [operation]


async def test_undo_has_its_whole_time_where_maintenance_took_long_to_finish(
    sqlite: str, sealer: Sealer, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    operation = await asked_long_ago("cancel", await waiting_tasks(600, sealer), now)
    assert await operations.confirm(operation, by="U0ANA", now=now - LONG_AGO)
    passed: list[float] = []

    class Slow(Nobody):
        async def notify(self, task_ids: Sequence[int], /) -> None:
            passed.append(30.0)

    monkeypatch.setattr("models.leases.steady", lambda: sum(passed))
    await swept(now, notifier=Slow())

    finished = (await Batch.get(id=operation)).done_at
    assert finished == now + timedelta(seconds=30)  # the second and last step began then
    assert await operations.undo(operation, by="U0ANA", now=now + timedelta(seconds=45))
