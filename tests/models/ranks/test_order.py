"""Which task is next: batches alternate, what is to run next does, nothing waits for ever, an account's tasks keep their order."""

import asyncio
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.batches import create
from models.domain.lifecycle import LoginStatus, Status
from models.domain.outcomes import AttemptOutcome
from models.domain.values.batches.requests import BatchRequest
from models.domain.values.pauses import PauseScope
from models.ranks import placing
from models.ranks.levels import Level, Turn, Turns, ranked
from models.secrets.sealing import Sealer
from models.sql import transaction
from models.tables.tasks import Task
from models.tasks import bulk, claims
from tests.factories import some_accounts, waiting_tasks
from tests.models.pauses.world import paused
from tests.models.ranks.many import fill

_NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
_DONE = AttemptOutcome(status=Status.ENDED, login_status=LoginStatus.LOGGED_IN, result="logged in")
_LARGE = 10_000


async def _batch(accounts: list[int]) -> list[int]:
    asked = BatchRequest(type="check", account_ids=tuple(accounts), by="U0ANA", channel="C0OPS")
    _, tasks = await create.create(asked, now=_NOW)
    return tasks


async def _work(turns: Turns, named: int) -> int:
    """A worker takes one task and does it; return which."""
    held = await claims.claim_next(named, turns.now(), worker="w", now=_NOW)
    assert held is not None
    turns.took(held.rank)
    await claims.begin(held, now=_NOW)
    await claims.settle(held, _DONE, now=_NOW)
    return held.task_id


async def _move(tasks: list[int], level: Level) -> list[int]:
    return await transaction(lambda: placing.move(tasks, level, now=_NOW))


async def test_a_large_batch_does_not_starve_a_small_one_and_run_next_is_the_next(
    database: str, sealer: Sealer
) -> None:
    accounts = [account.id for account in await some_accounts(14, sealer)]
    (model,) = await _batch(accounts[:1])
    await fill(model, _LARGE - 1)
    turns = Turns()
    for _ in range(3):
        await _work(turns, model)
    small = await _batch(accounts[1:11])

    worked = [await _work(turns, model) for _ in range(40)]

    assert set(small) <= set(worked)
    late = await _batch(accounts[11:12])
    await _batch(accounts[12:13])
    assert await _move(late, Level.NEXT) == late
    assert await _work(turns, model) == late[0]


async def test_what_comes_after_all_others_does_so_and_not_never(database: str, sealer: Sealer) -> None:
    accounts = [account.id for account in await some_accounts(40, sealer)]
    later = await _batch(accounts[:1])
    tasks = await _batch(accounts[1:])
    await _move(later, Level.LATER)

    worked = [await _work(turns, tasks[0]) for turns in [Turns()] for _ in range(20)]

    assert worked.index(later[0]) == 15


async def test_an_endless_stream_of_run_next_leaves_every_fourth_turn_to_the_others(
    database: str, sealer: Sealer
) -> None:
    accounts = [account.id for account in await some_accounts(12, sealer)]
    usual = await _batch(accounts[:2])
    await _move(await _batch(accounts[2:]), Level.NEXT)
    turns = Turns()

    worked = [await _work(turns, usual[0]) for _ in range(8)]

    assert [worked.index(task) for task in usual] == [3, 7]


async def test_tasks_of_one_account_keep_their_order(database: str, sealer: Sealer) -> None:
    accounts = [account.id for account in await some_accounts(4, sealer)]
    first = await _batch(accounts)
    second = await _batch(accounts[2:])  # of accounts that come late in the first
    turns = Turns()

    worked = [await _work(turns, second[0]) for _ in range(6)]

    assert [
        worked.index(first[place]) < worked.index(task) for place, task in zip((2, 3), second, strict=True)
    ] == [True, True]


async def test_a_task_executed_again_stands_where_a_new_one_would(database: str, sealer: Sealer) -> None:
    tasks = await waiting_tasks(3, sealer)
    turns = Turns()
    await _work(turns, tasks[0])
    await bulk.repeat(tasks[:1], by="U0ANA", batch_id=None, now=_NOW)

    assert Level.of((await Task.get(id=tasks[0])).rank) is Level.NORMAL
    assert sorted([await _work(turns, tasks[0]) for _ in range(3)]) == tasks


async def test_workers_that_look_at_once_take_different_tasks(database: str, sealer: Sealer) -> None:
    tasks = await waiting_tasks(5, sealer)

    taken = await asyncio.gather(
        *(claims.claim_next(tasks[0], Turn.FIRST, worker=f"w{n}", now=_NOW) for n in range(5))
    )

    assert sorted(claim.task_id for claim in taken if claim) == tasks


@pytest.mark.parametrize("turn", Turn)
async def test_what_is_paused_at_the_head_is_passed_over(database: str, sealer: Sealer, turn: Turn) -> None:
    first = await waiting_tasks(300, sealer)  # more than a worker looks at
    (second,) = await waiting_tasks(1, sealer, group="apac")
    await Task.filter(id__in=first).update(rank=-1)
    await paused(PauseScope(group="emea"), now=_NOW)

    held = await claims.claim_next(second, turn, worker="w", now=_NOW)

    assert held is not None
    assert held.task_id == second
    assert await claims.claim_next(first[0], turn, worker="w", now=_NOW) is None


@given(
    accounts=st.lists(st.integers(1, 4), max_size=12),
    last=st.dictionaries(st.integers(1, 4), st.integers(0, 20)),
)
def test_ranks_grow_with_each_account(accounts: list[int], last: dict[int, int]) -> None:
    before = dict(last)
    ranks = ranked(accounts, 5, last)

    for account in set(accounts):
        own = [rank for rank, whose in zip(ranks, accounts, strict=True) if whose == account]
        assert own == sorted(set(own))
        assert own[0] > before.get(account, -1)
        assert own[0] >= 5
