"""From rows, the moment and the reader to what is drawn: every decision about wording and buttons. Pure."""

from datetime import datetime
from zoneinfo import ZoneInfo

from handlers import sheets, texts, words
from handlers.ids import Do
from handlers.viewmodels import ListView, RowView
from models.filters import PAGE_SIZES, Sheet
from models.queries import TaskPage, TaskRow
from models.task_types import TASK_TYPES

BY_ITSELF = "Bellhop"  # the operation user of an attempt nobody asked for
_CELL_BUDGET = (
    90  # rows: from here on results are cut shorter, so that 100 rows fit Slack's 20,000 characters
)


def task_list(sheet: Sheet, page: TaskPage, *, zone: ZoneInfo, now: datetime) -> ListView:
    """One page of the list for one reader."""
    shown = sheet.turned(page.page)
    longest = 60 if len(page.rows) >= _CELL_BUDGET else 100
    return ListView(
        nonce=format(int(now.timestamp() * 1000), "x"),
        state=sheets.encode(shown),
        turns=_turns(shown, page.pages),
        filter_line=f"Filter: {texts.escape_words(words.render(sheet.filter)) or 'none'}",
        fresh=f"as of {texts.clock(now, zone=zone)}",
        waiting=page.waiting,
        rows=tuple(_row(row, longest=longest, zone=zone, now=now) for row in page.rows),
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


def _turns(sheet: Sheet, pages: int) -> dict[str, str]:
    back = {Do.TURN_FIRST: 1, Do.TURN_PREVIOUS: sheet.page - 1} if sheet.page > 1 else {}
    on = {Do.TURN_NEXT: sheet.page + 1, Do.TURN_LAST: pages} if sheet.page < pages else {}
    return {turn: sheets.encode(sheet.turned(page)) for turn, page in (back | on).items()}


def _row(row: TaskRow, *, longest: int, zone: ZoneInfo, now: datetime) -> RowView:
    is_person = row.operation_user.startswith(("U", "W"))
    label = type_label(row.type)
    return RowView(
        id=row.id,
        cells=(
            f"#{row.id}",
            label,
            "\n".join(filter(None, (texts.clip(row.login, 40), texts.clip(row.user_id, 20)))),
            row.login_status.label,
            row.status.label,
            texts.clip(row.result, longest) or texts.NOTHING,
            "Status note" if row.note_link else texts.NOTHING,
            texts.moment(row.created_at, zone=zone, now=now),
            texts.moment(row.ended_at, zone=zone, now=now),
            texts.NOTHING if is_person else row.operation_user or BY_ITSELF,
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
