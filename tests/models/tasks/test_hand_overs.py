"""The check of a hand-over: while an account is on hold it alone runs there, and its end decides, once."""

import asyncio
from datetime import datetime, timedelta

import pytest

from handlers.accounts import present_hold
from models.accounts import holds
from models.accounts.hold_notices import HoldNotice
from models.accounts.holds import Hold
from models.batches import hand_overs
from models.domain.lifecycle import LoginStatus, Status
from models.domain.outcomes import AttemptOutcome
from models.messages.outbox import MessageKind
from models.secrets.sealing import Sealer
from models.sql import transaction
from models.tables.messages import Outbox
from models.tables.tasks import Task
from models.tasks import bulk, claims, queries, recovery
from tests.factories import claimed, waiting_tasks
from tests.models.states import status_of


async def ends(task_id: int, login: LoginStatus, *, now: datetime, status: Status = Status.ENDED) -> None:
    held = await claimed(task_id)
    assert await claims.begin(held, now=now)
    outcome = AttemptOutcome(status=status, login_status=login, result=f"{login.label}: so", cause="so")
    assert await claims.settle(held, outcome, now=now)


async def on_hold(
    sealer: Sealer, now: datetime, *, kind: str = "close_notifications"
) -> tuple[int, int, int]:
    """(its hold, the task that met it, one that waits)."""
    met = (await waiting_tasks(1, sealer, kind=kind))[0]
    waits = (await waiting_tasks(1, sealer))[0]
    await ends(met, LoginStatus.CHECKPOINT, now=now)
    return (await Hold.get()).id, met, waits


async def check(hold: int, now: datetime, *, again: bool = True) -> list[int]:
    return await transaction(
        lambda: hand_overs.check(hold, by="U0ANA", channel="D0ANA", again=again, now=now)
    )


async def test_until_its_end_the_check_alone_runs_on_the_account(
    database: str, sealer: Sealer, now: datetime
) -> None:
    hold, _, waits = await on_hold(sealer, now)
    (task,) = await check(hold, now)
    account: int = (await Task.get(id=waits)).account_id  # type: ignore[attr-defined]

    assert await claims.claim(waits, worker="w", now=now) is None
    assert await queries.next_waiting(account, now=now) == [task]
    assert await recovery.take_unnotified(now=now + 2 * recovery.NOTIFY_AGAIN) == [task]
    assert await claims.claim(task, worker="w", now=now) is not None


async def test_a_check_that_is_logged_in_ends_the_hold_and_the_task_that_met_it_runs_again_once(
    database: str, sealer: Sealer, now: datetime
) -> None:
    hold, met, waits = await on_hold(sealer, now)
    (task,) = await check(hold, now)
    held = await claimed(task)
    await claims.begin(held, now=now)
    outcome = AttemptOutcome(status=Status.ENDED, login_status=LoginStatus.LOGGED_IN, result="logged in")

    settled = await asyncio.gather(*(claims.settle(held, outcome, now=now) for _ in range(5)))

    assert sorted(settled) == [False, False, False, False, True]
    detail = await holds.detail(hold)
    assert detail is not None
    assert (detail.released_by, detail.is_checked, detail.went_on, detail.freed) == ("U0ANA", True, True, 1)
    repeated = await Task.get(id=met)
    assert (repeated.status, repeated.attempt) == (Status.WAITING, 2)
    assert await claims.claim(waits, worker="w", now=now) is not None


async def test_of_many_presses_at_once_one_begins_a_check(
    database: str, sealer: Sealer, now: datetime
) -> None:
    hold, _, _ = await on_hold(sealer, now)

    begun = await asyncio.gather(*(check(hold, now) for _ in range(6)))

    assert len([ids for ids in begun if ids]) == 1
    assert await Task.filter(type="check").count() == 2  # the one that waits is one


@pytest.mark.parametrize(
    ("login", "status"),
    [
        (LoginStatus.CHECKPOINT, Status.ENDED),
        (LoginStatus.UNKNOWN, Status.NO_PROXY),
        (LoginStatus.UNKNOWN, Status.TIMED_OUT),
        (LoginStatus.LOGGED_IN, Status.UNKNOWN_ERROR),
    ],
)
async def test_a_check_that_does_not_get_in_leaves_the_account_on_hold_and_can_be_asked_for_again(
    sqlite: str, sealer: Sealer, now: datetime, login: LoginStatus, status: Status
) -> None:
    hold, met, waits = await on_hold(sealer, now)
    (task,) = await check(hold, now)
    await ends(task, login, status=status, now=now)

    detail = await holds.detail(hold)
    assert detail is not None
    assert (detail.released_at, detail.checks, detail.checked) == (None, False, f"{login.label}: so")
    assert (await Task.get(id=met)).attempt == 1
    assert await claims.claim(waits, worker="w", now=now) is None
    assert await check(hold, now) != []


async def test_a_check_that_is_cancelled_or_lost_is_said_and_can_be_asked_for_again(
    sqlite: str, sealer: Sealer, now: datetime
) -> None:
    hold, _, _ = await on_hold(sealer, now)
    (task,) = await check(hold, now)
    await Outbox.all().delete()
    await bulk.cancel([task], by="U0ANA", now=now)

    assert await Outbox.filter(kind=MessageKind.HOLD, about=hold).exists()
    detail = await holds.detail(hold)
    assert detail is not None
    assert (detail.checks, detail.canceled) == (False, True)

    (task,) = await check(hold, now)
    for _ in range(3):
        await Outbox.all().delete()
        held = await claims.claim(task, worker="w", now=now)
        assert held is not None
        await claims.begin(held, now=now)
        now += 2 * claims.LEASE
        await recovery.expired(now=now)
    assert await status_of(task) is Status.UNKNOWN_ERROR
    assert await Outbox.filter(kind=MessageKind.HOLD, about=hold).exists()
    assert await check(hold, now) != []


