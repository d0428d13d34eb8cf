"""The life of a task: the whole table, looked at from the other side."""

from itertools import product

import pytest

from models.domain.lifecycle import LIVE, MOVES, OVER, LoginStatus, Move, Status, allowed_moves, settling_move

_ENDS = {Move.FAIL, Move.TIME_OUT, Move.REFUSE_PROXY}
_ALLOWED = {
    Status.WAITING: {Move.CLAIM, Move.CANCEL, Move.WITHDRAW},
    Status.STARTING: {Move.BEGIN, Move.GIVE_BACK, *_ENDS},
    Status.EXECUTING: {Move.FINISH, *_ENDS},
    Status.ENDED: {Move.REPEAT},
    Status.UNKNOWN_ERROR: {Move.REPEAT},
    Status.TIMED_OUT: {Move.REPEAT},
    Status.NO_PROXY: {Move.REPEAT},
    Status.CANCELED: {Move.REPEAT, Move.RESTORE},
}


@pytest.mark.parametrize(("status", "move"), list(product(Status, Move)))
def test_a_move_starts_only_where_the_table_says(status: Status, move: Move) -> None:
    assert (status in MOVES[move].sources) == (move in _ALLOWED[status])
    assert (move in allowed_moves(status)) == (move in _ALLOWED[status])


def test_every_status_is_reached_from_waiting() -> None:
    reached = {Status.WAITING}
    for _ in Status:
        reached |= {t for status in reached for move in allowed_moves(status) for t in MOVES[move].targets}

    assert reached == set(Status)


def test_every_status_leads_on() -> None:
    assert all(allowed_moves(status) for status in Status)


@pytest.mark.parametrize("move", Move)
def test_no_move_ends_where_it_began(move: Move) -> None:
    assert not MOVES[move].targets & MOVES[move].sources


def test_a_task_waits_or_is_live_or_is_over_and_never_two_of_them() -> None:
    waiting = frozenset({Status.WAITING})

    assert waiting | LIVE | OVER == set(Status)
    assert not waiting & LIVE
    assert not waiting & OVER
    assert not LIVE & OVER


def test_what_executes_cannot_be_cancelled_by_any_move() -> None:
    assert Status.CANCELED not in {t for move in allowed_moves(Status.EXECUTING) for t in MOVES[move].targets}


@pytest.mark.parametrize("status", sorted(OVER - {Status.CANCELED}))
def test_an_attempt_in_mid_work_can_come_to_every_end(status: Status) -> None:
    rule = MOVES[settling_move(status)]

    assert rule.target is status
    assert Status.EXECUTING in rule.sources


def test_the_labels_are_the_words_people_know() -> None:
    assert [status.label for status in Status] == [
        "Waiting to execution", "Starting execution", "Executing", "Execution ends",
        "Unknown error", "Execution timeouts", "No proxy", "Canceled",
    ]  # fmt: skip
    assert [seen.label for seen in LoginStatus] == [
        "unknown", "logged in", "logged out", "wrong password", "checkpoint", "disabled"
    ]  # fmt: skip
