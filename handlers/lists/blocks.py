"""The list of tasks: filter area, table or cards, row picker, paging area."""

from handlers.lists.card_blocks import task_cards
from handlers.slack.blocks import (
    Block,
    actions,
    button,
    context,
    data_table,
    header,
    live_select,
    rich,
    section,
    select,
    words,
)
from handlers.slack.ids import Do
from handlers.slack.views import ChoiceView, ListView, RowView
from handlers.words import list_state
from models.domain.filters import Layout

COLUMNS = (
    "Task ID",
    "Task type",
    "Account ID",
    "Login status",
    "Execution status",
    "Execution result",
    "Status note",
    "Creation time",
    "End time",
    "Operation user",
)
_NOTE, _USER = COLUMNS.index("Status note"), COLUMNS.index("Operation user")
_CREATED, _ENDED = COLUMNS.index("Creation time"), COLUMNS.index("End time")
_TURNS = (
    (Do.TURN_FIRST, "First"),
    (Do.TURN_PREVIOUS, "Previous"),
    (Do.TURN_NEXT, "Next"),
    (Do.TURN_LAST, "Last"),
)


def task_list(view: ListView) -> list[Block]:
    """All blocks of one page of the list."""
    return [
        header("Tasks"),
        context(view.filter_line, view.fresh),
        _filter_area(view),
        *(_rows(view) if view.rows else [section(view.empty)]),
        *_paging_area(view),
    ]


def _filter_area(view: ListView) -> Block:
    return actions(
        f"filter:{view.nonce}",
        button(
            f"{view.waiting} waiting",
            Do.SHOW_WAITING,
            value=view.state,
            style="danger" if view.waiting else "",
        ),
        button("Filter", Do.FILTER, value=view.state),
        button("Refresh", Do.REFRESH, value=view.state),
        button("Reset", Do.RESET, value=view.state),
        button("New tasks", Do.NEW_TASKS, style="primary"),
    )


def _rows(view: ListView) -> list[Block]:
    options = [ChoiceView(text=row.option, value=str(row.id)) for row in view.rows]
    return [
        *([table(view)] if view.layout == Layout.TABLE else task_cards(view)),
        actions(
            f"rows:{view.nonce}",
            select(Do.SELECT_TASKS, "Select tasks", options, many=True),
            button("Cancel execution", Do.CANCEL_SELECTED, value=view.state, style="danger"),
            button("Re-execute", Do.REPEAT_SELECTED, value=view.state),
            button("Details", Do.DETAILS_SELECTED),
            button("Select all", Do.SELECT_ALL, value=view.state),
        ),
    ]


def table(view: ListView) -> Block:
    """The ten columns as Slack's ``data_table``, whole page visible."""
    rows = [[words(column) for column in COLUMNS], *(_row(row) for row in view.rows)]
    return data_table(f"table:{view.nonce}", "Tasks, newest first", rows, page_size=view.size)


def _row(row: RowView) -> list[Block]:
    cells = [words(text) for text in row.cells]
    cells[0] = {"type": "raw_number", "value": row.id, "text": row.cells[0]}
    if row.note_link:
        cells[_NOTE] = rich({"type": "link", "url": row.note_link, "text": row.cells[_NOTE]})
    for column, seconds in zip((_CREATED, _ENDED), row.times or (), strict=False):
        if seconds:
            cells[column] = rich(_date(seconds, row.cells[column]))
    if row.user_id:
        cells[_USER] = rich({"type": "user", "user_id": row.user_id})
    return cells


def _date(seconds: int, fallback: str) -> Block:
    return {
        "type": "date",
        "timestamp": seconds,
        "format": "{date_num} {time}",
        "fallback": f"{fallback} UTC",
    }


def turning(view: ListView) -> list[Block]:
    """First, Previous, Next, Last: those that lead somewhere; and Share."""
    turns = [button(text, turn, value=view.turns[turn]) for turn, text in _TURNS if turn in view.turns]
    turns += [button("Share", Do.SHARE, value=view.state)] if view.can_share else []
    return [actions(f"turn:{view.nonce}", *turns)] if turns else []


def _paging_area(view: ListView) -> list[Block]:
    sizes = [ChoiceView(text=str(size), value=str(size)) for size in view.sizes]
    layouts = [ChoiceView(text=layout.capitalize(), value=layout) for layout in view.layouts]
    menus = [
        select(Do.ROWS_PER_PAGE, "Rows per page", sizes, chosen=str(view.size)),
        select(Do.LAYOUT, "Layout", layouts, chosen=view.layout),
        *([live_select(Do.GO_TO_PAGE, "Go to page")] if view.pages > 1 else []),
    ]
    # The menus' options are too short to carry the list's state, so their block does.
    block_id = list_state.block_id("page", view.nonce, view.pages, view.state)
    return [
        context(view.paging),
        *turning(view),
        *([actions(block_id, *menus)] if block_id else []),
        actions(
            f"views:{view.nonce}",
            live_select(Do.SAVED_VIEWS, "Saved views"),
            button("Save view", Do.SAVE_VIEW, value=view.state),
            button("Export", Do.EXPORT, value=view.state),
        ),
    ]
