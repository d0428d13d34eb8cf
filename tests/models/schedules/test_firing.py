"""A due time becomes a batch: once, in one transaction, or is missed or skipped by its rule."""

import asyncio
import random
from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest

from models.access.grants import Audit
from models.accounts import holds
from models.domain.lifecycle import Status
from models.domain.permissions import Actor
from models.domain.values.schedules import Overlap, RunStatus, SavedSchedule
from models.messages.outbox import MessageKind
from models.schedules import firing, records, runs
from models.schedules.tables import Schedule, ScheduleRun
from models.secrets.sealing import Sealer
from models.sql import transaction
from models.tables.messages import Outbox
from models.tables.tasks import Batch, Task
from models.tasks import claims, recovery
from tests.factories import some_accounts
from tests.models.domain.schedules.plain_model import some
from tests.models.schedules.conftest import BEGIN, BEHALF, DAY, DUE, again, all_over, fire, saved, statuses


async def test_a_due_time_becomes_a_batch_that_names_its_schedule(daily: SavedSchedule) -> None:
    assert daily.next_at == DUE
    await fire(daily, minutes=-1)
    assert await Batch.all().count() == 0

    await fire(daily)

    batch = await Batch.all().get()
    assert (batch.by, batch.channel, batch.size) == ("U0ANA", "C0OPS", 3)
    assert await runs.named(batch.run_id) == (daily.id, "0 6 * * *", "UTC")
    assert await Task.filter(status=Status.WAITING, type="check").count() == 3
    assert (await again(daily)).next_at == DUE + DAY
    assert await statuses(daily) == [RunStatus.FIRED]
    assert await Outbox.filter(kind=MessageKind.BATCH).count() == 1
    assert [line.about async for line in Audit.all()] == [
        f"schedule {daily.id}: Check, 3 accounts, batch {batch.id}"
    ]


async def test_two_schedulers_that_saw_the_same_make_one_batch(daily: SavedSchedule) -> None:
    await asyncio.gather(*(firing.fire(daily, BEHALF, now=DUE) for _ in range(3)))

    assert await Batch.all().count() == 1
    assert await statuses(daily) == [RunStatus.FIRED]


