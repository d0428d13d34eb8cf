"""A batch's message and its status notes."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.batches import present_batch
from handlers.slack.views import BatchView
from models.domain.lifecycle import LoginStatus, Status
from models.domain.outcomes import OperationResult
from models.domain.triage.outcome import Outcome
from models.domain.values.batches.plans import Kind, Progress
from models.domain.values.batches.standing import BatchDetail, BatchOverview, FailedBy, HeldTask
from models.domain.values.batches.states import OperationState
from models.domain.values.batches.task_lists import AskedTasks
from models.domain.values.rows import StatusNoteDetail
from tests.handlers.strategies import NOW


def _overview(counts: Mapping[Status, int], **more: Any) -> BatchOverview:
    return BatchOverview(counts=counts, **({"done": counts.get(Status.ENDED, 0)} | more))


def _batch(overview: BatchOverview, *, seconds: int = 60, why: str = "") -> BatchView:
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
    return present_batch.batch(
        batch, AskedTasks(types={"create_page": 1}, params={"page_name": "A <b> & C"}), overview, now=NOW
    )


@pytest.mark.parametrize(
    ("counts", "more", "bar", "pace"),
    [
        ({Status.WAITING: 4}, {}, "░" * 20 + "  0 of 4 done", "1 min so far"),
        ({Status.WAITING: 2, Status.ENDED: 2}, {}, "█" * 10 + "░" * 10 + "  2 of 4 done", "1 min so far"),
        (
            {Status.EXECUTING: 2, Status.NO_PROXY: 2},
            {},
            "█" * 10 + "░" * 10 + "  0 of 4 done · 2 failed",
            "1 min so far · about 1 min left",
        ),
        (
            {Status.EXECUTING: 1, Status.WAITING: 1, Status.ENDED: 2},
            {"done": 1, "held_count": 1},
            "█" * 10 + "░" * 10 + "  1 of 4 done · 1 failed",
            "1 min so far · about 30 s left without those on hold",
        ),
        (
            {Status.ENDED: 3, Status.CANCELED: 1},
            {"first_end": NOW - timedelta(seconds=20)},
            "█" * 20 + "  3 of 4 done · 1 canceled",
            "Finished after 40 s",
        ),
        (
            {Status.ENDED: 4},
            {"first_end": NOW - timedelta(seconds=20)},
            "█" * 20 + "  4 of 4 done",
            "All done after 40 s",
        ),
        (
            {Status.ENDED: 3, Status.EXECUTING: 1},
            {"first_end": NOW - timedelta(seconds=20), "again": 1},
            "█" * 15 + "░" * 5 + "  3 of 4 done",
            "The first run took 40 s · 1 task re-executed since",
        ),
    ],
)
def test_the_bar_and_the_pace_say_how_far_it_is(
    counts: dict[Status, int], more: dict[str, Any], bar: str, pace: str
) -> None:
    view = _batch(_overview(counts, **more))

    assert (view.bar, view.pace) == (bar, pace)


def test_where_only_held_tasks_are_left_the_bar_is_not_full_and_no_time_is_told_that_would_go_stale() -> None:
    view = _batch(_overview({Status.WAITING: 1, Status.ENDED: 399}, held_count=1))

    assert view.bar == "█" * 19 + "░  399 of 400 done"
    assert view.pace.startswith("Began <!date^")
    assert view.pace.endswith("> · the rest waits for accounts on hold")


def test_counts_are_told_in_the_order_of_a_tasks_life() -> None:
    view = _batch(_overview({Status.CANCELED: 1, Status.ENDED: 2, Status.WAITING: 3}))

    assert view.counts == "⏳ Waiting to execution 3 · 🏁 Execution ends 2 · 🚫 Canceled 1"
    assert view.text == f"Create page · 6 tasks: 2 of 6 done · 1 canceled. {view.counts}."


def test_who_asked_and_why_stand_at_the_top() -> None:
    waiting = _overview({Status.WAITING: 1})

    assert _batch(waiting).asked == "Asked by <@U0ANA>"
    assert _batch(waiting, why="Spring <!here>").asked == "Asked by <@U0ANA>: Spring &lt;!here&gt;"


def test_each_cause_of_failures_has_a_line_with_what_to_do_and_some_are_counted() -> None:
    codes = ("checkpoint", "site_error", "wrong_password", "", "time_limit", "unforeseen")
    failed = tuple(FailedBy(cause=code, outcome=Outcome.PERSON, tasks=6 - n) for n, code in enumerate(codes))

    view = _batch(_overview({Status.ENDED: 21}, done=0, failed=failed))

    _, *lines, more, where = view.failed.split("\n")
    assert lines == [
        "• *Checkpoint* · 6 tasks: Sign in by hand and confirm the identity.",
        "• *The site has an error* · 5 tasks: The site is in trouble. Re-execute it later.",
        "• *Wrong password* · 4 tasks: Store the right password.",
        "• *Needs a person* · 3 tasks",
    ]
    assert more == "• and 2 more causes"
    assert where == "`/accounts held` shows the accounts on hold."
    assert view.can_repeat


def test_tasks_that_wait_for_an_account_on_hold_are_named() -> None:
    held = tuple(HeldTask(id=n, login=f"<ann{n}>") for n in (4, 5))

    view = _batch(_overview({Status.WAITING: 3}, held=held, held_count=3))

    assert (
        "*3 tasks wait because their accounts are on hold*: #4 &lt;ann4&gt;, #5 &lt;ann5&gt; and 1 more."
        in view.held
    )


@pytest.mark.parametrize(
    ("counts", "seconds", "offered"),
    [
        ({Status.WAITING: 2}, 5, (True, True)),
        ({Status.WAITING: 2}, 20, (True, False)),
        ({Status.ENDED: 2}, 5, (False, False)),
        ({Status.EXECUTING: 2}, 5, (False, False)),
    ],
)
def test_what_waits_can_be_canceled_and_for_twenty_seconds_undone(
    counts: dict[Status, int], seconds: int, offered: tuple[bool, bool]
) -> None:
    view = _batch(_overview(counts), seconds=seconds)

    assert (view.can_cancel, bool(view.undo)) == offered


@given(st.dictionaries(st.sampled_from(Status), st.integers(0, 5000)), st.integers(0, 10**7))
def test_any_counts_make_a_whole_message(counts: dict[Status, int], seconds: int) -> None:
    view = _batch(_overview(counts), seconds=seconds)

    assert len(view.bar.split("  ")[0]) == 20
    assert all((view.title, view.asked, view.counts, view.pace, view.text))


def _operation(kind: Kind, state: OperationState, overview: BatchOverview | None = None) -> BatchView:
    batch = BatchDetail(
        id=1, kind=kind, by="U0ANA", why="", size=4, channel="C0OPS", ts="1.1", state=state,
        created_at=NOW - timedelta(hours=2), done_at=NOW,
    )  # fmt: skip
    progress = Progress(
        id=1, kind=kind, by="U0ANA", created_at=batch.created_at, state=state, size=4, left=0,
        receipt=OperationResult(), done=3, later=0, skipped=1, done_at=NOW, undone=2,
    )  # fmt: skip
    return present_batch.operation(batch, progress, overview, now=NOW + timedelta(seconds=5))


def test_what_an_operation_skipped_is_not_done() -> None:
    view = _operation("cancel", OperationState.DONE)

    assert view.bar == "█" * 20 + "  3 of 4 done · 1 skipped"
    assert view.counts == "Canceled 3 · Skipped 1"


def test_the_time_an_operation_waited_for_its_yes_is_not_told_as_its_own() -> None:
    assert _operation("cancel", OperationState.DONE).pace.startswith("Finished <!date^")


def test_a_re_execution_goes_on_until_its_tasks_are_over() -> None:
    view = _operation("repeat", OperationState.DONE, _overview({Status.WAITING: 1, Status.ENDED: 3}, done=2))

    assert view.bar.endswith("  2 of 4 done · 1 failed")
    assert view.pace == "In progress"
    assert view.can_cancel


def test_an_operation_that_was_taken_back_says_how_many() -> None:
    assert _operation("cancel", OperationState.UNDONE).counts == "Canceled 3 · Skipped 1 · Undone 2"


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
