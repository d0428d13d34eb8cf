"""The card of one task: which buttons fit, and why it waits."""

from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from handlers.slack.ids import Do
from handlers.slack.views import News
from handlers.tasks import present
from handlers.tasks.views import CardView
from models.domain.lifecycle import OVER, LoginStatus, Status
from models.domain.outcomes import LOOK_FIRST
from models.domain.triage.causes import CAUSES, Cause, Remedy
from models.domain.triage.outcome import FAILED, Outcome
from models.domain.values.accounts import OpenHold
from models.domain.values.rows import AttemptRow, TaskDetail
from tests.handlers.strategies import NOW


def _card(status: Status, **changed: Any) -> CardView:
    """The card of a task with what ``_task`` takes."""
    task = _task(status, **changed)
    return present.card(task, thread_link="", news=News(), zone=ZoneInfo("UTC"), now=NOW)


def _task(  # noqa: PLR0913 - each test changes one of them
    status: Status,
    *,
    again_by: str = "",
    ahead: int = 0,
    blocker: int | None = None,
    attempts: int = 1,
    by: str = "U0ANA",
    why: str = "",
    outcome: Outcome | None = None,
    cause: str = "",
) -> TaskDetail:
    rows = [
        AttemptRow(
            number=n, status=Status.WAITING, by=by, asked_at=NOW, started_at=NOW, ended_at=NOW, result="",
            note_link="https://slack.example/p1" if n == 1 else "", cause=cause, picture=f"F{n}",
        )
        for n in range(1, attempts + 1)
    ]  # fmt: skip
    return TaskDetail(
        id=4711, type="create_page", params={"page_name": "Acme"}, status=status, operation_user=by, again_by=again_by,
        created_at=NOW, started_at=None, ended_at=None, account_id=1, login="ann", user_id="1001", group="emea",
        login_status=LoginStatus.UNKNOWN, result="", note_link="", why="", channel="C0OPS", ts="", attempts=tuple(rows),
        ahead=ahead, blocker=blocker, canceled_by="U0CAT", hold=OpenHold(why=why, by="", at=NOW) if why else None,
        outcome=outcome, asked_by="U0ANA",
    )  # fmt: skip


@pytest.mark.parametrize("status", Status)
def test_only_what_waits_can_be_cancelled_and_everything_else_retried(status: Status) -> None:
    card = _card(status)

    assert card.can_cancel == (status is Status.WAITING)
    assert card.can_retry == (status is not Status.WAITING)


def test_what_runs_again_anyway_offers_no_second_retry() -> None:
    assert not _card(Status.EXECUTING, again_by="U0BEN").can_retry


@pytest.mark.parametrize(
    ("ahead", "blocker", "words"),
    [
        (0, None, "Waits for a free worker."),
        (1, None, "1 task of the same account is before it."),
        (3, None, "3 tasks of the same account are before it."),
        (3, 4700, "Waits until #4700 is done with the account."),
    ],
)
def test_a_waiting_task_says_what_for(ahead: int, blocker: int | None, words: str) -> None:
    assert _card(Status.WAITING, ahead=ahead, blocker=blocker).explained == words
    assert _card(Status.ENDED, ahead=ahead, blocker=blocker).explained == ""


def test_the_card_shows_the_parameters_by_their_labels() -> None:
    card = _card(Status.ENDED)
    fields = {field.label: field.words for field in card.fields}

    assert fields["Page name"] == "Acme"
    assert (card.account.label, card.account.words) == ("Account ID", "ann\n1001")
    assert fields["Operation user"] == "<@U0ANA>"


def test_the_newest_ten_attempts_are_shown_newest_first() -> None:
    lines = _card(Status.ENDED, attempts=12).attempts

    assert [words.split("*")[1] for words in lines] == [f"Attempt {n}" for n in range(12, 2, -1)]


def test_an_attempt_links_to_its_own_note() -> None:
    newest, oldest = _card(Status.ENDED, attempts=2).attempts

    assert "<https://slack.example/p1|Status note>" in oldest
    assert "Status note" not in newest


