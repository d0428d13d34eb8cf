"""The second step of a batch: made with the end of each task, once, whoever comes first, and by the rights of then."""

import asyncio
from datetime import datetime, timedelta

import pytest

from models.access.grants import Audit
from models.batches import create, following, operations, plans, undo
from models.domain.lifecycle import Status
from models.domain.permissions import Actor
from models.domain.triage.following import Verdict
from models.domain.values.batches.second_steps import StepEnd
from models.messages.outbox import MessageKind
from models.secrets.sealing import Sealer
from models.sql import transaction
from models.tables.messages import Outbox
from models.tables.tasks import Batch, Task
from models.tasks import bulk, claims, recovery
from tests.models import invariants
from tests.models.batches.following.steps_of_two import (
    ADMIN,
    DONE,
    GONE,
    LATE,
    PAGE,
    PARTIAL,
    UNSURE,
    all_end,
    begun,
    followers,
    settled,
    two_steps,
)

pytestmark = pytest.mark.usefixtures("database")


async def first_and_second() -> tuple[Batch, Batch]:
    """The batch with the step, and the one that follows it."""
    return await Batch.get(then_type="create_page"), await Batch.get(follows_id__isnull=False)


async def owed(kind: MessageKind) -> list[int]:
    return [row.about for row in await Outbox.filter(kind=kind, state="pending").order_by("id")]


async def test_what_ends_done_is_followed_on_its_account_and_what_fails_is_not(
    sealer: Sealer, now: datetime
) -> None:
    done, late, _ = await two_steps(3, sealer, now=now)

    await all_end([done], now=now)
    await all_end([late], LATE, now=now)

    made = await followers()
    assert list(made) == [done]
    first, second = await first_and_second()
    task = made[done]
    assert (task.type, task.params, task.operation_user) == (PAGE.type, PAGE.params, "U0ANA")
    assert (second.follows_id, second.size, second.by, second.channel) == (first.id, 1, "U0ANA", "C0OPS")
    assert task.status is Status.WAITING
    assert (await Task.get(id=done)).account_id == task.account_id  # type: ignore[attr-defined]
    assert await recovery.take_unnotified(now=now) == [
        task.id
    ]  # the others were notified of at their creation
    assert second.id in await owed(MessageKind.BATCH)
    assert await invariants.broken() == {}


async def test_two_tasks_that_end_at_once_are_followed_in_one_batch(sealer: Sealer, now: datetime) -> None:
    tasks = await two_steps(6, sealer, now=now)
    held = [await begun(task_id, now=now) for task_id in tasks]

    ended = await asyncio.gather(*(settled(one, now=now) for one in held for _ in "12"))

    assert sum(ended) == len(tasks)
    assert sorted(await followers()) == tasks
    _, second = await first_and_second()
    assert second.size == len(tasks)
    assert await invariants.broken() == {}


async def test_a_task_that_is_done_again_is_followed_once(sealer: Sealer, now: datetime) -> None:
    tasks = await two_steps(2, sealer, now=now)
    await all_end(tasks, now=now)

    await bulk.repeat(tasks, by="U0BEN", batch_id=None, now=now)
    await all_end(tasks, now=now)

    assert sorted(await followers()) == tasks


async def test_one_that_failed_is_followed_when_it_is_done_after_its_batch_was_over(
    sealer: Sealer, now: datetime
) -> None:
    (task,) = await two_steps(1, sealer, now=now)
    await all_end([task], LATE, now=now)
    await create.finish((await Batch.get()).id, now=now)

    await bulk.repeat([task], by="U0BEN", batch_id=None, now=now)
    await all_end([task], now=now)

    assert list(await followers()) == [task]


async def test_one_that_was_asked_for_again_while_it_ran_is_followed_by_its_first_end(
    sealer: Sealer, now: datetime
) -> None:
    (task,) = await two_steps(1, sealer, now=now)
    held = await begun(task, now=now)
    await bulk.repeat([task], by="U0BEN", batch_id=None, now=now)

    assert await settled(held, now=now)
    await all_end([task], now=now)

    assert list(await followers()) == [task]


async def test_nothing_follows_a_batch_that_was_undone_and_what_had_followed_is_canceled_with_it(
    sealer: Sealer, now: datetime
) -> None:
    ended, runs, _ = await two_steps(3, sealer, now=now)
    await all_end([ended], now=now)
    held = await begun(runs, now=now)
    batch, _ = await first_and_second()

    ids = await undo.tasks_of(batch.id)
    number = await transaction(lambda: undo.take_back(batch.id, ids, by="U0BEN", channel="C0OPS", now=now))
    await operations.step(number, now=now)
    assert await settled(held, now=now)

    made = await followers()
    assert list(made) == [ended]
    assert made[ended].status is Status.CANCELED


