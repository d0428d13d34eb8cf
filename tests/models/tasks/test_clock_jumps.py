"""The clock is set by hours, days or a year: nothing is stuck for so long, and nothing is taken for old that is not."""

from datetime import datetime, timedelta

import pytest

from models.access import grants
from models.alerts import digests, incidents
from models.alerts.digests import Digest
from models.alerts.incidents import Incident
from models.domain.errors import Refused
from models.domain.lifecycle import Status
from models.domain.permissions import Action, Actor, Deed
from models.domain.values.alerts import Measure
from models.messages import boards, inbox, outbox, rate_limit
from models.messages.boards import Board
from models.messages.outbox import MessageKind
from models.monitoring import processes
from models.secrets.sealing import Sealer
from models.sql import transaction
from models.tables.messages import InboundDelivery, Outbox
from models.tables.tasks import Task
from models.tasks import claims, clock_jumps, recovery, retention
from tests.executor.maintenance import sweeping
from tests.executor.maintenance.sweeping import Nobody
from tests.factories import claimed, waiting_tasks

_KEEP = timedelta(days=30)
_SOON = timedelta(seconds=10)
_JUMPS = [timedelta(hours=1), timedelta(days=3), timedelta(days=365)]

pytestmark = pytest.mark.usefixtures("database")


async def swept(now: datetime) -> list[int]:
    """A sweep at that time; return of which tasks workers were notified."""
    nobody = Nobody()
    await sweeping.swept(now, notifier=nobody)
    return nobody.notified


async def swept_for(seconds: int, since: datetime) -> datetime:
    """Sweeps as they usually follow each other; return the time of the last."""
    for second in range(0, seconds, 30):
        await swept(since + timedelta(seconds=second))
    await swept(since + timedelta(seconds=seconds))
    return since + timedelta(seconds=seconds)


async def test_set_forward_no_worker_that_lives_loses_its_task(sealer: Sealer, now: datetime) -> None:
    (task,) = await waiting_tasks(1, sealer, kind="create_page")
    held = await claimed(task)
    await claims.begin(held, now=now)
    for jump in _JUMPS:
        await swept_for(0, now)
        now = await swept_for(15, now + jump)  # a worker's heartbeat has come again by then
        assert await claims.beat(held, now=now)
        now = await swept_for(50, now)

    assert (await Task.get(id=task)).status is Status.EXECUTING
    await swept_for(20, now)  # now it has not been heard of for a lease
    assert (await Task.get(id=task)).status is Status.UNKNOWN_ERROR


async def test_set_back_a_lost_worker_is_seen_after_a_lease(sealer: Sealer, now: datetime) -> None:
    (task,) = await waiting_tasks(1, sealer)
    await claims.begin(await claimed(task), now=now)
    await swept(now)

    await swept_for(70, now - timedelta(days=3))

    assert (await Task.get(id=task)).status is Status.WAITING


async def test_set_back_what_waits_is_notified_of_again(sealer: Sealer, now: datetime) -> None:
    tasks = await waiting_tasks(2, sealer)
    await recovery.take_unnotified(now=now)

    assert await swept(now - timedelta(days=3)) == tasks


async def test_set_back_messages_are_sent_and_a_lost_relays_are_taken_again(now: datetime) -> None:
    early = now - timedelta(days=3)
    for number, after in ((1, timedelta()), (2, timedelta(minutes=2))):
        await outbox.enqueue(MessageKind.NOTE, number, now=now, after=after)
    await outbox.take([MessageKind.NOTE], now=now, most=1)

    await swept(early)
    assert [row["about"] for row in await outbox.take([MessageKind.NOTE], now=early, most=9)] == [2]
    later = early + outbox.LEASE + _SOON
    await Outbox.filter(about=2).update(state="sent")
    assert [row["about"] for row in await outbox.take([MessageKind.NOTE], now=later, most=9)] == [1]


@pytest.mark.parametrize("jump", _JUMPS)
async def test_set_forward_nothing_is_dropped_before_it_is_old(jump: timedelta, now: datetime) -> None:
    old = timedelta(days=2)
    await inbox.first_time("trigger:1", now=now)
    await swept(now)
    wrong = now + jump
    await swept(wrong)

    for age, is_kept in ((timedelta(), True), (old - _SOON, True), (old + _SOON, False)):
        await clock_jumps.swept(now=wrong + age)
        await retention.forget(now=wrong + age, keep=_KEEP)
        assert await InboundDelivery.exists(key="trigger:1") == is_kept


async def test_set_forward_and_back_again_and_forward_nothing_is_dropped(now: datetime) -> None:
    await inbox.first_time("trigger:1", now=now)
    for ahead in (0, 365, 0, 365, 1, 364):
        await swept(now + timedelta(days=ahead))

    assert await InboundDelivery.exists(key="trigger:1")


async def test_set_back_another_leads_and_who_ended_is_not_alive(now: datetime) -> None:
    early = now - timedelta(days=3)
    await processes.seen("a", "scheduler", "", now=now)
    await processes.lead("upkeep", "a", now=now, lasting=_SOON)

    assert await processes.lead("upkeep", "b", now=early, lasting=_SOON)
    assert not await processes.lead("upkeep", "c", now=early, lasting=_SOON)
    assert await processes.alive(now=early) == []


async def test_set_back_calls_to_slack_go_on_at_their_pace(now: datetime) -> None:
    early = now.timestamp() - 3600
    await rate_limit.reserve("k", interval=2, now=now.timestamp())

    waits = [await rate_limit.reserve("k", interval=2, now=early, patience=60) for _ in range(3)]
    assert waits == pytest.approx([0, 2, 4], abs=1e-3)


async def test_set_back_an_incident_is_told_called_and_no_longer_snoozed(now: datetime) -> None:
    early = now - timedelta(days=3)
    incident = await transaction(lambda: incidents.begin(1, "C1", Measure(count=9, oldest_at=now), now=now))
    assert incident
    await incidents.posted(incident.id, channel="C1", ts="1.1", now=now)
    await incidents.snooze(incident.id, until=now + timedelta(minutes=15), by="U1", now=now)

    await swept(early)
    stored = await Incident.get(id=incident.id)
    assert stored.told_at == stored.called_at == stored.began_at == stored.snoozed_until == early


async def test_set_back_a_live_list_gives_way_to_those_used_later(now: datetime) -> None:
    await boards.home("U1", zone="UTC", now=now)
    early = now - timedelta(days=3)

    await swept(early)
    assert (await Board.get(owner="U1")).used_at == early


@pytest.mark.parametrize("days", [1, 3])
async def test_set_forward_and_back_no_day_is_told_twice_and_a_later_one_is(days: int, now: datetime) -> None:
    noon = now.replace(hour=12)
    await Digest.create(channel="C1", at="09:00", zone="UTC", by="U1", told_on=f"{noon:%Y-%m-%d}")
    await digests.due(now=noon + timedelta(days=days))

    assert await digests.due(now=noon) == await digests.due(now=noon) == 0
    assert await digests.due(now=noon + timedelta(days=1 if days != 1 else 2)) == 1


async def test_set_back_the_line_of_folded_refusals_is_written(now: datetime) -> None:
    deed = Deed(action=Action.SEE, about="tasks", groups=(), command="/tasks")
    for _ in range(3):
        await grants.refuse(Refused(Actor(user="U1", subjects=()), deed), now=now)

    assert await grants.write_refusals(now=now - timedelta(days=3)) == 1