async def test_what_somebody_did_with_the_task_meanwhile_stays(
    sqlite: str, sealer: Sealer, now: datetime
) -> None:
    hold, met, _ = await on_hold(sealer, now)
    await bulk.repeat([met], by="U0BEN", batch_id=None, now=now)
    await bulk.cancel([met], by="U0BEN", now=now)
    (task,) = await check(hold, now)
    await ends(task, LoginStatus.LOGGED_IN, now=now)

    assert await status_of(met) is Status.CANCELED
    assert not (await Hold.get(id=hold)).went_on


async def test_a_release_by_hand_goes_before_the_check_and_its_end_changes_nothing_more(
    sqlite: str, sealer: Sealer, now: datetime
) -> None:
    hold, met, _ = await on_hold(sealer, now)
    (task,) = await check(hold, now)
    account: int = (await Task.get(id=met)).account_id  # type: ignore[attr-defined]
    await holds.release([account], by="U0BEN", now=now)
    await ends(task, LoginStatus.LOGGED_IN, now=now)

    detail = await holds.detail(hold)
    assert detail is not None
    assert (detail.released_by, detail.is_checked, detail.went_on) == ("U0BEN", False, False)
    assert (await Task.get(id=met)).attempt == 1


async def test_whom_a_hold_concerned_is_told_once_that_it_ended_and_not_who_ended_it(
    sqlite: str, sealer: Sealer, now: datetime
) -> None:
    hold, _, _ = await on_hold(sealer, now)
    await holds.asked(hold, person="U0BEN", channel="D0BEN", ts="1.2", now=now)
    (task,) = await check(hold, now)
    await ends(task, LoginStatus.LOGGED_IN, now=now)

    assert await HoldNotice.all().values_list("person", flat=True) == ["U0BEN"]
    assert await Outbox.filter(kind=MessageKind.HOLD_NOTICE).count() == 1


async def test_it_is_passed_on_and_kept_while_it_is_open_only(
    database: str, sealer: Sealer, now: datetime
) -> None:
    hold, met, _ = await on_hold(sealer, now)
    await holds.asked(hold, person="U0ANA", channel="D0ANA", ts="1.2", now=now)

    async def passed(to: str) -> bool:
        return await transaction(lambda: hand_overs.pass_on(hold, to=to, by="U0ANA", now=now))

    async def kept() -> bool:
        return await transaction(lambda: hand_overs.keep(hold, by="U0ANA", now=now))

    assert [await passed("U0ANA"), await passed("U0BEN"), await passed("U0BEN")] == [False, True, False]
    detail = await holds.detail(hold)
    assert detail is not None
    assert (detail.whom[0], detail.left_channel, detail.left_ts, detail.ts) == ("U0BEN", "D0ANA", "1.2", "")
    assert [await kept(), await kept()] == [True, False]
    account: int = (await Task.get(id=met)).account_id  # type: ignore[attr-defined]
    await holds.release([account], by="U0BEN", now=now + timedelta(seconds=1))
    assert [await passed("U0CHEN"), await kept(), await check(hold, now)] == [False, False, []]


async def _is_redrawn(hold: int) -> bool:
    """Whether its message is to be drawn anew; from now on only what comes later counts."""
    return bool(await Outbox.filter(kind=MessageKind.HOLD, about=hold, state="pending").update(state="sent"))


@pytest.mark.parametrize("while_it_runs", [False, True])
async def test_a_check_that_somebody_else_re_executes_is_theirs_and_brings_no_more(
    database: str, sealer: Sealer, now: datetime, *, while_it_runs: bool
) -> None:
    hold, met, _ = await on_hold(sealer, now)
    (task,) = await check(hold, now)
    await Hold.all().update(given="password")
    if while_it_runs:
        held = await claimed(task)
        await bulk.repeat([task], by="U0BEN", batch_id=None, now=now)
        away = AttemptOutcome(status=Status.TIMED_OUT, login_status=LoginStatus.UNKNOWN, result="so")
        assert await claims.settle(held, away, now=now)
    else:
        await ends(task, LoginStatus.CHECKPOINT, now=now)
        assert await _is_redrawn(hold)
        await bulk.repeat([task], by="U0BEN", batch_id=None, now=now)
    assert await _is_redrawn(hold)
    await ends(task, LoginStatus.LOGGED_IN, now=now)

    detail = await holds.detail(hold)
    assert detail is not None
    assert "<@U0BEN> asked for another check, and check" in present_hold.ended(detail)
    assert (await Task.get(id=met)).attempt == 1


async def test_what_is_undone_of_a_check_is_shown_in_the_message_of_its_hold(
    database: str, sealer: Sealer, now: datetime
) -> None:
    hold, _, _ = await on_hold(sealer, now)
    (task,) = await check(hold, now)
    await bulk.cancel([task], by="U0BEN", now=now, operation=7)
    assert await _is_redrawn(hold)
    await bulk.restore([task], 7, by="U0BEN", now=now)
    assert await _is_redrawn(hold)

    await ends(task, LoginStatus.CHECKPOINT, now=now)
    await bulk.repeat([task], by="U0BEN", batch_id=None, now=now, operation=8)
    assert await _is_redrawn(hold)
    await bulk.withdraw([task], 8, by="U0BEN", now=now)
    assert await _is_redrawn(hold)
