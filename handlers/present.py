"""From rows, the moment and the reader to what is drawn: every decision about wording and buttons. Pure."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from handlers import sheets, texts, words
from handlers.ids import Do
from handlers.viewmodels import ListView, RowView
from models.filters import PAGE_SIZES, Edge, Sheet
from models.pages import TaskPage
from models.queries import TaskRow
from models.task_types import TASK_TYPES

BY_ITSELF = "Bellhop"  # the operation user of an attempt nobody asked for
_MOST_CELLS = 18_000  # characters of all cells; Slack takes 20,000, and may count more than is seen
_CUTS = ((100, 40), (60, 40), (30, 30), (10, 20))  # longest result and login: the first pair that fits


def task_list(sheet: Sheet, page: TaskPage, *, zone: ZoneInfo, now: datetime) -> ListView:
    """One page of the list for one reader."""
    shown = sheet.turned(page.page, sheet.edge)
    return ListView(
        nonce=format(int(now.timestamp() * 1000), "x"),
        state=sheets.encode(shown),
        turns=_turns(shown, page),
        filter_line=f"Filter: {texts.escape_words(words.render(sheet.filter)) or 'none'}",
        fresh=f"as of {texts.clock(now, zone=zone)}",
        waiting=page.waiting,
        rows=_rows(page, zone=zone, now=now),
        empty=_empty(sheet),
        paging=f"Total {page.total} · Page {page.page} of {page.pages} · {sheet.size} per page",
        page=page.page,
        pages=page.pages,
        size=sheet.size,
        sizes=PAGE_SIZES,
    )


def type_label(type_id: str) -> str:
    """The label of a task type; a type this version does not know keeps its id."""
    return TASK_TYPES[type_id].label if type_id in TASK_TYPES else type_id


def _turns(sheet: Sheet, page: TaskPage) -> dict[str, str]:
    """Where each button leads: a step goes on from the row at the page's edge, whatever arrives meanwhile."""
    turns: dict[Do, Sheet] = {}
    if sheet.page > 1:
        turns[Do.TURN_FIRST] = sheet.turned(1)
        turns[Do.TURN_PREVIOUS] = sheet.turned(sheet.page - 1, _edge(page.rows[:1], after=False))
    if sheet.page < page.pages:
        turns[Do.TURN_NEXT] = sheet.turned(sheet.page + 1, _edge(page.rows[-1:], after=True))
        turns[Do.TURN_LAST] = sheet.turned(page.pages)
    return {turn: sheets.encode(target) for turn, target in turns.items()}


def _edge(row: Sequence[TaskRow], *, after: bool) -> Edge | None:
    return Edge(after=after, created_at=row[0].created_at, task_id=row[0].id) if row else None


def _rows(page: TaskPage, *, zone: ZoneInfo, now: datetime) -> tuple[RowView, ...]:
    """All rows, cut no shorter than they must be for one table to hold them."""
    drawn: tuple[RowView, ...] = ()
    for cut in _CUTS:
        drawn = tuple(_row(row, cut=cut, zone=zone, now=now) for row in page.rows)
        if sum(len(cell) for row in drawn for cell in row.cells) <= _MOST_CELLS:
            break
    return drawn


def _row(row: TaskRow, *, cut: tuple[int, int], zone: ZoneInfo, now: datetime) -> RowView:
    longest_result, longest_login = cut
    is_person = row.operation_user.startswith(("U", "W"))
    label = texts.clip(type_label(row.type), 30)
    return RowView(
        id=row.id,
        cells=(
            f"#{row.id}",
            label,
            "\n".join(filter(None, (texts.clip(row.login, longest_login), texts.clip(row.user_id, 20)))),
            row.login_status.label,
            row.status.label,
            texts.clip(row.result, longest_result) or texts.NOTHING,
            "Status note" if row.note_link else texts.NOTHING,
            texts.moment(row.created_at, zone=zone, now=now),
            texts.moment(row.ended_at, zone=zone, now=now),
            texts.NOTHING if is_person else texts.clip(row.operation_user, 12) or BY_ITSELF,
        ),
        note_link=row.note_link,
        user_id=row.operation_user if is_person else "",
        option=f"#{row.id} {label} · {texts.clip(row.login, 30)} · {row.status.label}",
    )


def _empty(sheet: Sheet) -> str:
    if sheet.filter.is_empty:
        return "*No tasks yet.* Press *New tasks* to create the first ones."
    return (
        "*No task matches this filter.* Press *Reset* to see all tasks, or type other words after `/tasks`."
    )
