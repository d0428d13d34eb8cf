"""The outbox: one pending row per key, one relay per row, and no row lost."""

import asyncio
from datetime import datetime, timedelta

from models.messages import outbox
from models.messages.outbox import MessageKind
from models.tables.messages import Outbox


async def _owe(count: int, now: datetime) -> None:
    for about in range(count):
        await outbox.enqueue(MessageKind.NOTE, about, now=now)


async def test_a_burst_of_changes_to_one_thing_is_one_row(database: str, now: datetime) -> None:
    await asyncio.gather(*(outbox.enqueue(MessageKind.PROGRESS, 7, now=now) for _ in range(10)))

    assert await Outbox.all().count() == 1


async def test_different_things_are_rows_of_their_own(sqlite: str, now: datetime) -> None:
    await outbox.enqueue(MessageKind.PROGRESS, 7, now=now)
    await outbox.enqueue(MessageKind.BATCH, 7, now=now)
    await outbox.enqueue(MessageKind.PROGRESS, 8, now=now)

    assert await Outbox.all().count() == 3


async def test_a_change_while_the_last_one_is_being_sent_is_owed_anew(database: str, now: datetime) -> None:
    await outbox.enqueue(MessageKind.PROGRESS, 7, now=now)
    await outbox.take(tuple(MessageKind), now=now, most=1)

    await outbox.enqueue(MessageKind.PROGRESS, 7, now=now)

    assert sorted(await Outbox.all().values_list("state", flat=True)) == ["pending", "sending"]


async def test_a_row_is_not_due_before_its_time(database: str, now: datetime) -> None:
    await outbox.enqueue(MessageKind.PROGRESS, 7, now=now, after=timedelta(seconds=2))

    assert await outbox.take(tuple(MessageKind), now=now + timedelta(seconds=1), most=9) == []
    assert len(await outbox.take(tuple(MessageKind), now=now + timedelta(seconds=2), most=9)) == 1


async def test_rows_are_taken_oldest_first_and_no_more_than_asked(database: str, now: datetime) -> None:
    await _owe(5, now)

    assert [row["about"] for row in await outbox.take(tuple(MessageKind), now=now, most=3)] == [0, 1, 2]
    assert [row["about"] for row in await outbox.take(tuple(MessageKind), now=now, most=3)] == [3, 4]


async def test_two_relays_at_once_never_take_the_same_row(database: str, now: datetime) -> None:
    await _owe(30, now)

    taken: list[int] = []
    while len(taken) < 30:
        for rows in await asyncio.gather(
            *(outbox.take(tuple(MessageKind), now=now, most=7) for _ in range(4))
        ):
            taken += [row["about"] for row in rows]

    assert sorted(taken) == list(range(30))


async def test_a_row_whose_relay_died_is_taken_again_after_its_lease(database: str, now: datetime) -> None:
    await _owe(1, now)
    await outbox.take(tuple(MessageKind), now=now, most=1)

    assert await outbox.take(tuple(MessageKind), now=now + outbox.LEASE, most=1) == []
    (again,) = await outbox.take(tuple(MessageKind), now=now + outbox.LEASE + timedelta(seconds=1), most=1)
    assert again["tries"] == 2


async def test_a_sent_row_is_never_taken_again(database: str, now: datetime) -> None:
    await _owe(1, now)
    (row,) = await outbox.take(tuple(MessageKind), now=now, most=1)

    await outbox.sent(outbox.Taken.of(row))

    assert await outbox.take(tuple(MessageKind), now=now + timedelta(days=1), most=1) == []


async def test_a_row_put_back_is_due_later_and_keeps_its_reason(database: str, now: datetime) -> None:
    await _owe(1, now)
    (row,) = await outbox.take(tuple(MessageKind), now=now, most=1)
    later = now + timedelta(seconds=30)

    await outbox.put_back(outbox.Taken.of(row), due_at=later, error="x" * 5000, failed=True)

    assert await outbox.take(tuple(MessageKind), now=now, most=1) == []
    assert (await Outbox.get(id=row["id"])).error == "x" * 2000
    assert (await outbox.take(tuple(MessageKind), now=later, most=1))[0]["tries"] == 2


async def test_waiting_for_ones_turn_is_no_try(database: str, now: datetime) -> None:
    await _owe(1, now)
    for _ in range(outbox.TRIES * 2):
        (row,) = await outbox.take(tuple(MessageKind), now=now, most=1)
        await outbox.put_back(outbox.Taken.of(row), due_at=now, error="", failed=False)

    assert (await Outbox.get(id=row["id"])).tries == 0


async def test_an_older_row_gives_way_to_a_younger_one_of_its_key(database: str, now: datetime) -> None:
    await outbox.enqueue(MessageKind.PROGRESS, 7, now=now)
    (row,) = await outbox.take(tuple(MessageKind), now=now, most=1)
    await outbox.enqueue(MessageKind.PROGRESS, 7, now=now)

    await outbox.put_back(outbox.Taken.of(row), due_at=now, error="", failed=True)

    assert (await Outbox.get(id=row["id"])).state == "sent"
    assert await Outbox.filter(state="pending").count() == 1


