"""Operations on many tasks: frozen, done once, step by step, and taken back as far as they still stand."""

import asyncio
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from models.batches import operations, plans
from models.domain.filters import EVERYTHING, TaskFilter
from models.domain.lifecycle import Status
from models.domain.triage.decision import LOOKS, may_be_made
from models.domain.triage.outcome import Outcome
from models.domain.values.batches.plans import Kind
from models.secrets.sealing import Sealer
from models.tables.tasks import Attempt, Task
from models.tasks import claims, counts, queries
from tests.factories import claimed, ended, waiting_tasks

_UTC = ZoneInfo("UTC")


async def done(kind: Kind, ids: list[int], now: datetime) -> int:
    """An operation, planned, confirmed and finished."""
    plan = await plans.plan_ids(kind, ids, by="U0ANA", channel="C0OPS", now=now)
    assert await operations.confirm(plan.id, by="U0ANA", now=now)
    while not (await operations.step(plan.id, now=now)).over:
        pass
    return plan.id


async def undone(operation: int, now: datetime, *, by: str) -> int:
    """The operation, taken back; how many tasks that were."""
    assert await operations.undo(operation, by=by, now=now)
    while not (await operations.step(operation, now=now)).over:
        pass
    progress = await operations.progress(operation)
    assert progress is not None
    assert progress.state == "undone"
    return progress.undone


async def statuses() -> list[Status]:
    return [task.status for task in await Task.all().order_by("id")]


async def test_a_plan_counts_what_it_would_do(database: str, sealer: Sealer, now: datetime) -> None:
    ids = await waiting_tasks(5, sealer, kind="create_page")
    await ended(ids[0])
    await ended(ids[1], status=Status.NO_PROXY)

    plan = await plans.plan_matching("repeat", EVERYTHING, zone=_UTC, by="U0ANA", channel="C", now=now)

    assert plan.counts == {Status.WAITING: 3, Status.ENDED: 1, Status.NO_PROXY: 1}
    assert (plan.size, plan.first, plan.seconds, plan.second_ids, plan.dry_accounts) == (
        5,
        tuple(ids),
        1,
        (ids[0],),
        1,
    )


async def test_of_many_as_of_one_it_is_told_what_may_be_there_already(
    database: str, sealer: Sealer, now: datetime
) -> None:
    endings = [
        (status, outcome, result)
        for status in (Status.ENDED, Status.UNKNOWN_ERROR, Status.TIMED_OUT)
        for outcome in (None, *Outcome)
        for result in ("Page Acme", "Not done: so.", *(f"Lost. {look}" for look in LOOKS))
    ]
    ids = await waiting_tasks(len(endings), sealer, kind="create_page")
    for task_id, (status, outcome, result) in zip(ids, endings, strict=True):
        await Task.filter(id=task_id).update(status=status, outcome=outcome or "", result=result)

    plan = await plans.plan_ids("repeat", ids, by="U0ANA", channel="C", now=now)

    assert plan.seconds == sum(may_be_made(*ending) for ending in endings)


async def test_all_that_match_are_frozen_whatever_comes_later(
    database: str, sealer: Sealer, now: datetime
) -> None:
    ids = await waiting_tasks(3, sealer)
    wanted = TaskFilter(
        statuses=(Status.WAITING,), groups=("emea",), account="emea01", users=("U0ANA",), span="1w"
    )

    plan = await plans.plan_matching("cancel", wanted, zone=_UTC, by="U0ANA", channel="C", now=now)
    await waiting_tasks(3, sealer)

    assert (plan.size, plan.first) == (1, (ids[1],))


async def test_an_operation_is_confirmed_once_and_by_its_asker(
    database: str, sealer: Sealer, now: datetime
) -> None:
    plan = await plans.plan_ids("cancel", await waiting_tasks(1, sealer), by="U0ANA", channel="C", now=now)

    assert not await operations.confirm(plan.id, by="U0BEN", now=now)
    assert sorted(await asyncio.gather(*(operations.confirm(plan.id, by="U0ANA", now=now) for _ in range(4)))) == [
        False, False, False, True,
    ]  # fmt: skip


async def test_its_receipt_lists_done_later_and_skipped(database: str, sealer: Sealer, now: datetime) -> None:
    ids = await waiting_tasks(3, sealer)
    await ended(ids[0])
    await claimed(ids[1])

    operation = await done("repeat", [*ids, 9999], now)

    progress = await operations.progress(operation)
    assert progress is not None
    assert (progress.done, progress.later, progress.skipped, progress.left, progress.state) == (
        1,
        1,
        2,
        0,
        "done",
    )
    assert [(task.task_id, task.status) for task in progress.receipt.skipped] == [
        (ids[2], Status.WAITING),
        (9999, None),
    ]


