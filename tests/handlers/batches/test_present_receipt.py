"""What is asked before an operation, and what is told after it."""

from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest

from handlers.batches import present_receipt
from models.domain.lifecycle import LIVE, LoginStatus, Status
from models.domain.outcomes import OperationResult, Skipped
from models.domain.triage.decision import LOOKS
from models.domain.triage.outcome import Outcome
from models.domain.values.rows import TaskRow
from tests.handlers.strategies import NOW

_ROW = TaskRow(
    id=1, type="check", login="ann", user_id="", login_status=LoginStatus.UNKNOWN, status=Status.WAITING, result="",
    note_link="", created_at=NOW, started_at=None, ended_at=None, operation_user="U0ANA",
)  # fmt: skip
_EACH = [replace(_ROW, id=n, status=status) for n, status in enumerate(Status, 1)]


def _receipt(operation: str, done: OperationResult) -> list[str]:
    text = present_receipt.receipt(operation, done, zone=ZoneInfo("UTC"), now=NOW)
    return text.replace("\u00a0", " ").split("\n")


def test_cancelling_is_asked_with_the_numbers_and_the_spared_ones() -> None:
    asked = present_receipt.confirm_cancel(_EACH)

    assert (asked.will, asked.submit) == ("*1 task* of 8 will be canceled.\n#1 ann", "Cancel execution")
    assert len(asked.spared) == 7
    assert asked.spared[1] == "#3 is not waiting: Executing."


def test_where_nothing_can_be_done_there_is_nothing_to_confirm() -> None:
    ended, waiting = replace(_ROW, status=Status.ENDED), _ROW

    assert present_receipt.confirm_cancel([ended]).submit == ""
    assert present_receipt.confirm_repeat([waiting]).submit == ""


def test_re_executing_takes_all_but_the_waiting_ones() -> None:
    asked = present_receipt.confirm_repeat(_EACH)

    assert asked.will == (
        "*7 tasks* of 8 will run again. 2 tasks of them after the present attempt.\n"
        + ", ".join(f"#{n} ann" for n in range(2, 9))
    )
    assert asked.spared == ("#1 is waiting already.",)


def test_tasks_without_a_proxy_are_warned_of_with_their_accounts() -> None:
    dry = [replace(_ROW, id=n, status=Status.NO_PROXY, login=f"ann{n % 4}") for n in range(12)]

    assert present_receipt.confirm_repeat(dry).warnings == (
        ":warning: 12 tasks have no proxy: 4 accounts. Fix the proxy first.",
    )


@pytest.mark.parametrize("kind", ["create_page", "create_bm"])
def test_what_would_make_a_second_one_shows_the_first(kind: str) -> None:
    row = replace(_ROW, type=kind, status=Status.ENDED, outcome=Outcome.DONE, result="Page Acme <ID 1>")

    (warning,) = present_receipt.confirm_repeat([row]).warnings

    assert "#1 has made one already: Page Acme &lt;ID 1&gt;." in warning
    assert "*second*" in warning


@pytest.mark.parametrize(
    ("status", "outcome", "result", "warns"),
    [
        (Status.ENDED, Outcome.DONE, "Page Acme · ID 1", "has made one already: Page Acme · ID 1."),
        (Status.ENDED, Outcome.PERSON, "Not done: checkpoint: so.", ""),
        (Status.ENDED, Outcome.NEVER, "Not done: the name is taken.", ""),
        (Status.ENDED, None, "Page Acme · ID 1", "may have made one already"),  # from before outcomes
        (Status.ENDED, None, "Not done: checkpoint: so.", ""),
        (Status.UNKNOWN_ERROR, Outcome.PERSON, f"Lost. {LOOKS[0]}", "may have made one already"),
        (Status.TIMED_OUT, Outcome.PERSON, f"Late. {LOOKS[1]}", "may have made one already"),
        (Status.TIMED_OUT, Outcome.RETRY, "Late.", ""),
        (Status.NO_PROXY, Outcome.FIX, "No proxy.", ""),
        (Status.CANCELED, None, "", ""),
        (Status.WAITING, None, "", ""),
        (Status.STARTING, None, "", "#1 is starting now and may make one."),
        (Status.EXECUTING, None, "", "#1 is executing now and may make one."),
    ],
)
def test_a_second_one_is_warned_of_where_there_may_be_a_first(
    status: Status, outcome: Outcome | None, result: str, warns: str
) -> None:
    row = replace(_ROW, type="create_bm", status=status, outcome=outcome, result=result)

    assert present_receipt.makes_a_second(row) == bool(warns)
    assert not present_receipt.makes_a_second(replace(row, type="check"))
    if warns:
        assert warns in present_receipt.confirm_repeat([row]).warnings[0]


def test_a_receipt_counts_first_and_then_gives_the_reasons() -> None:
    skipped = Skipped(task_id=4711, status=Status.EXECUTING, since=NOW)

    assert _receipt("cancel", OperationResult(done=tuple(range(12)), skipped=(skipped,))) == [
        "*Canceled 12 · Skipped 1*",
        ", ".join(f"#{n}" for n in range(12)),
        "#4711 is executing since 22 Nov, 14:03, so it was not canceled.",
    ]


def test_what_runs_later_counts_as_done_and_says_when() -> None:
    assert _receipt("repeat", OperationResult(done=(1,), later=(2,))) == [
        "*Re-executed 2 · Skipped 0*",
        "#1",
        "#2 runs again after its present attempt.",
    ]


@pytest.mark.parametrize("status", [None, *Status])
def test_every_reason_is_a_sentence_about_its_task(status: Status | None) -> None:
    (line,) = _receipt("cancel", OperationResult(skipped=(Skipped(task_id=4711, status=status),)))[1:]

    assert "#4711" in line
    assert line.endswith(".")
    assert (status in LIVE) == ("is executing" in line or "is starting" in line)


def test_many_reasons_end_with_how_many_more() -> None:
    skipped = tuple(Skipped(task_id=n, status=Status.ENDED) for n in range(100))

    lines = _receipt("cancel", OperationResult(skipped=skipped))

    assert lines[0] == "*Canceled 0 · Skipped 100*"
    assert lines[-1] == "… and 85 more."
