"""A relay that was slow changes nothing of a message that another relay has taken since, whichever way that came."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

import pytest

from models.domain.errors import LeaseLost
from models.messages import outbox
from models.messages.outbox import MessageKind, Taken
from models.sql import rows, transaction
from models.tables.messages import Outbox

MOVES: dict[str, Callable[[Taken, datetime], Awaitable[bool]]] = {
    "sent": lambda taken, _: outbox.sent(taken),
    "put back": lambda taken, now: outbox.put_back(taken, due_at=now, error="slow", failed=True),
    "put back unsure": lambda taken, now: outbox.put_back(
        taken, due_at=now, error="slow", failed=False, unsure_since=now
    ),
    "buried": lambda taken, _: outbox.bury(taken, error="slow"),
}
_EVERYTHING = tuple(MessageKind)


async def take(now: datetime) -> Taken:
    (row,) = await outbox.take(_EVERYTHING, now=now, most=1)
    return Taken.of(row)


async def _taken_over(now: datetime) -> tuple[Taken, Taken]:
    """Its lease ran out, and another relay has it."""
    return await take(now), await take(now + 2 * outbox.LEASE)


async def _sent_anew(now: datetime) -> tuple[Taken, Taken]:
    """It became a dead letter with another relay, and somebody had it sent again: its tries begin anew."""
    slow, other = await _taken_over(now)
    await outbox.bury(other, error="channel_not_found")
    await outbox.resend(now=now + 3 * outbox.LEASE)
    return slow, await take(now + 3 * outbox.LEASE)


async def _put_back_and_taken(now: datetime) -> tuple[Taken, Taken]:
    """It waited for its turn with another relay, which is no try, and was taken once more."""
    slow, other = await _taken_over(now)
    await outbox.put_back(other, due_at=now + 2 * outbox.LEASE, error="", failed=False)
    return slow, await take(now + 3 * outbox.LEASE)


@pytest.mark.parametrize("lost", [_taken_over, _sent_anew, _put_back_and_taken])
@pytest.mark.parametrize("move", MOVES)
async def test_a_slow_relay_moves_nothing_and_the_other_one_does(
    database: str, now: datetime, move: str, lost: Callable[[datetime], Awaitable[tuple[Taken, Taken]]]
) -> None:
    await outbox.enqueue(MessageKind.PROGRESS, 7, now=now)
    slow, other = await lost(now)
    await outbox.enqueue(MessageKind.PROGRESS, 7, now=now)  # what changed while it was on its way
    before = await Outbox.all().order_by("id").values()

    assert not await MOVES[move](slow, now)
    assert await outbox.renew([slow], now=now + timedelta(days=1)) == set()
    with pytest.raises(LeaseLost):
        await outbox.while_ours([slow], _never, now=now)

    assert await Outbox.all().order_by("id").values() == before
    assert await MOVES[move](other, now)
    assert not await MOVES[move](other, now)


async def test_of_several_rows_those_of_another_relay_are_not_renewed(database: str, now: datetime) -> None:
    for about in range(3):
        await outbox.enqueue(MessageKind.NOTE, about, now=now)
    held = [Taken.of(row) for row in await outbox.take(_EVERYTHING, now=now, most=3)]
    later = now + outbox.LEASE / 2
    assert await outbox.renew(held[1:], now=later) == set(held[1:])
    other = await take(now + outbox.LEASE + timedelta(seconds=1))

    assert await outbox.renew(held, now=later + outbox.LEASE) == set(held[1:])
    assert other.row_id == held[0].row_id
    lease = (await Outbox.get(id=other.row_id)).lease_until
    assert lease == now + 2 * outbox.LEASE + timedelta(seconds=1)


async def test_what_is_written_of_an_answer_is_written_while_the_row_is_ours_or_not_at_all(
    database: str, now: datetime
) -> None:
    await outbox.enqueue(MessageKind.NOTE, 1, now=now)
    slow = await take(now)

    async def write() -> None:
        await Outbox.filter(id=slow.row_id).update(error="written")

    await outbox.while_ours([slow], write, now=now)
    assert (await Outbox.get()).error == "written"
    await take(now + 2 * outbox.LEASE)

    with pytest.raises(LeaseLost):
        await outbox.while_ours([slow], write, now=now)
    assert (await Outbox.get()).error != "written"


async def _never() -> None:
    raise AssertionError("written though another relay has it")


@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
async def test_a_message_is_not_drawn_while_a_change_that_it_reports_is_written(
    database: str, now: datetime
) -> None:
    """On SQLite whoever writes is alone."""
    await outbox.enqueue(MessageKind.PROGRESS, 7, now=now)
    await outbox.enqueue(MessageKind.PROGRESS, 8, now=now)
    owed, committed = asyncio.Event(), asyncio.Event()

    async def change() -> None:
        await outbox.enqueue(MessageKind.PROGRESS, 7, now=now)
        owed.set()
        await committed.wait()

    changing = asyncio.create_task(transaction(change))
    await owed.wait()
    before = await outbox.take(_EVERYTHING, now=now, most=9)
    committed.set()
    await changing

    assert [row["about"] for row in before] == [8]
    assert [row["about"] for row in await outbox.take(_EVERYTHING, now=now, most=9)] == [7]


@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
async def test_a_lost_message_that_stays_locked_does_not_keep_the_others_of_its_lane(
    database: str, now: datetime
) -> None:
    await outbox.enqueue(MessageKind.NOTE, 1, now=now)
    (row,) = await outbox.take([MessageKind.NOTE], now=now, most=1)
    for about in (1, 2, 3):
        await outbox.enqueue(MessageKind.NOTE, about, now=now)
    later = now + outbox.LEASE + timedelta(seconds=1)
    is_locked, end = asyncio.Event(), asyncio.Event()

    async def write() -> None:
        is_locked.set()
        await end.wait()

    writing = asyncio.create_task(outbox.while_ours([Taken.of(row)], write, now=now))
    await is_locked.wait()
    taken = await outbox.take([MessageKind.NOTE], now=later, most=9)
    end.set()
    await writing

    assert [one["about"] for one in taken] == [2, 3]  # a younger one of the locked key waits for it


async def _put_back(now: datetime) -> Awaitable[object]:
    (row,) = await outbox.take(_EVERYTHING, now=now, most=1)
    return outbox.put_back(Taken.of(row), due_at=now, error="the others go first", failed=False)


async def _send_again(now: datetime) -> Awaitable[object]:
    (row,) = await outbox.take(_EVERYTHING, now=now, most=1)
    await outbox.bury(Taken.of(row), error="is_archived")
    return outbox.resend(now=now)


@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
@pytest.mark.parametrize("again", [_put_back, _send_again])
async def test_a_row_that_goes_again_gives_way_to_one_that_is_queued_at_the_same_moment(
    database: str, now: datetime, again: Callable[[datetime], Awaitable[Awaitable[object]]]
) -> None:
    await outbox.enqueue(MessageKind.PROGRESS, 7, now=now)
    going = await again(now)
    is_queued, is_met = asyncio.Event(), asyncio.Event()

    async def change() -> None:
        await outbox.enqueue(MessageKind.PROGRESS, 7, now=now)
        is_queued.set()
        await is_met.wait()

    async with asyncio.timeout(10), asyncio.TaskGroup() as both:
        both.create_task(transaction(change))
        await is_queued.wait()
        both.create_task(_awaited(going))
        while not await _waits_for_a_lock():  # noqa: ASYNC110 - a lock has no event
            await asyncio.sleep(0.01)
        is_met.set()

    assert await Outbox.all().order_by("id").values_list("state", flat=True) == ["sent", "pending"]


async def _waits_for_a_lock() -> bool:
    return bool(await rows("SELECT 1 AS waits FROM pg_locks WHERE NOT granted"))


async def _awaited(going: Awaitable[object]) -> None:
    await going