def test_an_attempt_nobody_asked_for_is_bellhops_own() -> None:
    assert _card(Status.ENDED, by="").attempts[0].endswith("Bellhop · <https://slack.example/p1|Status note>")


def test_why_an_account_is_held_is_said_before_all_else() -> None:
    card = _card(Status.WAITING, why="checkpoint: <so>", ahead=3, blocker=4700)

    assert card.explained == "Waits until its account is released. checkpoint: &lt;so&gt;"


@pytest.mark.parametrize("cause", CAUSES.values(), ids=lambda cause: cause.code)
def test_every_cause_is_told_with_what_to_do_and_offers_what_helps(cause: Cause) -> None:
    card = _card(Status.UNKNOWN_ERROR, outcome=cause.outcome, cause=cause.code)

    assert card.advice == cause.advice
    assert card.can_help == (cause.remedy is Remedy.RE_EXECUTE)
    assert {button.action for button in card.remedies} == {
        Remedy.PROXY: {Do.SHOW_PROXIES, Do.EDIT_ACCOUNT},
        Remedy.MEND_PARAMETERS: {Do.EDIT_ONE},
        Remedy.NEW_PASSWORD: {Do.EDIT_ACCOUNT},
        Remedy.NEW_SESSION: {Do.EDIT_ACCOUNT},
    }.get(cause.remedy, set())


def test_where_it_may_have_been_done_the_card_says_to_look_and_not_to_run_it_again() -> None:
    task = _task(Status.UNKNOWN_ERROR, outcome=Outcome.PERSON, cause="worker_lost")
    lost = replace(task.attempts[0], status=Status.UNKNOWN_ERROR, result=f"Lost. {LOOK_FIRST}")

    card = present.card(
        replace(task, attempts=(lost,)), thread_link="", news=News(), zone=ZoneInfo("UTC"), now=NOW
    )

    assert card.advice == CAUSES["may_be_made"].advice
    assert not card.can_help


def test_of_a_held_account_the_buttons_that_end_the_hold_are_enough() -> None:
    card = _card(Status.ENDED, outcome=Outcome.PERSON, cause="wrong_password", why="wrong password")

    assert card.remedies == ()
    assert card.ending is Do.NEW_PASSWORD


@pytest.mark.parametrize("status", Status)
def test_what_was_done_or_is_not_over_needs_no_advice(status: Status) -> None:
    card = _card(status, outcome=Outcome.DONE if status is Status.ENDED else None, cause="site_error")

    assert (card.advice, card.remedies) == ("", ())


@pytest.mark.parametrize("outcome", FAILED)
def test_by_whose_hand_it_can_go_on_stands_before_the_result(outcome: Outcome) -> None:
    card = _card(Status.ENDED, outcome=outcome)

    assert card.head == "⚠️ *Create page · Execution ends*"
    assert card.result.endswith(f" {outcome.label}")


@pytest.mark.parametrize(
    ("channel", "reader", "is_shown"),
    [("C0OPS", "U0BEN", True), ("D0ANA", "U0ANA", True), ("U0ANA", "U0ANA", True), ("D0ANA", "U0BEN", False)],
)
def test_a_picture_is_shown_where_the_reader_can_see_it(channel: str, reader: str, is_shown: bool) -> None:  # noqa: FBT001 - a table's column
    task = replace(_task(Status.ENDED, attempts=2), channel=channel)

    picture = present.picture(task, reader)

    assert (picture is not None) == is_shown
    assert picture is None or picture.file == "F2"


@pytest.mark.parametrize("status", set(Status) - OVER)
def test_a_task_that_is_not_over_has_no_picture(status: Status) -> None:
    assert present.picture(_task(status, attempts=2), "U0ANA") is None


def test_an_attempt_says_what_it_carried_through_its_proxy() -> None:
    task = _task(Status.ENDED, attempts=2)
    through = replace(task.attempts[0], traffic=1_240_000)
    shown = present.card(
        replace(task, attempts=(through, task.attempts[1])),
        thread_link="",
        news=News(),
        zone=ZoneInfo("UTC"),
        now=NOW,
    )

    assert ["1.2 MB by proxy" in words for words in shown.attempts] == [False, True]  # newest first