async def test_a_dead_letter_is_kept_with_its_reason_and_never_sent(database: str, now: datetime) -> None:
    await _owe(1, now)
    (row,) = await outbox.take(tuple(MessageKind), now=now, most=1)

    await outbox.bury(outbox.Taken.of(row), error="channel_not_found")

    dead = await Outbox.get(id=row["id"])
    assert (dead.state, dead.error) == ("dead", "channel_not_found")
    assert await outbox.take(tuple(MessageKind), now=now + timedelta(days=1), most=1) == []


async def test_a_dead_letter_is_sent_again_once_on_request(database: str, now: datetime) -> None:
    await outbox.enqueue(MessageKind.PROGRESS, 7, now=now)
    (row,) = await outbox.take(tuple(MessageKind), now=now, most=1)
    await outbox.bury(outbox.Taken.of(row), error="is_archived")
    assert [message.error for message in await outbox.dead(most=9)] == ["is_archived"]

    assert await outbox.resend(now=now) == 1

    assert await outbox.dead(most=9) == []
    assert [message["about"] for message in await outbox.take(tuple(MessageKind), now=now, most=9)] == [7]


async def test_dead_letters_of_one_thing_are_sent_once(database: str, now: datetime) -> None:
    for _ in range(2):
        await outbox.enqueue(MessageKind.PROGRESS, 7, now=now)
        (row,) = await outbox.take(tuple(MessageKind), now=now, most=1)
        await outbox.bury(outbox.Taken.of(row), error="is_archived")
    await outbox.enqueue(MessageKind.PROGRESS, 8, now=now)
    (row,) = await outbox.take(tuple(MessageKind), now=now, most=1)
    await outbox.bury(outbox.Taken.of(row), error="is_archived")
    await outbox.enqueue(MessageKind.PROGRESS, 8, now=now)

    assert await outbox.resend(now=now) == 1
    assert sorted(
        [message["about"] for message in await outbox.take(tuple(MessageKind), now=now, most=9)]
    ) == [7, 8]


async def test_a_taken_row_is_kept_and_one_that_was_taken_over_is_no_longer_ours(
    database: str, now: datetime
) -> None:
    await _owe(1, now)
    (first,) = await outbox.take(tuple(MessageKind), now=now, most=9)
    held = [outbox.Taken.of(first)]

    assert await outbox.renew(held, now=now + outbox.LEASE) == set(held)
    assert await outbox.take(tuple(MessageKind), now=now + 1.5 * outbox.LEASE, most=9) == []
    (second,) = await outbox.take(tuple(MessageKind), now=now + 3 * outbox.LEASE, most=9)
    assert second["id"] == first["id"]
    assert await outbox.renew(held, now=now + 3 * outbox.LEASE) == set()


async def test_a_row_that_ends_each_process_that_takes_it_is_a_dead_letter_at_last_and_takes_no_other_with_it(
    database: str, now: datetime
) -> None:
    await _owe(5, now)
    poisoned, sent, tries = 3, list[int](), 0

    # Whoever takes the poisoned row ends with all that was taken with it; the next process comes after the lease.
    for start in range(2 * outbox.TRIES):
        at = now + start * (outbox.LEASE + timedelta(seconds=1))
        while rows := await outbox.take(tuple(MessageKind), now=at, most=9):
            if poisoned in (abouts := [row["about"] for row in rows]):
                tries += 1
                break
            sent += abouts
            for row in rows:
                await outbox.sent(outbox.Taken.of(row))

    assert (tries, sorted(sent)) == (outbox.TRIES, [0, 1, 2, 4])
    (dead,) = await outbox.dead(most=9)
    assert (dead.about, "its relay was lost" in dead.error) == (poisoned, True)


async def _twice(now: datetime) -> outbox.Taken:
    """A row that is being sent, and a younger one of its key that waits."""
    await outbox.enqueue(MessageKind.BATCH, 7, now=now)
    (row,) = await outbox.take(tuple(MessageKind), now=now, most=1)
    await outbox.enqueue(MessageKind.BATCH, 7, now=now)
    return outbox.Taken.of(row)


async def test_what_may_have_arrived_is_remembered_with_the_younger_row_of_its_key(
    database: str, now: datetime
) -> None:
    for n in range(3):
        await Outbox.all().delete()
        held, error = await _twice(now), f"{outbox.NO_ANSWER}: TimeoutError"
        match n:
            case 0:
                await outbox.put_back(held, due_at=now, error=error, failed=True)
            case 1:
                await outbox.bury(held, error=error)
            case _:
                await outbox.bury(held, error=error)
                await Outbox.filter(state="pending").update(error="")
                await outbox.resend(now=now)

        assert await Outbox.filter(state="pending").values_list("error", flat=True) == [error]


async def test_a_dead_letter_that_may_have_arrived_is_sent_again_as_such(
    database: str, now: datetime
) -> None:
    await _owe(1, now)
    (row,) = await outbox.take(tuple(MessageKind), now=now, most=1)
    await outbox.put_back(outbox.Taken.of(row), due_at=now, error=f"{outbox.NO_ANSWER}: 504", failed=True)
    (row,) = await outbox.take(tuple(MessageKind), now=now, most=1)
    await outbox.bury(outbox.Taken.of(row), error="is_archived")

    assert [message.error for message in await outbox.dead(most=9)] == [
        f"{outbox.NO_ANSWER} at an earlier try, then is_archived"
    ]
    await outbox.resend(now=now)
    (row,) = await outbox.take(tuple(MessageKind), now=now, most=1)
    assert row["error"].startswith(outbox.NO_ANSWER)