async def test_an_undo_of_the_second_batch_ends_what_follows(sealer: Sealer, now: datetime) -> None:
    ended, runs = await two_steps(2, sealer, now=now)
    await all_end([ended], now=now)
    _, second = await first_and_second()

    await transaction(lambda: undo.take_back(second.id, [], by="U0BEN", channel="C0OPS", now=now))
    await all_end([runs], now=now)

    assert list(await followers()) == [ended]


async def test_canceling_the_rest_of_either_batch_does_not_end_the_step(
    sealer: Sealer, now: datetime
) -> None:
    ended, runs, waits = await two_steps(3, sealer, now=now)
    await all_end([ended], now=now)
    held = await begun(runs, now=now)
    ids = [waits, (await followers())[ended].id]

    plan = await plans.plan_ids("cancel", ids, by="U0BEN", channel="C0OPS", now=now)
    await operations.confirm(plan.id, by="U0BEN", now=now)
    await operations.step(plan.id, now=now)
    assert await settled(held, now=now)

    made = await followers()
    assert {task_id: task.status for task_id, task in made.items()} == {
        ended: Status.CANCELED,
        runs: Status.WAITING,
    }


async def test_a_deactivated_asker_ends_the_step_with_a_message_and_the_task_is_settled_all_the_same(
    sealer: Sealer, now: datetime
) -> None:
    one, other = await two_steps(2, sealer, now=now)
    held = await begun(one, now=now)

    assert await settled(held, actor=GONE, now=now)
    await all_end([other], now=now)

    batch = await Batch.get()
    assert (batch.then_end, await followers()) == (StepEnd.REFUSED, {})
    assert await owed(MessageKind.STEP_END) == [batch.id]
    assert [(line.allowed, line.batch_id) for line in await Audit.all()] == [(False, batch.id)]
    assert (await Task.get(id=one)).status is Status.ENDED


@pytest.mark.parametrize("actor", [UNSURE, PARTIAL, None])
async def test_where_slack_does_not_say_who_asked_it_is_owed_and_made_when_it_does(
    sealer: Sealer, now: datetime, actor: Actor | None
) -> None:
    tasks = await two_steps(2, sealer, now=now)
    for task_id in tasks:
        assert await settled(await begun(task_id, now=now), actor=actor, now=now)
    batch = await Batch.get()
    assert (await owed(MessageKind.FOLLOW), await followers()) == ([batch.id], {})
    assert await following.owed(before=now + timedelta(minutes=1)) == 1

    if actor is not None:
        assert await following.go_on(batch.id, actor, now=now) is Verdict.LATER
    assert await following.go_on(batch.id, ADMIN, now=now) is Verdict.MAKE
    assert await following.go_on(batch.id, ADMIN, now=now) is Verdict.NOTHING

    assert sorted(await followers()) == tasks


async def test_a_step_ends_with_a_message_where_slack_never_says_who_asked_for_it(
    sealer: Sealer, now: datetime
) -> None:
    (task_id,) = await two_steps(1, sealer, now=now)
    assert await settled(await begun(task_id, now=now), actor=UNSURE, now=now)
    batch = await Batch.get()

    await following.give_up(batch.id, now=now)
    await following.go_on(batch.id, ADMIN, now=now)

    assert ((await Batch.get()).then_end, await followers()) == (StepEnd.UNKNOWN, {})
    assert await owed(MessageKind.STEP_END) == [batch.id]


async def test_the_second_batch_is_over_when_no_more_can_come(sealer: Sealer, now: datetime) -> None:
    ended, runs = await two_steps(2, sealer, now=now)
    await all_end([ended], now=now)
    first, second = await first_and_second()
    await all_end([(await followers())[ended].id], now=now)

    await create.finish(second.id, now=now)
    assert (await Batch.get(id=second.id)).done_at is None

    await all_end([runs], LATE, now=now)
    await create.finish(first.id, now=now)
    await create.finish(second.id, now=now)
    assert (await Batch.get(id=second.id)).done_at is not None


async def test_what_a_process_of_before_settled_is_followed_when_the_batch_is_over(
    sealer: Sealer, now: datetime
) -> None:
    (task,) = await two_steps(1, sealer, now=now)
    assert await claims.settle(await begun(task, now=now), DONE, now=now)
    batch = await Batch.get()

    await create.finish(batch.id, now=now)

    assert await owed(MessageKind.FOLLOW) == [batch.id]
    assert await following.go_on(batch.id, ADMIN, now=now) is Verdict.MAKE
