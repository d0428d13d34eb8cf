"""A task that a worker has claimed: one winner, one live task per account, and no write by who has lost the claim."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from tortoise.exceptions import IntegrityError

from models.accounts.records import credentials, save_accounts, seal_session
from models.domain.lifecycle import LoginStatus, Status
from models.domain.outcomes import AttemptOutcome, Claim, Evidence
from models.domain.values.accounts import AccountRecord
from models.secrets.sealing import Sealer
from models.tables.accounts import Account
from models.tables.messages import Outbox
from models.tables.tasks import Attempt, Event, StatusNote, Task
from models.tasks import bulk
from models.tasks import claims as task_claims
from tests.factories import claimed, some_accounts, waiting_tasks
from tests.models.states import executing, history_of, status_of

_ENDED = AttemptOutcome(status=Status.ENDED, login_status=LoginStatus.LOGGED_IN, result="logged in")
_PICTURE = Evidence(data=b"\xff\xd8", mime="image/jpeg", width=2, height=1, sha256="ab")


async def test_of_many_claims_at_once_one_wins(database: str, sealer: Sealer, now: datetime) -> None:
    (task_id,) = await waiting_tasks(1, sealer)

    claims = await asyncio.gather(*(task_claims.claim(task_id, worker=f"w{n}", now=now) for n in range(20)))

    (won,) = [claim for claim in claims if claim]
    assert (await Task.get(id=task_id)).worker == won.worker
    assert [move for move, _, _ in await history_of(task_id)] == ["create", "claim"]


async def test_two_tasks_of_one_account_are_never_both_live(
    database: str, sealer: Sealer, now: datetime
) -> None:
    tasks = [
        *await waiting_tasks(1, sealer),
        *await waiting_tasks(1, sealer),
        *await waiting_tasks(1, sealer),
    ]

    for _ in tasks:
        claims = await asyncio.gather(
            *(task_claims.claim(task, worker="w", now=now) for task in tasks for _ in "12")
        )
        (won,) = [claim for claim in claims if claim]
        assert await task_claims.settle(won, replace(_ENDED, status=Status.TIMED_OUT), now=now)

    assert await Task.filter(status=Status.TIMED_OUT).count() == 3


async def test_the_database_itself_forbids_a_second_live_task(database: str, sealer: Sealer) -> None:
    first, second = *await waiting_tasks(1, sealer), *await waiting_tasks(1, sealer)
    await claimed(first)

    with pytest.raises(IntegrityError):
        await Task.filter(id=second).update(status=Status.EXECUTING)


async def test_a_claim_says_all_a_worker_needs(database: str, sealer: Sealer) -> None:
    (task_id,) = await waiting_tasks(1, sealer, kind="create_page")

    held = await claimed(task_id)

    (account,) = await some_accounts(1, sealer)
    attempt = await Attempt.get(task_id=task_id)
    params = {"page_name": "Shop", "category": "Community"}
    assert held == Claim(
        task_id=task_id, fence=1, attempt=1, type="create_page", params=params, account_id=account.id, worker="worker",
        asked_at=attempt.asked_at, claimed_at=attempt.started_at,
    )  # fmt: skip


async def test_a_task_that_does_not_exist_cannot_be_claimed(database: str, now: datetime) -> None:
    assert await task_claims.claim(4711, worker="w", now=now) is None


async def test_a_late_write_with_an_old_fence_changes_nothing(
    database: str, sealer: Sealer, now: datetime
) -> None:
    (task_id,) = await waiting_tasks(1, sealer)
    late = await claimed(task_id)
    await task_claims.give_back(late, now=now, cause="stopping")
    held = await claimed(task_id)
    before = await Task.get(id=task_id).values()

    assert not await task_claims.begin(late, now=now)
    assert not await task_claims.beat(late, now=now + timedelta(hours=1))
    assert not await task_claims.settle(late, _ENDED, now=now)
    assert not await task_claims.give_back(late, now=now, cause="stopping")

    assert await Task.get(id=task_id).values() == before
    assert await StatusNote.all().count() == 0
    assert await task_claims.begin(held, now=now)


async def test_an_attempt_settles_once(database: str, sealer: Sealer, now: datetime) -> None:
    held = await executing(sealer)

    settled = await asyncio.gather(*(task_claims.settle(held, _ENDED, now=now) for _ in range(5)))

    assert sorted(settled) == [False, False, False, False, True]
    assert await StatusNote.filter(task_id=held.task_id).count() == 1
    assert await Outbox.filter(kind="note").count() == 1


async def test_settling_keeps_result_evidence_and_the_accounts_login_status(
    database: str, sealer: Sealer, now: datetime
) -> None:
    held = await executing(sealer)

    await task_claims.settle(held, replace(_ENDED, evidence=_PICTURE, cause="ok"), now=now)

    task, account = await Task.get(id=held.task_id), await Account.get(id=held.account_id)
    attempt, note = (
        await Attempt.get(task_id=held.task_id),
        await StatusNote.with_evidence.get(task_id=held.task_id),
    )
    assert (task.result, task.login_status, task.ended_at, task.lease_until) == (
        "logged in",
        "logged_in",
        now,
        None,
    )
    assert (attempt.status, attempt.result, attempt.cause, attempt.ended_at) == (
        "ended",
        "logged in",
        "ok",
        now,
    )
    assert (account.login_status, account.login_seen_at) == ("logged_in", now)
    assert (note.attempt_id, note.picture, note.mime, note.width) == (
        attempt.id,
        b"\xff\xd8",
        "image/jpeg",
        2,
    )


async def test_a_login_status_not_seen_leaves_the_known_one(
    sqlite: str, sealer: Sealer, now: datetime
) -> None:
    held = await executing(sealer)
    await task_claims.settle(held, _ENDED, now=now)
    await bulk.repeat([held.task_id], by="U0ANA", batch_id=None, now=now)

    unseen = AttemptOutcome(status=Status.NO_PROXY, login_status=LoginStatus.UNKNOWN, result="No proxy")
    await task_claims.settle(await claimed(held.task_id), unseen, now=now)

    assert (await Account.get(id=held.account_id)).login_status is LoginStatus.LOGGED_IN


@pytest.mark.parametrize("longest", ["x", "é", "🦊"])
async def test_the_longest_result_and_an_odd_one_are_kept_whole(
    database: str, sealer: Sealer, now: datetime, longest: str
) -> None:
    held = await executing(sealer)

    await task_claims.settle(held, replace(_ENDED, result=longest * 2000), now=now)

    assert (await Task.get(id=held.task_id)).result == longest * 2000


async def test_giving_back_puts_the_task_in_its_old_place(
    database: str, sealer: Sealer, now: datetime
) -> None:
    (task_id,) = await waiting_tasks(1, sealer)
    before = await Task.get(id=task_id)

    assert await task_claims.give_back(await claimed(task_id), now=now, cause="stopping")

    task, attempt = await Task.get(id=task_id), await Attempt.get(task_id=task_id)
    assert (task.status, task.created_at, task.attempt) == (Status.WAITING, before.created_at, 1)
    assert (task.started_at, task.lease_until, attempt.started_at) == (None, None, None)
    assert (await Event.filter(move="give_back").get()).cause == "stopping"


async def test_what_executes_is_not_given_back(sqlite: str, sealer: Sealer, now: datetime) -> None:
    held = await executing(sealer)

    assert not await task_claims.give_back(held, now=now, cause="stopping")

    assert await status_of(held.task_id) is Status.EXECUTING


async def test_a_beat_moves_the_lease_on(database: str, sealer: Sealer, now: datetime) -> None:
    held = await executing(sealer)
    later = now + timedelta(minutes=5)

    assert await task_claims.beat(held, now=later)

    assert (await Task.get(id=held.task_id)).lease_until == later + task_claims.LEASE


@pytest.mark.parametrize("before", [None, "an older one"])
async def test_a_session_that_was_imported_while_a_task_ran_is_not_replaced_by_the_attempts_older_one(
    database: str, sealer: Sealer, before: str | None
) -> None:
    (task,) = await waiting_tasks(1, sealer)
    account = await Account.get().prefetch_related("group")
    await _store(account, before, sealer)
    held = await claimed(task)
    imported = {"cookies": [{"name": "sid", "value": "imported"}], "origins": []}
    await save_accounts(
        [AccountRecord(login=account.login, group=account.group.name, session=imported)], sealer=sealer
    )

    await _settle_with(held, "older", sealer)

    assert (await credentials(account.id, sealer=sealer)).session == imported


@pytest.mark.parametrize("before", [None, "an older one"])
async def test_the_session_an_attempt_ended_with_is_kept_where_nobody_brought_another(
    database: str, sealer: Sealer, before: str | None
) -> None:
    (task,) = await waiting_tasks(1, sealer)
    account = await Account.get()
    await _store(account, before, sealer)

    await _settle_with(await claimed(task), "newer", sealer)

    assert (await credentials(account.id, sealer=sealer)).session == {"sid": "newer"}


async def _settle_with(held: Claim, session: str, sealer: Sealer) -> None:
    now = datetime.now(UTC)
    await task_claims.begin(held, now=now)
    ending = AttemptOutcome(
        status=Status.ENDED,
        login_status=LoginStatus.LOGGED_IN,
        result="logged in",
        session=seal_session(held.account_id, {"sid": session}, sealer=sealer),
    )
    assert await task_claims.settle(held, ending, now=now)


async def _store(account: Account, session: str | None, sealer: Sealer) -> None:
    sealed = seal_session(account.id, {"sid": session}, sealer=sealer) if session else None
    await Account.filter(id=account.id).update(session=sealed)
