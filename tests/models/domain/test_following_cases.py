"""What follows on a task that has come to its end: the table of cases, case by case and for all facts at once."""

from itertools import product

from models.domain.triage.following import CASES, Facts, Standing, Verdict, case_of

_FLAGS = ("is_done", "has_step", "is_followed", "is_undone", "is_ended")
_ALL = [
    Facts(**dict(zip(_FLAGS, flags, strict=True)), standing=standing)
    for *flags, standing in product(*[(False, True)] * len(_FLAGS), Standing)
]


def test_a_task_is_made_only_where_nothing_speaks_against_it() -> None:
    made = [facts for facts in _ALL if case_of(facts).verdict is Verdict.MAKE]

    assert made == [Facts(is_done=True, has_step=True, standing=Standing.MAY)]


def test_the_step_ends_only_by_a_certain_no_to_a_task_that_was_to_be_made() -> None:
    ended = [facts for facts in _ALL if case_of(facts).verdict is Verdict.END]

    assert ended == [Facts(is_done=True, has_step=True, standing=Standing.MAY_NOT)]


def test_every_case_decides_something() -> None:
    assert {id(case_of(facts)) for facts in _ALL} == {id(case) for case in CASES}
