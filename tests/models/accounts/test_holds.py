"""An account whose log-in is blocked is held: nothing runs there until a person releases it."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from models.accounts import hold_notices, holds
from models.accounts.hold_notices import HoldNotice
from models.accounts.holds import Hold
from models.domain.lifecycle import LoginStatus, Status
from models.domain.outcomes import AttemptOutcome
from models.messages.outbox import MessageKind
from models.secrets.sealing import Sealer
from models.sql import transaction
from models.tables.messages import Outbox
from models.tables.tasks import Task
from models.tasks import bulk, claims, queries, recovery
from tests.factories import claimed, waiting_tasks

_PAUSE = timedelta(hours=2)


async def meets(task_id: int, login: LoginStatus, *, cause: str, now: datetime) -> None:
    """The task's attempt ends with this login status and cause."""
    held = await claimed(task_id)
    assert await claims.begin(held, now=now)
    ending = AttemptOutcome(status=Status.ENDED, login_status=login, result=f"{login.label}: so", cause=cause)
    assert await claims.settle(held, ending, now=now)


async def two_of_one_account(sealer: Sealer) -> tuple[int, int, int]:
    """(account, its first task, its second)."""
    first = (await waiting_tasks(1, sealer))[0]
    second = (await waiting_tasks(1, sealer))[0]
    account: int = (await Task.get(id=first)).account_id  # type: ignore[attr-defined]
    return account, first, second


@pytest.mark.parametrize(
    ("login", "cause", "held"),
    [
        (LoginStatus.LOGGED_IN, "", False),
        (LoginStatus.UNKNOWN, "timed_out", False),
        (LoginStatus.UNKNOWN, "proxy_unreachable", False),
        (LoginStatus.UNKNOWN, "wrong_account", True),
        (LoginStatus.LOGGED_OUT, "logged_out", True),
        (LoginStatus.WRONG_PASSWORD, "wrong_password", True),
        (LoginStatus.CHECKPOINT, "checkpoint", True),
        (LoginStatus.DISABLED, "disabled", True),
    ],
)
async def test_a_log_in_that_needs_a_person_holds_the_account(
    database: str,
    sealer: Sealer,
    now: datetime,
    login: LoginStatus,
    cause: str,
    held: bool,  # noqa: FBT001 - a table's column
) -> None:
    account, first, second = await two_of_one_account(sealer)
    await meets(first, login, cause=cause, now=now)

    claim = await claims.claim(second, worker="w", now=now)

    assert (claim is None) == held
    assert set(await holds.of([account])) == ({account} if held else set())
    assert await Outbox.filter(kind=MessageKind.HOLD).count() == held


async def test_workers_are_not_notified_of_a_held_accounts_tasks_until_its_release(
    database: str, sealer: Sealer, now: datetime
) -> None:
    account, first, second = await two_of_one_account(sealer)
    await meets(first, LoginStatus.CHECKPOINT, cause="checkpoint", now=now)
    later = now + 2 * recovery.NOTIFY_AGAIN

    assert await queries.next_waiting(account, now=now) == []
    assert await recovery.take_unnotified(now=later) == []
    assert (await queries.task_rows([second]))[0].held == "checkpoint: so"
    assert await holds.release([account], by="U0ANA", now=now) == [account]

    assert await recovery.take_unnotified(now=later) == [second]
    assert (await queries.task_rows([second]))[0].held == ""
    assert await claims.claim(second, worker="w", now=now) is not None


async def test_a_person_is_asked_once_however_many_tasks_are_blocked(
    database: str, sealer: Sealer, now: datetime
) -> None:
    account, first, _ = await two_of_one_account(sealer)
    await meets(first, LoginStatus.CHECKPOINT, cause="checkpoint", now=now)

    again = await asyncio.gather(*(holds.hold([account], why="so", by="U0ANA", now=now) for _ in range(5)))

    assert again == [[]] * 5
    assert await Hold.all().count() == 1


async def test_a_release_comes_once_and_a_later_block_holds_again(
    database: str, sealer: Sealer, now: datetime
) -> None:
    account, first, second = await two_of_one_account(sealer)
    await meets(first, LoginStatus.CHECKPOINT, cause="checkpoint", now=now)

    freed = await asyncio.gather(*(holds.release([account], by="U0ANA", now=now) for _ in range(5)))
    await meets(second, LoginStatus.DISABLED, cause="disabled", now=now)

    assert sorted(freed) == [[], [], [], [], [account]]
    assert (await Hold.get(account_id=account, released_at=None)).task_id == second


async def test_held_tasks_can_be_cancelled_and_executed_again(
    sqlite: str, sealer: Sealer, now: datetime
) -> None:
    _, first, second = await two_of_one_account(sealer)
    await meets(first, LoginStatus.CHECKPOINT, cause="checkpoint", now=now)

    assert (await bulk.cancel([second], by="U0ANA", now=now)).done == (second,)
    assert (await bulk.repeat([first], by="U0ANA", batch_id=None, now=now)).done == (first,)


async def test_a_person_holds_an_account_and_is_not_asked_about_it(
    sqlite: str, sealer: Sealer, now: datetime
) -> None:
    account, first, _ = await two_of_one_account(sealer)

    assert await holds.hold([account], why="The owner is away.", by="U0ANA", now=now) == [account]

    assert await claims.claim(first, worker="w", now=now) is None
    assert await Outbox.filter(kind=MessageKind.HOLD).count() == 0


async def test_who_is_asked_is_the_responsible_person_then_who_caused_it(
    sqlite: str, sealer: Sealer, now: datetime
) -> None:
    account, first, _ = await two_of_one_account(sealer)
    await meets(first, LoginStatus.CHECKPOINT, cause="checkpoint", now=now)
    hold = await holds.detail((await Hold.get(account_id=account)).id)
    assert hold is not None

    assert (hold.whom, hold.waiting) == (("U0ANA",), 1)
    assert replace(hold, owner="U0BEN").whom == ("U0BEN", "U0ANA")


def test_every_login_status_but_two_blocks_the_log_in() -> None:
    closed = {status for status in LoginStatus if holds.blocks_login(status, "")}

    assert set(LoginStatus) - closed == {LoginStatus.UNKNOWN, LoginStatus.LOGGED_IN}


async def test_after_a_late_reminder_nobody_else_is_told_before_the_pause_is_over(
    database: str, sealer: Sealer, now: datetime
) -> None:
    (task,) = await waiting_tasks(1, sealer, by="U0ANA")
    hold = await transaction(lambda: holds.begin(1, why="checkpoint", now=now, task_id=task))
    await holds.asked(hold or 0, person="U0BEN", channel="D0BEN", ts="1.1", now=now)
    late, told = now + timedelta(hours=9), []

    for moment in (late, late + timedelta(seconds=10), late + _PAUSE - timedelta(seconds=1), late + _PAUSE):
        await hold_notices.remind(after=_PAUSE, now=moment)
        told.append(await HoldNotice.all().order_by("id").values_list("person", flat=True))

    assert told == [["U0BEN"], ["U0BEN"], ["U0BEN"], ["U0BEN", "U0ANA"]]
