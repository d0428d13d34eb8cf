"""What came of an attempt: decided in one place, from a table that knows every cause the program writes."""

import ast
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from executor.proxy import tunnel
from models.domain.lifecycle import LIVE, OVER, LoginStatus, Status
from models.domain.outcomes import LOOK_FIRST, LOOK_LOST, NOT_DONE
from models.domain.triage.causes import CAUSES, MAY_BE_MADE, OTHER
from models.domain.triage.decision import cause_of, outcome_of
from models.domain.triage.outcome import FAILED, Outcome
from models.domain.triage.standings import standing_of, standings, status_of
from models.domain.triage.titles import TITLES

_ROOT = Path(__file__).parents[3]
_OF_MOVES = {"move", "give_back", "new_attempts"}  # their causes stand in the history alone
_PASSED_ON = {  # a cause that is somebody else's: as a parameter, or of a log-in status
    "executor/faults.py",
    "executor/login_screens.py",
    "executor/second_step.py",
    "executor/proxy/tunnel.py",  # of its table, read below
}
_EXECUTED = OVER - {Status.CANCELED}
_texts = st.text(max_size=20)
_results = st.builds(
    "".join,
    st.tuples(
        st.sampled_from(("", NOT_DONE)), _texts, st.sampled_from(("", f" {LOOK_FIRST}", f" {LOOK_LOST}"))
    ),
)


def _trees() -> Iterator[tuple[str, ast.Module]]:
    for room in ("executor", "models"):
        for path in sorted((_ROOT / room).rglob("*.py")):
            if "migrations" not in path.parts:
                yield str(path.relative_to(_ROOT)), ast.parse(path.read_text())


def _constants() -> dict[str, str]:
    """The texts that modules give names to."""
    return {
        name.id: node.value.value
        for _, tree in _trees()
        for node in tree.body
        if isinstance(node, ast.Assign)
        if isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
        for name in node.targets
        if isinstance(name, ast.Name)
    }


