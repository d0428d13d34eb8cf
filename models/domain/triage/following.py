"""Whether a second step's task follows on one that has come to its end: every case, in one table. Pure."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto


class Standing(Enum):
    """Whether who asked for the step may create its task now."""

    MAY = auto()
    MAY_NOT = auto()
    UNSURE = auto()  # Slack does not say who that is


class Verdict(Enum):
    """What is done about a task that has come to its end."""

    MAKE = auto()  # the task of the second step
    NOTHING = auto()
    LATER = auto()  # the same question again, when Slack may have an answer
    END = auto()  # the step: nothing is made any more, and people are told


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What is known of a task that has come to its end, under the lock of its batch."""

    is_done: bool = True  # its attempt ended *done*
    has_step: bool = True  # its batch has a second step
    is_followed: bool = False  # a task was made for it, whatever became of that one
    is_undone: bool = False  # its batch, or the second step's, was taken back
    is_ended: bool = False  # the step was stopped, or ended before
    standing: Standing = Standing.MAY


@dataclass(frozen=True, kw_only=True)
class Case:
    """One case: the first that applies decides."""

    about: str
    applies: Callable[[Facts], bool]
    verdict: Verdict


CASES = (
    Case(
        about="Only what ended done is followed: what failed, or was cancelled before it began, is not.",
        applies=lambda facts: not facts.is_done,
        verdict=Verdict.NOTHING,
    ),
    Case(
        about="The batch has no second step.",
        applies=lambda facts: not facts.has_step,
        verdict=Verdict.NOTHING,
    ),
    Case(
        about="Once for each task: not again when it is settled twice, or re-executed and done again.",
        applies=lambda facts: facts.is_followed,
        verdict=Verdict.NOTHING,
    ),
    Case(
        about="Nothing more comes of a batch that was taken back, or of a second step whose batch was.",
        applies=lambda facts: facts.is_undone,
        verdict=Verdict.NOTHING,
    ),
    Case(
        about="The step was stopped, or has ended: a task that failed then and is done now is not followed.",
        applies=lambda facts: facts.is_ended,
        verdict=Verdict.NOTHING,
    ),
    Case(
        about="Slack does not say who asked for the step: that is no yes, and no no.",
        applies=lambda facts: facts.standing is Standing.UNSURE,
        verdict=Verdict.LATER,
    ),
    Case(
        about="Who asked for the step was deactivated, or may not create tasks in the account's group any more.",
        applies=lambda facts: facts.standing is Standing.MAY_NOT,
        verdict=Verdict.END,
    ),
    Case(
        about="Else it is followed: also one that failed first, and was re-executed after its batch was over.",
        applies=lambda _: True,
        verdict=Verdict.MAKE,
    ),
)
"""Canceling the rest of either batch ends no step: it cancels what waits, and what runs then may still end done."""


def case_of(facts: Facts) -> Case:
    """The case that decides."""
    return next(case for case in CASES if case.applies(facts))
