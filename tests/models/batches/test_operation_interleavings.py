"""An operation and its question, moved by two and three people in every order: what happens is what the table lets happen."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from datetime import datetime, timedelta
from itertools import permutations, product
from random import Random

import pytest

from models.batches import approvals, operations, plans, transitions
from models.batches.approval_table import Approval
from models.domain.values.batches.approvals import ApprovalAnswer
from models.domain.values.batches.states import OPERATION_MOVES, OperationMove, OperationState, next_state
from models.sql import transaction
from models.tables.tasks import Batch
from tests.models.examples import ExampleDatabase

_NOW = datetime.fromisoformat("2026-11-30T10:00:00+00:00")
_LATER = _NOW + timedelta(minutes=5)
_PATHS: dict[OperationState, tuple[OperationMove, ...]] = {
    OperationState.ASKED: (),
    OperationState.AWAITING: (OperationMove.ASK,),
    OperationState.REJECTED: (OperationMove.ASK, OperationMove.REJECT),
    OperationState.CONFIRMED: (OperationMove.CONFIRM,),
    OperationState.DONE: (OperationMove.CONFIRM, OperationMove.FINISH),
    OperationState.UNDONE: (
        OperationMove.CONFIRM,
        OperationMove.FINISH,
        OperationMove.UNDO,
        OperationMove.FINISH_UNDO,
    ),
}
"""How an operation comes to each state in which somebody may find it at rest."""
_PEOPLE = (
    OperationMove.ASK,
    OperationMove.CONFIRM,
    OperationMove.APPROVE,
    OperationMove.REJECT,
    OperationMove.LAPSE,
    OperationMove.UNDO,
)
"""The moves of people; the others are steps of whoever goes on with it."""


async def _question(operation: int) -> int:
    question = await Approval.filter(operation_id=operation).first()
    return question.id if question else 0


async def _ask(operation: int) -> bool:
    return await transaction(
        lambda: approvals.ask_for_operation(operation, size=1, by="U0ANA", channel="C0OPS", now=_NOW)
    )


async def _approve(operation: int) -> bool:
    return await approvals.approve(await _question(operation), by="U0BEN", now=_NOW) is not None


async def _step(operation: int) -> bool:
    before = (await Batch.get(id=operation)).state
    await operations.step(operation, now=_NOW)
    return (await Batch.get(id=operation)).state != before


async def _reject(operation: int) -> bool:
    return await approvals.reject(await _question(operation), by="U0CHEN", now=_NOW)


async def _lapse(operation: int) -> bool:
    return await approvals.lapse(await _question(operation), by="U0BEN", now=_NOW)


_DO: dict[OperationMove, Callable[[int], Awaitable[bool]]] = {
    OperationMove.ASK: _ask,
    OperationMove.CONFIRM: lambda operation: operations.confirm(operation, by="U0ANA", now=_NOW),
    OperationMove.APPROVE: _approve,
    OperationMove.REJECT: _reject,
    OperationMove.LAPSE: _lapse,
    OperationMove.FINISH: _step,
    OperationMove.UNDO: lambda operation: operations.undo(operation, by="U0BEN", now=_NOW),
    OperationMove.FINISH_UNDO: _step,
}


async def _standing(state: OperationState) -> int:
    """An operation of one task that is gone, in that state."""
    plan = await plans.plan_ids("repeat", [2**30], by="U0ANA", channel="C0OPS", now=_NOW)
    for move in _PATHS[state]:
        assert await _DO[move](plan.id), (state, move)
    return plan.id


def _foretold(state: OperationState, moves: Sequence[OperationMove]) -> tuple[OperationState, list[bool]]:
    """By the table: the state after these moves, and which of them happen."""
    happened: list[bool] = []
    for move in moves:
        after = next_state(state, move)
        happened.append(after is not None)
        state = after or state
    return state, happened


async def _in_order(state: OperationState, moves: Sequence[OperationMove]) -> None:
    operation = await _standing(state)

    happened = [await _DO[move](operation) for move in moves]

    stands = OperationState((await Batch.get(id=operation)).state)
    assert (stands, happened) == _foretold(state, moves), (state, moves)


async def _at_once(state: OperationState, moves: Sequence[OperationMove]) -> None:
    operation = await _standing(state)

    happened = await asyncio.gather(*(_DO[move](operation) for move in moves))

    stands = OperationState((await Batch.get(id=operation)).state)
    orders = [_foretold(state, [moves[n] for n in order]) for order in permutations(range(len(moves)))]
    assert any(stands is end and sum(happened) == sum(did) for end, did in orders), (state, moves, happened)
    assert await Approval.filter(operation_id=operation, answer=ApprovalAnswer.ASKED).count() <= 1


async def _all_pairs() -> None:
    for state, first, second in product(_PATHS, _PEOPLE, _PEOPLE):
        await _in_order(state, (first, second))


async def _pairs_at_once() -> None:
    for state, first, second in product(_PATHS, _PEOPLE, _PEOPLE):
        if first <= second:
            await _at_once(state, (first, second))


async def _triples() -> None:
    dice = Random(16)  # noqa: S311 - a choice, not a secret
    for _ in range(20):
        moves = [dice.choice(_PEOPLE) for _ in range(3)]
        state = dice.choice(list(_PATHS))
        for order in permutations(moves):
            await _in_order(state, order)


@pytest.mark.parametrize("play", [_all_pairs, _pairs_at_once, _triples])
def test_whoever_comes_first_only_what_the_table_lets_happens(
    examples: ExampleDatabase, play: Callable[[], Coroutine[None, None, None]]
) -> None:
    examples.run(play())


def test_a_no_and_an_undo_are_for_good() -> None:
    for end in (OperationState.REJECTED, OperationState.UNDONE):
        assert [move for move in OPERATION_MOVES if next_state(end, move)] == []


def test_a_question_is_answered_where_its_operation_moves() -> None:
    answers = {move for move, rule in OPERATION_MOVES.items() if rule.question}

    assert answers == {OperationMove.APPROVE, OperationMove.REJECT, OperationMove.LAPSE}
    assert {next_state(OperationState.AWAITING, move) for move in answers} == {
        OperationState.CONFIRMED,
        OperationState.REJECTED,
    }


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_nobody_undoes_after_the_time_or_moves_what_is_not_there() -> None:
    operation = await _standing(OperationState.DONE)

    assert not await operations.undo(operation, by="U0BEN", now=_LATER)
    assert not await transitions.move_operation(4711, OperationMove.CONFIRM)
