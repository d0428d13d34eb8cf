"""Whatever a task holds, what is drawn is what Slack takes: judged by the local Slack's own reading of the limits."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.slack.blockkit import limits
from bot.sandbox.slack.blockkit.surfaces import message_findings, text_length, view_findings
from bot.sandbox.slack.blockkit.tables import characters
from handlers import help_page
from handlers.accounts import present_hold
from handlers.accounts.hold_blocks import hold
from handlers.batches import present_batch, present_receipt
from handlers.batches.confirm_blocks import confirm
from handlers.lists import filter_form as form
from handlers.lists import present
from handlers.lists.blocks import COLUMNS, task_list
from handlers.lists.filter_blocks import filter_form
from handlers.lists.line_blocks import task_lines
from handlers.slack import fallback
from handlers.slack.blocks import Block
from handlers.slack.ids import Form
from handlers.slack.views import ChoiceView, News
from handlers.tasks import present as task_present
from handlers.tasks.blocks import task_card
from handlers.tasks.create_blocks import new_tasks
from handlers.tasks.views import ParameterView
from models.domain.filters import Layout, ListState, TaskFilter
from models.domain.lifecycle import LoginStatus, Status
from models.domain.outcomes import OperationResult, Skipped
from models.domain.task_types import TASK_TYPES
from models.domain.values.accounts import HoldDetail, HoldingTask
from models.domain.values.rows import AttemptRow, StatusNoteDetail, TaskDetail, TaskPage, TaskRow
from tests.fuzz.harness.effort import tries
from tests.handlers import strategies
from tests.handlers.live_markup import live, markups, mentioned

_ZONE = ZoneInfo("Asia/Kathmandu")
_LONG_AGO = datetime(2024, 9, 28, 23, 59, tzinfo=UTC)
_LINK = "https://slack.example/archives/C1/p1"
_some = tries(75, long=100_000)


def _is_taken_as_message(blocks: list[Block]) -> None:
    assert message_findings(blocks) == []
    assert text_length(blocks) <= limits.BLOCKS_TEXT
    assert [piece for text in markups(blocks) for piece in live(text)] == []


def _is_taken_as_view(view: Block) -> None:
    assert view_findings(view) == []
    assert [piece for text in markups(view) for piece in live(text)] == []


def _table(blocks: list[Block]) -> Block:
    (table,) = [block for block in blocks if block["type"] == "data_table"]
    return table


@_some
@given(strategies.pages())
def test_any_page_of_the_list_is_taken(drawn_page: tuple[ListState, TaskPage]) -> None:
    state, page = drawn_page

    view = present.task_list(state, page, zone=_ZONE, now=strategies.NOW)
    blocks = task_list(view)

    _is_taken_as_message(blocks)
    _is_taken_as_message(task_lines(view))
    assert live(fallback.words(task_lines(view))) == []
    if page.rows and state.layout is Layout.CARDS:
        menus = [block["accessory"] for block in blocks if "accessory" in block]
        assert len(menus) == len(page.rows)
    elif page.rows:
        assert characters(_table(blocks)) <= 20_000
        assert len(_table(blocks)["rows"]) == 1 + len(page.rows)
        assert all(len(row) == len(COLUMNS) for row in _table(blocks)["rows"])


@pytest.mark.parametrize("piece", ["W", "🦊", "<!channel>", "\u202e", "&"])
@pytest.mark.parametrize(("layout", "number"), [(Layout.TABLE, 100), (Layout.CARDS, 20)])
def test_a_page_full_of_the_longest_values_is_taken(piece: str, layout: Layout, number: int) -> None:
    row = TaskRow(
        id=2**31 - 1, type="authorize_bm_invitation", login=(piece * 255)[:255], user_id=(piece * 100)[:100],
        login_status=LoginStatus.WRONG_PASSWORD, status=Status.WAITING, result=(piece * 2000)[:2000],
        note_link="https://x.example/" + "p" * 1900, created_at=_LONG_AGO, started_at=_LONG_AGO, ended_at=_LONG_AGO,
        operation_user="upkeep" * 16,
    )  # fmt: skip
    wanted = TaskFilter(
        groups=(row.user_id.strip(),), account=row.login.strip(), statuses=tuple(Status), types=(row.type,)
    )
    rows = tuple(replace(row, id=row.id - n) for n in range(number))
    page = TaskPage(rows=rows, total=2**31, page=10**5, pages=10**7, waiting=2**31)
    state = ListState(filter=wanted, size=number, layout=layout)

    view = present.task_list(state, page, zone=_ZONE, now=strategies.NOW)

    _is_taken_as_message(task_list(view))
    _is_taken_as_message(task_lines(view))
    if layout is Layout.TABLE:
        assert characters(_table(task_list(view))) <= 20_000


@_some
@given(strategies.tasks(), strategies.attempts(most=12), st.sampled_from(["", _LINK]), st.data())
def test_any_card_is_taken(
    detail: TaskDetail, attempts: tuple[AttemptRow, ...], link: str, data: st.DataObject
) -> None:
    task = replace(
        detail,
        attempts=attempts,
        ahead=data.draw(st.integers(0, 10**6)),
        blocker=data.draw(st.none() | strategies.ids),
        canceled_by=data.draw(strategies.people),
        hold=data.draw(st.none() | strategies.holds),
    )

    view = task_present.card(task, thread_link=link, news=News(), zone=_ZONE, now=strategies.NOW)
    buttons = data.draw(strategies.hold_buttons)
    picture = task_present.picture(task, "U0ANA")
    card = task_card(replace(view, picture=picture, hold=buttons), private="1:C0OPS")

    _is_taken_as_view(card)
    people = {task.operation_user, task.canceled_by, *(attempt.by for attempt in attempts)}
    assert {person for text in markups(card) for person in mentioned(text)} <= people


@_some
@given(strategies.notes)
def test_any_status_note_is_inert_and_fits_a_message(note: StatusNoteDetail) -> None:
    text = present_batch.note(note)

    assert live(text) == []
    assert mentioned(text) == set()
    assert len(text) <= limits.MESSAGE_TEXT


@_some
@given(st.lists(strategies.rows, min_size=1, max_size=5), st.integers(1, 100), st.sampled_from([*Form][3:]))
def test_any_question_before_an_operation_is_taken(some: list[Any], number: int, form: Form) -> None:
    rows = (some * 100)[:number]

    for ask in (present_receipt.confirm_cancel, present_receipt.confirm_repeat):
        _is_taken_as_view(confirm(ask(rows), form, private="1" * 3000, about="x" * 300))


@_some
@given(
    st.lists(
        st.builds(Skipped, task_id=strategies.ids, status=st.none() | st.sampled_from(Status)), max_size=100
    )
)
def test_any_receipt_is_inert_and_fits(skipped: list[Skipped]) -> None:
    result = OperationResult(later=tuple(task.task_id for task in skipped), skipped=tuple(skipped))

    text = present_receipt.receipt("repeat", result, zone=_ZONE, now=strategies.NOW)

    assert live(text) == []
    assert len(text) <= limits.TEXT


@_some
@given(strategies.filters)
def test_the_filters_form_is_taken_with_any_filter_in_force(wanted: TaskFilter) -> None:
    _is_taken_as_view(filter_form(form.present(wanted), private=""))


def test_the_form_for_new_tasks_is_taken_for_every_type() -> None:
    types = [ChoiceView(text=kind.label, value=kind.id) for kind in TASK_TYPES.values()]
    for kind in TASK_TYPES.values():
        parameters = [
            ParameterView(name=p.name, label=p.label, hint=p.hint, longest=p.longest, choices=p.choices)
            for p in kind.parameters
        ]
        given_account = [ChoiceView(text="ann · 1001", value="1")]
        _is_taken_as_view(
            new_tasks(
                types,
                kind=kind,
                parameters=parameters,
                channel="C0OPS",
                accounts=given_account,
            )
        )


def test_the_guide_is_taken() -> None:
    assert message_findings(help_page.blocks(lambda _: True)) == []


@_some
@given(
    strategies.tasks(),
    strategies.texts(2000),
    st.booleans(),
    st.integers(0, 10**6),
    st.booleans(),
    st.sampled_from(["", "password", "session"]),
)
def test_any_question_about_a_held_account_is_taken(
    detail: TaskDetail,
    why: str,
    released: bool,  # noqa: FBT001 - drawn
    waiting: int,
    checks: bool,  # noqa: FBT001 - drawn
    given_for_it: str,
) -> None:
    task = HoldingTask(
        id=detail.id, type=detail.type, operation_user=detail.operation_user, note_link=detail.note_link,
        status=detail.status, result=detail.result,
    )  # fmt: skip
    held = HoldDetail(
        id=1, why=why, released_by="U0ANA" if released else "", released_at=strategies.NOW if released else None,
        channel="", ts="", asked="", account_id=1, login=detail.login, user_id=detail.user_id, owner="", task=task, waiting=waiting,
        at=strategies.NOW, checks=checks, again=released, check_id=detail.id, check_by=detail.operation_user, given=given_for_it, checked=why,
        passed_to=detail.operation_user, passed_by=detail.operation_user, kept_by=detail.operation_user, freed=waiting, picture="F1",
    )  # fmt: skip

    _is_taken_as_message(hold(present_hold.question(held)))