async def test_killed_before_the_end_of_its_transaction_nothing_of_it_is_there(
    daily: SavedSchedule, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def dies(*_args: object, **_more: object) -> None:
        raise ConnectionError

    with monkeypatch.context() as broken:
        broken.setattr(firing.create, "create", dies)
        with pytest.raises(ConnectionError):
            await fire(daily)
    assert (await statuses(daily), (await again(daily)).next_at) == ([], DUE)

    await fire(daily, minutes=1)

    assert await Batch.all().count() == 1


async def test_what_was_changed_meanwhile_does_not_run_as_it_was_seen(daily: SavedSchedule) -> None:
    await saved(daily.id, type="close_notifications")

    await firing.fire(daily, BEHALF, now=DUE)

    assert await Batch.all().count() == 0


async def test_late_within_its_grace_it_runs_once_and_beyond_it_says_what_was_missed(
    daily: SavedSchedule,
) -> None:
    await fire(daily, days=2, minutes=30)
    run = await ScheduleRun.filter(status=RunStatus.FIRED).get()
    assert (run.due_at, run.is_late) == (DUE + 2 * DAY, True)
    missed = await ScheduleRun.filter(status=RunStatus.MISSED).get()
    assert (missed.due_at, missed.last_at, missed.times) == (DUE, DUE + DAY, 2)
    await all_over()

    await fire(daily, days=3, minutes=61)

    assert await statuses(daily) == [RunStatus.MISSED, RunStatus.FIRED, RunStatus.MISSED]
    assert await Outbox.filter(kind=MessageKind.MISSED).count() == 2
    assert await Batch.all().count() == 1


async def test_while_slack_does_not_say_who_its_owner_is_it_waits_for_its_grace(daily: SavedSchedule) -> None:
    await fire(daily, minutes=59, is_known=False)
    assert await statuses(daily) == []

    await fire(daily, minutes=61, is_known=False)

    assert await statuses(daily) == [RunStatus.MISSED]


async def test_while_its_last_batch_is_not_over_a_run_is_skipped(daily: SavedSchedule) -> None:
    await fire(daily)
    await fire(daily, days=1)
    await all_over()
    await fire(daily, days=2)

    assert await statuses(daily) == [RunStatus.FIRED, RunStatus.SKIPPED, RunStatus.FIRED]


async def test_what_waits_for_a_hold_keeps_no_run_from_going_on_and_held_accounts_are_left_out(
    daily: SavedSchedule,
) -> None:
    await fire(daily)
    first, *others = await Task.all().order_by("id")
    await Task.filter(id__in=[task.id for task in others]).update(status=Status.ENDED)
    await holds.hold([first.account_id], why="looked at", by="U0BEN", now=DUE)

    await fire(daily, days=1)

    run = await ScheduleRun.all().order_by("-id").first()
    assert run is not None
    assert (run.status, run.accounts, run.held) == (RunStatus.FIRED, 2, 1)


async def test_one_run_waits_until_the_last_batch_is_over_and_runs_then(daily: SavedSchedule) -> None:
    await saved(daily.id, overlap=Overlap.QUEUE)
    for day in range(3):
        await fire(daily, days=day)
    assert await statuses(daily) == [RunStatus.FIRED, RunStatus.QUEUED, RunStatus.SKIPPED]
    assert [number for number, due in await runs.due(now=DUE, most=9) if due is None] == [daily.id]
    queue = [await firing.fire_queued(await again(daily), BEHALF, now=DUE + 2 * DAY)]
    assert queue == [[]]
    await all_over()

    saw = await again(daily)
    queue = await asyncio.gather(*(firing.fire_queued(saw, BEHALF, now=DUE + 2 * DAY) for _ in range(2)))

    assert sorted(map(len, queue)) == [0, 3]
    assert await statuses(daily) == [RunStatus.FIRED, RunStatus.FIRED, RunStatus.SKIPPED]


async def test_its_tasks_become_due_over_a_window_and_none_is_claimed_or_notified_of_before(
    daily: SavedSchedule,
) -> None:
    await saved(daily.id, spread=45)
    await fire(daily)
    first, second, third = await Task.all().order_by("id")
    assert [task.not_before for task in (first, second, third)] == [
        None, DUE + timedelta(minutes=15), DUE + timedelta(minutes=30)
    ]  # fmt: skip

    for minutes, due in ((0, [first.id]), (14, [first.id]), (16, [first.id, second.id]), (31, [first.id, second.id, third.id])):  # fmt: skip
        now = DUE + timedelta(minutes=minutes)
        assert await recovery.could_run(now=now, most=9) == due
    assert await claims.claim(second.id, worker="w", now=DUE + timedelta(minutes=14)) is None
    assert await recovery.take_unnotified(now=DUE) == [first.id]
    assert await recovery.take_unnotified(now=DUE + timedelta(minutes=15)) == [first.id, second.id]
    assert await claims.claim(second.id, worker="w", now=DUE + timedelta(minutes=15)) is not None


async def test_paused_it_does_not_run_and_what_was_due_meanwhile_is_not_missed(daily: SavedSchedule) -> None:
    assert await transaction(lambda: records.pause(daily.id, why="proxies", by="U0BEN", now=BEGIN))
    assert not await transaction(lambda: records.pause(daily.id, why="again", by="U0ANA", now=BEGIN))
    await fire(daily, days=5)

    assert await transaction(lambda: records.resume(daily.id, now=DUE + 5 * DAY))

    assert (await again(daily)).next_at == DUE + 6 * DAY
    assert await statuses(daily) == []


async def test_somebody_runs_it_now_in_their_own_name(daily: SavedSchedule) -> None:
    ben = replace(BEHALF, actor=Actor(user="U0BEN", subjects=("U0BEN",), is_first_admin=True))

    ids = await transaction(lambda: firing.run_now(daily, ben, now=BEGIN))

    assert ids is not None
    assert len(ids) == 3
    assert (await Batch.all().get()).by == "U0BEN"
    assert (await again(daily)).next_at == DUE


async def test_its_last_runs_are_read_with_what_became_of_their_batches(
    daily: SavedSchedule, sealer: Sealer
) -> None:
    other = await saved()
    for day in range(12):
        await fire(daily, days=day)
        await all_over()
    newest = await Batch.all().order_by("-id").first()
    assert newest is not None
    await Task.filter(batch_id=newest.id).update(outcome="retry")

    found = (await runs.last([daily.id, other.id]))[daily.id]

    assert [run.due_at for run in found] == [DUE + day * DAY for day in range(11, 1, -1)]
    assert (found[0].batch_id, found[0].open, found[0].failed) == (newest.id, 0, 3)
    assert Counter(run.failed for run in found) == {0: 9, 3: 1}
    assert await Schedule.all().count() == 2
    assert await some_accounts(1, sealer)


async def test_random_schedules_with_two_schedulers_and_outages_run_each_due_time_once_or_miss_it(
    daily: SavedSchedule,
) -> None:
    chance = random.Random(7)  # noqa: S311 - a seed, so that a run can be had again
    for _ in range(6):
        plain = some(chance)
        dues = plain.dues[:15]
        if not dues:
            continue
        made = await saved(
            timing=str(plain.timing), zone=plain.zone.key, starts_at=plain.starts, grace=int(plain.grace.total_seconds() / 60)
        )  # fmt: skip
        await Schedule.filter(id=made.id).update(next_at=dues[0])
        now = dues[0]
        while (seen := await again(made)).next_at is not None and seen.next_at <= dues[-1]:
            late = timedelta(seconds=chance.choice((0, 5, 3600, 200_000)))
            now = max(now, seen.next_at) + late
            await asyncio.gather(*(firing.fire(seen, BEHALF, now=now) for _ in "12"))
            await all_over()

        rows = await ScheduleRun.filter(schedule_id=made.id)
        for due in dues:
            covering = [row for row in rows if row.due_at <= due <= row.last_at]
            assert len(covering) == 1, (plain, due)
        batches = await Batch.filter(run_id__in=[row.id for row in rows]).count()
        assert batches == sum(row.status is RunStatus.FIRED for row in rows)