def _given(tree: ast.Module) -> Iterator[ast.expr]:
    """Every expression that becomes a cause."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            yield from (
                word.value for word in node.keywords if word.arg == "cause" and called not in _OF_MOVES
            )
        elif isinstance(node, ast.ClassDef):
            for line in node.body:
                if isinstance(line, ast.Assign) and [ast.unparse(name) for name in line.targets] == ["cause"]:
                    yield line.value


def _written() -> dict[str, str]:
    """Every cause that stands in the code, and where."""
    constants, found = (
        _constants(),
        dict.fromkeys((row[2] for row in tunnel._MEANS), "executor/proxy/tunnel.py"),
    )
    for path, tree in _trees():
        for value in _given(tree):
            parts = value.values if isinstance(value, ast.BoolOp) else [value]
            for part in parts:
                if isinstance(part, ast.Constant):
                    found[str(part.value)] = path
                elif isinstance(part, ast.Name) and part.id in constants:
                    found[constants[part.id]] = path
                elif isinstance(part, ast.Name) and path.startswith("executor"):
                    assert path in _PASSED_ON, f"{path}: which causes are {ast.unparse(value)}?"
    return found


def test_every_cause_that_the_program_writes_has_its_row_and_no_row_is_for_nothing() -> None:
    written = {cause: path for cause, path in _written().items() if cause}
    of_logins = {status.value for status in LoginStatus} - {"unknown", "logged_in"}

    assert {cause: path for cause, path in written.items() if cause not in CAUSES} == {}
    assert set(CAUSES) - set(written) - of_logins == {MAY_BE_MADE, OTHER}  # under which others are filed
    assert of_logins <= set(CAUSES)
    assert set(TITLES) == set(CAUSES)


@pytest.mark.parametrize("code", CAUSES)
def test_every_cause_says_in_one_short_sentence_what_to_do_and_none_is_done(code: str) -> None:
    cause = CAUSES[code]

    assert cause.code == code
    assert cause.outcome is not Outcome.DONE
    assert cause.advice[0].isupper()
    assert cause.advice.endswith(".")
    assert len(cause.advice) <= 90


@given(
    st.sampled_from(Status), st.sampled_from(LoginStatus), st.sampled_from(sorted(CAUSES)) | _texts, _results
)
def test_each_failure_is_filed_under_a_cause_with_its_outcome_and_nothing_else_is(
    status: Status, login: LoginStatus, cause: str, result: str
) -> None:
    outcome, filed = outcome_of(status, login, cause, result), cause_of(status, login, cause, result)

    assert bool(filed) == (outcome in FAILED)
    if filed:
        assert CAUSES[filed].outcome is outcome
        looks = any(look in result for look in (LOOK_FIRST, LOOK_LOST)) and status is not Status.ENDED
        assert (filed == MAY_BE_MADE) == (looks or cause == MAY_BE_MADE)


@pytest.mark.parametrize("status", {*Status} - _EXECUTED)
def test_what_was_not_executed_to_an_end_has_no_outcome(status: Status) -> None:
    assert {outcome_of(status, login, cause, "") for login, cause in product(LoginStatus, ("", *CAUSES))} == {
        None
    }


@given(
    st.sampled_from(sorted(_EXECUTED)),
    st.sampled_from(LoginStatus),
    st.sampled_from(sorted(CAUSES)) | _texts,
    _results,
)
def test_done_is_what_ended_without_a_word_against_it(
    status: Status, login: LoginStatus, cause: str, result: str
) -> None:
    outcome = outcome_of(status, login, cause, result)

    met = login not in {LoginStatus.UNKNOWN, LoginStatus.LOGGED_IN}
    against = (
        met or result.startswith(NOT_DONE) or cause not in {"", "not_kept"} or status is not Status.ENDED
    )
    assert outcome is not None
    assert (outcome is Outcome.DONE) == (not against)


@given(
    st.sampled_from(sorted(_EXECUTED - {Status.ENDED})),
    st.sampled_from(LoginStatus),
    st.sampled_from(["", *CAUSES, "new"]),
)
def test_what_may_have_been_done_once_needs_a_person_first(
    status: Status, login: LoginStatus, cause: str
) -> None:
    assert {outcome_of(status, login, cause, f"So. {look}") for look in (LOOK_FIRST, LOOK_LOST)} == {
        Outcome.PERSON
    }


@pytest.mark.parametrize(
    ("status", "login", "cause", "result", "outcome"),
    [
        (Status.ENDED, LoginStatus.LOGGED_IN, "", "logged in", Outcome.DONE),
        (Status.ENDED, LoginStatus.LOGGED_IN, "not_kept", "Page Shop (ID 1)", Outcome.DONE),
        (Status.ENDED, LoginStatus.LOGGED_IN, "not_done", "Not done: the site said: no", Outcome.NEVER),
        (Status.ENDED, LoginStatus.LOGGED_IN, "invitation_invalid", "Not done: it is not valid", Outcome.FIX),
        (Status.ENDED, LoginStatus.WRONG_PASSWORD, "wrong_password", "wrong password: …", Outcome.PERSON),
        (Status.ENDED, LoginStatus.LOGGED_OUT, "logged_out", "logged out: …", Outcome.FIX),
        (Status.ENDED, LoginStatus.CHECKPOINT, "of_tomorrow", "checkpoint: …", Outcome.PERSON),
        (Status.ENDED, LoginStatus.LOGGED_IN, "of_tomorrow", "", Outcome.PERSON),
        (Status.TIMED_OUT, LoginStatus.UNKNOWN, "of_tomorrow", "", Outcome.RETRY),
        (Status.UNKNOWN_ERROR, LoginStatus.UNKNOWN, "worker_lost", "3 workers were lost", Outcome.RETRY),
        (Status.NO_PROXY, LoginStatus.UNKNOWN, "proxy_timeout", "No proxy: …", Outcome.FIX),
        (Status.NO_PROXY, LoginStatus.UNKNOWN, "", "", Outcome.FIX),
    ],
)  # fmt: skip
def test_each_ending_has_its_outcome(
    status: Status, login: LoginStatus, cause: str, result: str, outcome: Outcome
) -> None:
    assert outcome_of(status, login, cause, result) is outcome


@pytest.mark.parametrize("status", Status)
def test_a_standing_says_the_status_and_fits_the_column(status: Status) -> None:
    own = standings([status])

    assert {status_of(standing) for standing in own} == {status}
    assert max(map(len, standings())) <= 20
    assert standing_of(status, "") in own
    assert len(own) == (1 if status in {*LIVE, Status.WAITING, Status.CANCELED} else 6)


def test_standings_of_outcomes_are_of_what_was_executed() -> None:
    assert {status_of(standing) for standing in standings(outcomes=FAILED)} == _EXECUTED
    assert standings([Status.WAITING], FAILED) == []
