"""A batch's message and its status notes."""

from collections.abc import Mapping
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.batches import present_batch
from handlers.slack.views import BatchView
from models.domain.lifecycle import LoginStatus, Status
from models.domain.triage.outcome import Outcome
from models.domain.values.batches import BatchDetail
from models.domain.values.rows import StatusNoteDetail
from tests.handlers.strategies import NOW


def _batch(counts: Mapping[Status, int], *, seconds: int = 60, why: str = "") -> BatchView:
    batch = BatchDetail(
        id=1,
        kind="create",
        by="U0ANA",
        why=why,
        size=1,
        channel="C0OPS",
        ts="1.1",
        state="",
        created_at=NOW - timedelta(seconds=seconds),
        done_at=None,
    )
    return present_batch.batch(batch, ("create_page", {"page_name": "A <b> & C"}), counts, now=NOW)


@pytest.mark.parametrize(
    ("counts", "bar", "pace"),
    [
        ({Status.WAITING: 4}, "░" * 20 + "  0 of 4 done", "1 min so far"),
        ({Status.WAITING: 2, Status.ENDED: 2}, "█" * 10 + "░" * 10 + "  2 of 4 done", "1 min so far"),
        (
            {Status.EXECUTING: 2, Status.NO_PROXY: 2},
            "█" * 10 + "░" * 10 + "  2 of 4 done",
            "1 min so far · about 1 min left",
        ),
        ({Status.ENDED: 3, Status.CANCELED: 1}, "█" * 20 + "  4 of 4 done", "All done after 1 min"),
    ],
)
def test_the_bar_and_the_pace_say_how_far_it_is(counts: dict[Status, int], bar: str, pace: str) -> None:
    view = _batch(counts)

    assert (view.bar, view.pace) == (bar, pace)


def test_counts_are_told_in_the_order_of_a_tasks_life() -> None:
    view = _batch({Status.CANCELED: 1, Status.ENDED: 2, Status.WAITING: 3})

    assert view.counts == "⏳ Waiting to execution 3 · 🏁 Execution ends 2 · 🚫 Canceled 1"
    assert view.text == f"Create page · 6 tasks: 3 of 6 done. {view.counts}."


def test_who_asked_and_why_stand_at_the_top() -> None:
    assert _batch({Status.WAITING: 1}).asked == "Asked by <@U0ANA>"
    assert (
        _batch({Status.WAITING: 1}, why="Spring <!here>").asked == "Asked by <@U0ANA>: Spring &lt;!here&gt;"
    )


@given(st.dictionaries(st.sampled_from(Status), st.integers(0, 5000)), st.integers(0, 10**7))
def test_any_counts_make_a_whole_message(counts: dict[Status, int], seconds: int) -> None:
    view = _batch(counts, seconds=seconds)

    assert len(view.bar.split("  ")[0]) == 20
    assert all((view.title, view.asked, view.counts, view.pace, view.text))


def _note(
    *,
    number: int = 1,
    user_id: str = "1001",
    result: str = "logged in",
    took: int | None = 42,
    outcome: Outcome = Outcome.DONE,
) -> list[str]:
    note = StatusNoteDetail(
        batch_id=1,
        attempt_id=1, number=number, task_id=4711, type="check", login="ann", user_id=user_id, status=Status.ENDED,
        login_status=LoginStatus.LOGGED_IN, result=result, ended_at=NOW,
        started_at=NOW - timedelta(seconds=took) if took is not None else None,
        channel="C0OPS", ts="1.1", picture=None, file_id="", link="", outcome=outcome,
    )  # fmt: skip
    return present_batch.note(note).split("\n")


def test_a_status_note_begins_with_task_type_and_status() -> None:
    head, account, result, end = _note()

    assert head == "#4711 · Check · Execution ends ✅"
    assert (account, result) == ("ann (1001) · logged in", "logged in")
    assert end.endswith(" · 42 s")


def test_a_status_note_of_what_was_not_done_says_by_whose_hand_it_can_go_on() -> None:
    head = _note(outcome=Outcome.PERSON)[0]

    assert head == "#4711 · Check · Execution ends ⚠️ · Needs a person 👤"


def test_a_later_attempt_says_which() -> None:
    assert _note(number=3)[-1].startswith("Attempt 3 · ")


def test_what_is_not_known_is_left_out() -> None:
    _, account, result, end = _note(user_id="", result="", took=None)

    assert (account, result) == ("ann · logged in", "–")
    assert " s" not in end.split("|")[-1].replace(" UTC", "")
