"""The list's decisions: words, buttons, and how short texts must be cut."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from handlers.lists import present
from handlers.slack.ids import Do
from handlers.words import list_state
from models.domain.filters import Edge, ListState, TaskFilter
from models.domain.lifecycle import LoginStatus, Status
from models.domain.triage.outcome import Outcome
from models.domain.values.rows import TaskPage, TaskRow
from tests.handlers.strategies import NOW

_UTC = ZoneInfo("UTC")
_ROW = TaskRow(
    id=4711, type="check", login="ann", user_id="1001", login_status=LoginStatus.LOGGED_IN, status=Status.ENDED,
    result="logged in", note_link="https://slack.example/p1", created_at=NOW - timedelta(hours=1), started_at=NOW,
    ended_at=NOW, operation_user="U0ANA", outcome=Outcome.DONE,
)  # fmt: skip


def _page(*rows: TaskRow, page: int = 1, pages: int = 1, total: int = 1) -> TaskPage:
    return TaskPage(rows=rows, total=total, page=page, pages=pages, waiting=128)


def _cells(row: TaskRow) -> tuple[str, ...]:
    (drawn,) = present.task_list(ListState(), _page(row), zone=_UTC, now=NOW).rows
    return tuple(cell.replace("\u00a0", " ") for cell in drawn.cells)


def test_a_row_says_what_the_ten_columns_ask() -> None:
    assert _cells(_ROW) == (
        "#4711", "Check", "ann\n1001", "logged in", "✅ Execution ends", "logged in", "Status note",
        "22 Nov, 13:03", "22 Nov, 14:03", "–",
    )  # fmt: skip


def test_no_cell_is_empty() -> None:
    bare = replace(_ROW, user_id="", result="", note_link="", ended_at=None, operation_user="")

    assert _cells(bare)[2:] == (
        "ann", "logged in", "✅ Execution ends", "–", "–", "22 Nov, 13:03", "–", "Bellhop"
    )  # fmt: skip


def test_a_type_this_version_does_not_know_keeps_its_id() -> None:
    assert _cells(replace(_ROW, type="of_a_former_version"))[1] == "of_a_former_version"


def test_a_person_is_named_by_id_and_anything_else_by_words() -> None:
    view = present.task_list(
        ListState(), _page(_ROW, replace(_ROW, operation_user="upkeep")), zone=_UTC, now=NOW
    )

    assert [row.user_id for row in view.rows] == ["U0ANA", ""]
    assert [row.cells[-1] for row in view.rows] == ["–", "upkeep"]


@pytest.mark.parametrize(
    ("page", "pages", "turns"),
    [
        (1, 1, {}),
        (1, 3, {Do.TURN_NEXT: 2, Do.TURN_LAST: 3}),
        (2, 3, {Do.TURN_FIRST: 1, Do.TURN_PREVIOUS: 1, Do.TURN_NEXT: 3, Do.TURN_LAST: 3}),
        (3, 3, {Do.TURN_FIRST: 1, Do.TURN_PREVIOUS: 2}),
    ],
)
def test_only_turns_that_lead_somewhere_are_offered_and_they_keep_the_filter(
    page: int, pages: int, turns: dict[str, int]
) -> None:
    state = ListState(filter=TaskFilter(types=("check",)), page=99, size=50)

    view = present.task_list(state, _page(_ROW, page=page, pages=pages), zone=_UTC, now=NOW)

    assert {turn: replace(list_state.decode(state), edge=None) for turn, state in view.turns.items()} == {
        turn: replace(state, page=leads_to) for turn, leads_to in turns.items()
    }
    assert list_state.decode(view.state) == replace(state, page=page)


def test_a_step_goes_on_from_the_row_at_the_pages_edge() -> None:
    first, last = replace(_ROW, id=9), replace(_ROW, id=7, created_at=NOW - timedelta(days=1, microseconds=1))

    turns = present.task_list(
        ListState(page=2), _page(first, last, page=2, pages=3), zone=_UTC, now=NOW
    ).turns

    edges = {turn: list_state.decode(state).edge for turn, state in turns.items()}
    assert edges == {
        Do.TURN_FIRST: None,
        Do.TURN_PREVIOUS: Edge(after=False, created_at=first.created_at, task_id=9),
        Do.TURN_NEXT: Edge(after=True, created_at=last.created_at, task_id=7),
        Do.TURN_LAST: None,
    }


def test_the_paging_line_and_the_filter_line_are_the_words_people_know() -> None:
    state = ListState(filter=TaskFilter(statuses=(Status.WAITING,), types=("check",), span="1w"))

    view = present.task_list(
        state, _page(_ROW, page=3, pages=57, total=1134), zone=ZoneInfo("Asia/Tokyo"), now=NOW
    )

    assert view.paging == "Total 1134 · Page 3 of 57 · 20 per page"
    assert view.filter_line == "Filter: status:waiting type:check 1w"
    assert (view.fresh, view.waiting) == ("as of 23:03:22", 128)
    assert present.task_list(ListState(), _page(), zone=_UTC, now=NOW).filter_line == "Filter: none"


def test_no_tasks_yet_differs_from_none_with_this_filter() -> None:
    unfiltered = present.task_list(ListState(), _page(), zone=_UTC, now=NOW).empty
    filtered = present.task_list(ListState(filter=TaskFilter(task_id=1)), _page(), zone=_UTC, now=NOW).empty

    assert "No tasks yet" in unfiltered
    assert "New tasks" in unfiltered
    assert "No task matches this filter" in filtered
    assert "Reset" in filtered


@pytest.mark.parametrize("number", [20, 100])
def test_results_are_cut_only_as_short_as_one_table_needs(number: int) -> None:
    sentence = "Page Acme was made and the reader wants to know which one, so this is long, and goes on and on, and on"
    long = replace(_ROW, result=sentence, login="x" * 255, user_id="y" * 100)

    view = present.task_list(ListState(size=100), _page(*[long] * number), zone=_UTC, now=NOW)
    ordinary = present.task_list(
        ListState(size=100), _page(*[replace(_ROW, result=sentence[:60])] * number), zone=_UTC, now=NOW
    )

    assert len(view.rows[0].cells[5]) == (100 if number == 20 else 30)
    assert ordinary.rows[0].cells[5] == sentence[:60]


def test_two_drawings_never_share_a_nonce() -> None:
    nonces = {
        present.task_list(ListState(), _page(), zone=_UTC, now=at).nonce
        for at in (NOW, NOW + timedelta(milliseconds=1))
    }

    assert len(nonces) == 2


def test_a_list_of_last_year_names_the_year() -> None:
    view = present.task_list(ListState(), _page(_ROW), zone=_UTC, now=datetime(2027, 1, 1, tzinfo=UTC))

    assert view.rows[0].cells[7].replace("\u00a0", " ") == "22 Nov 2026, 13:03"
