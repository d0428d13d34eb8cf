"""The icons of states and outcomes: one for each, no two alike, and never without the seed's word."""

from pathlib import Path

import pytest

from models.domain.lifecycle import OVER, Status
from models.domain.triage.outcome import FAILED, Outcome
from models.domain.triage.signs import DONE, HELD, NOT_DONE, OUTCOMES, PAUSED, STATUSES, of_status, of_task

_ROOT = Path(__file__).parents[3]
_PAGE = _ROOT / "bot/sandbox/slack/page"


def test_every_status_and_outcome_has_an_icon_and_its_own_word() -> None:
    assert {status: sign.word for status, sign in STATUSES.items()} == {
        status: status.label for status in Status
    }
    assert {outcome: sign.word for outcome, sign in OUTCOMES.items()} == {
        outcome: outcome.label for outcome in Outcome
    }


def test_no_icon_means_two_things() -> None:
    signs = [*STATUSES.values(), *OUTCOMES.values(), NOT_DONE, HELD]

    assert len({sign.icon for sign in signs}) == len(signs)
    assert DONE.icon == OUTCOMES[Outcome.DONE].icon  # the one meaning that two words have


@pytest.mark.parametrize("outcome", FAILED)
def test_a_task_that_ended_and_was_not_done_does_not_look_like_one_that_was(outcome: Outcome) -> None:
    done, failed = of_status(Status.ENDED, Outcome.DONE), of_status(Status.ENDED, outcome)

    assert done.word == failed.word == "Execution ends"
    assert len({done.icon, failed.icon, of_status(Status.ENDED, None).icon}) == 3


@pytest.mark.parametrize("status", OVER - {Status.CANCELED})
def test_beside_its_status_a_task_says_by_whose_hand_it_goes_on_unless_it_was_done(status: Status) -> None:
    assert [sign.word for sign in of_task(status, Outcome.FIX)] == [status.label, "Needs a fix"]
    assert [sign.word for sign in of_task(status, Outcome.DONE)] == [status.label]
    assert [sign.word for sign in of_task(status, None)] == [status.label]


def test_the_local_slack_draws_each_icon() -> None:
    drawn = (_PAGE / "glyphs.js").read_text()

    for sign in (*STATUSES.values(), *OUTCOMES.values(), NOT_DONE, HELD, PAUSED):
        assert f'"{sign.icon[0]}": [[' in drawn  # without the selector that asks for its picture


def test_the_document_names_each_icon_with_its_word() -> None:
    text = (_ROOT / "docs/outcomes.md").read_text()
    _, _, icons = text.partition("## Icons")
    told = [
        line.split(" | ")[:2] for line in icons.partition("\n## ")[0].splitlines() if line.startswith("| ")
    ]

    assert [(icon.removeprefix("| "), word) for icon, word in told[2:]] == [
        (sign.icon, sign.word)
        for sign in (*STATUSES.values(), DONE, NOT_DONE, *OUTCOMES.values(), HELD, PAUSED)
    ]
