"""A task as a card and as a line: what each says, and what its menu offers."""

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from handlers.lists import present
from handlers.lists.blocks import table
from handlers.lists.card_blocks import task_cards
from handlers.lists.line_blocks import task_lines
from handlers.slack.views import ListView
from models.domain.filters import Layout, ListState
from models.domain.lifecycle import LoginStatus, Move, Status, allowed_moves
from models.domain.triage.outcome import FAILED, Outcome
from models.domain.triage.signs import OUTCOMES
from models.domain.values.rows import TaskPage, TaskRow
from models.ranks.levels import Level
from tests.handlers.strategies import NOW

_ROW = TaskRow(
    id=4711, type="check", login="ann", user_id="1001", login_status=LoginStatus.LOGGED_IN, status=Status.ENDED,
    result="all is\nwell", note_link="https://slack.example/p1", created_at=NOW - timedelta(hours=1), started_at=NOW,
    ended_at=NOW, operation_user="U0ANA", outcome=Outcome.DONE,
)  # fmt: skip


def _view(*rows: TaskRow, layout: Layout = Layout.CARDS) -> ListView:
    page = TaskPage(rows=rows, total=len(rows), page=1, pages=1, waiting=0)
    return present.task_list(ListState(layout=layout), page, zone=ZoneInfo("UTC"), now=NOW)


def _entries(row: TaskRow) -> list[str]:
    (card,) = task_cards(_view(row))
    return [entry["text"]["text"] for entry in card["accessory"]["options"]]


def test_a_card_says_what_it_is_whose_how_it_went_when_and_by_whom() -> None:
    (card,) = task_cards(_view(_ROW))

    assert card["text"]["text"].replace("\u00a0", " ").split("\n") == [
        "✅ *#4711 · Check · Execution ends*",
        "ann · 1001",
        "all is well",
        "Created 22 Nov, 13:03 · Ended 22 Nov, 14:03 · by <@U0ANA>",
    ]


def test_a_card_leaves_out_what_is_not_known_yet() -> None:
    bare = replace(
        _ROW, user_id="", result="", ended_at=None, operation_user="", login_status=LoginStatus.UNKNOWN
    )

    (card,) = task_cards(_view(bare))

    assert card["text"]["text"].replace("\u00a0", " ").split("\n")[1:] == [
        "ann",
        "Created 22 Nov, 13:03 · by Bellhop",
    ]


def test_a_card_names_a_login_status_that_is_not_the_usual_one() -> None:
    (card,) = task_cards(_view(replace(_ROW, login_status=LoginStatus.CHECKPOINT)))

    assert "ann · 1001 · checkpoint" in card["text"]["text"]


@pytest.mark.parametrize(
    ("status", "level", "words"),
    [
        (Status.WAITING, Level.NEXT, "Runs next · Account on hold: why"),
        (Status.WAITING, Level.NORMAL, "Account on hold: why"),
        (Status.WAITING, Level.LATER, "Runs later · Account on hold: why"),
        (Status.EXECUTING, Level.NEXT, "Account on hold: why"),
    ],
)
def test_a_task_that_waits_says_when_it_is_its_turn_if_that_is_not_as_usual(
    status: Status, level: Level, words: str
) -> None:
    row = replace(_ROW, status=status, rank=level.begins + 5, held="why", outcome=None)

    (drawn,) = _view(row, layout=Layout.TABLE).rows

    assert drawn.cells[5] == words


@pytest.mark.parametrize("outcome", FAILED)
def test_what_ended_and_was_not_done_says_so_beside_the_seeds_word(outcome: Outcome) -> None:
    failed = replace(_ROW, outcome=outcome)

    (card,) = task_cards(_view(failed))
    status, hand = table(_view(failed, layout=Layout.TABLE))["rows"][1][4]["elements"][0]["elements"]

    head, _, came, _ = card["text"]["text"].split("\n")
    assert head == "⚠️ *#4711 · Check · Execution ends*"
    assert came == f"{OUTCOMES[outcome]} · all is well"
    assert status == {"type": "text", "text": "⚠️\u00a0Execution ends\n"}
    assert hand["text"] == str(OUTCOMES[outcome]).replace(" ", "\u00a0", 1)
    assert hand["style"] == {"bold": True}


def test_cards_are_parted_by_lines_and_leave_room_in_a_message() -> None:
    drawn = task_cards(_view(*[_ROW] * 20))

    assert [block["type"] for block in drawn[:3]] == ["section", "divider", "section"]
    assert len(drawn) == 39


@pytest.mark.parametrize("status", Status)
def test_cancel_execution_is_offered_where_the_life_cycle_allows_it(status: Status) -> None:
    cancel = ["Cancel execution"] if Move.CANCEL in allowed_moves(status) else []

    assert _entries(replace(_ROW, status=status)) == ["Retry task", *cancel, "Details", "Status note"]


def test_a_status_note_is_a_link_and_offered_only_when_there_is_one() -> None:
    (card,) = task_cards(_view(_ROW))

    assert card["accessory"]["options"][-1]["url"] == _ROW.note_link
    assert _entries(replace(_ROW, note_link="")) == ["Retry task", "Details"]


def test_in_short_a_task_is_one_line_with_its_result_cut() -> None:
    long = replace(_ROW, login="x" * 200, result="y" * 200)

    blocks = task_lines(_view(long, replace(_ROW, id=4710), layout=Layout.TABLE))

    (rows,) = [block["text"]["text"] for block in blocks if block["type"] == "section"]
    assert rows.split("\n") == [
        f"✅ *#4711 · Check · Execution ends* · {'x' * 19}… · {'y' * 39}…",
        "✅ *#4710 · Check · Execution ends* · ann · all is well",
    ]
    assert len(blocks) < 10


def test_lines_fill_sections_that_slack_takes() -> None:
    rows = [replace(_ROW, id=n, result="y" * 200) for n in range(100)]

    sections = [block for block in task_lines(_view(*rows)) if block["type"] == "section"]

    assert sum(len(block["text"]["text"].split("\n")) for block in sections) == 100
    assert all(len(block["text"]["text"]) <= 3000 for block in sections)