async def test_steps_at_once_do_nothing_twice(database: str, sealer: Sealer, now: datetime) -> None:
    ids = await waiting_tasks(6, sealer)
    plan = await plans.plan_ids("cancel", ids, by="U0ANA", channel="C", now=now)
    await operations.confirm(plan.id, by="U0ANA", now=now)

    await asyncio.gather(*(operations.step(plan.id, now=now) for _ in range(4)))

    progress = await operations.progress(plan.id)
    assert progress is not None
    assert (progress.done, progress.skipped) == (6, 0)


async def test_an_undone_cancel_waits_in_its_old_place(database: str, sealer: Sealer, now: datetime) -> None:
    ids = await waiting_tasks(3, sealer)
    operation = await done("cancel", ids[:2], now)

    assert await undone(operation, now, by="U0ANA") == 2

    assert await statuses() == [Status.WAITING] * 3
    assert [attempt.status for attempt in await Attempt.all()] == [Status.WAITING] * 3
    assert await counts.total(TaskFilter(statuses=(Status.WAITING,))) == 3


async def test_an_undone_re_execution_is_what_it_was(database: str, sealer: Sealer, now: datetime) -> None:
    ids = await waiting_tasks(2, sealer)
    await ended(ids[0], result="first result")
    before = await queries.task_rows(ids[:1])
    operation = await done("repeat", ids[:1], now)

    assert await undone(operation, now, by="U0BEN") == 1

    (after,) = await queries.task_rows(ids[:1])
    assert (
        replace(after, rank=before[0].rank) == before[0]
    )  # its place among what waits is of no use any more
    assert await Attempt.filter(task_id=ids[0]).count() == 1


async def test_what_has_begun_meanwhile_is_not_taken_back(
    database: str, sealer: Sealer, now: datetime
) -> None:
    ids = await waiting_tasks(2, sealer)
    for task_id in ids:
        await ended(task_id)
    operation = await done("repeat", ids, now)
    held = await claimed(ids[0])
    await claims.give_back(held, now=now, cause="stopping")

    assert await undone(operation, now, by="U0ANA") == 1

    assert await statuses() == [Status.WAITING, Status.ENDED]


async def test_a_request_for_later_is_taken_back_too(database: str, sealer: Sealer, now: datetime) -> None:
    ids = await waiting_tasks(1, sealer)
    await claimed(ids[0])
    operation = await done("repeat", ids, now)

    assert await undone(operation, now, by="U0ANA") == 1

    assert (await Task.get(id=ids[0])).again_by == ""


@pytest.mark.parametrize("late", [timedelta(seconds=21), timedelta(days=1)])
async def test_an_undo_has_its_time_and_comes_once(
    database: str, sealer: Sealer, now: datetime, late: timedelta
) -> None:
    operation = await done("cancel", await waiting_tasks(1, sealer), now)

    assert not await operations.undo(operation, by="U0ANA", now=now + late)
    assert await undone(operation, now, by="U0ANA") == 1
    assert not await operations.undo(operation, by="U0ANA", now=now)


async def test_thousands_are_done_in_steps_and_a_lost_process_is_followed(
    sqlite: str, sealer: Sealer, now: datetime
) -> None:
    ids = await waiting_tasks(1200, sealer)
    plan = await plans.plan_matching("cancel", EVERYTHING, zone=_UTC, by="U0ANA", channel="C", now=now)
    await operations.confirm(plan.id, by="U0ANA", now=now)
    await operations.step(plan.id, now=now)

    assert await operations.unfinished(before=datetime.now(UTC) + timedelta(minutes=1)) == [plan.id]
    while not (await operations.step(plan.id, now=now)).over:
        pass

    progress = await operations.progress(plan.id)
    assert progress is not None
    assert (progress.size, progress.done) == (len(ids), len(ids))


async def test_an_undo_of_thousands_is_followed_too(sqlite: str, sealer: Sealer, now: datetime) -> None:
    ids = await waiting_tasks(1200, sealer)
    operation = await done("cancel", ids, now)
    assert await operations.undo(operation, by="U0ANA", now=now)
    await operations.step(operation, now=now)
    assert Counter(await statuses()) == {Status.WAITING: 500, Status.CANCELED: 700}

    assert await operations.unfinished(before=datetime.now(UTC) + timedelta(minutes=1)) == [operation]
    while not (await operations.step(operation, now=now)).over:
        pass

    assert await statuses() == [Status.WAITING] * 1200
    assert await operations.unfinished(before=datetime.now(UTC) + timedelta(minutes=1)) == []
