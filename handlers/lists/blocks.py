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
    menu,
    rich,
    section,
    select,
    words,
)
from handlers.slack.ids import Do
from handlers.slack.views import ChoiceView, ListView, OwnView, RowView
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
_STATUS, _NOTE = COLUMNS.index("Execution status"), COLUMNS.index("Status note")
_USER = COLUMNS.index("Operation user")
_CREATED, _ENDED = COLUMNS.index("Creation time"), COLUMNS.index("End time")
_FOOT = (
    (Do.SAVE_VIEW, "Save view"),
    (Do.EXPORT, "Export"),
    (Do.SHARE, "Share"),
    (Do.PAUSE, "Pause…"),
    (Do.RUN_NEXT_SELECTED, "Run selected tasks next"),
)
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
        context(view.filter_line, view.failed_of, view.fresh),
        *pause_notice(view),
        *_filter_area(view),
        *(_rows(view) if view.rows else [section(view.empty)]),
        *_paging_area(view),
    ]


def pause_notice(view: ListView) -> list[Block]:
    """What keeps tasks of the list waiting, with the way to end that."""
    return [section(view.paused, accessory=button("Pauses", Do.SHOW_PAUSES))] if view.paused else []


def own_section(view: OwnView) -> Block:
    """Something of the reader's own, with the button that shows its tasks in the list below."""
    shows = button("Show tasks", Do.SHOW_THESE, value=view.shows) if view.shows else None
    pauses = button("Pauses", Do.SHOW_PAUSES) if view.is_paused else None
    return section(view.text, accessory=shows or pauses)


def _filter_area(view: ListView) -> list[Block]:
    """Two rows: Slack folds away what is more than five buttons in one."""
    return [
        actions(
            f"numbers:{view.nonce}",
            button(
                f"{view.waiting} waiting",
                Do.SHOW_WAITING,
                value=view.state,
                style="danger" if view.waiting else "",
            ),
            button(f"Failed: {view.failed}", Do.SHOW_FAILED, value=view.state),
            button("New tasks", Do.NEW_TASKS, style="primary"),
            button("New schedule", Do.NEW_SCHEDULE, value=view.state),
        ),
        actions(
            f"filter:{view.nonce}",
            button("Filter", Do.FILTER, value=view.state),
            button("Refresh", Do.REFRESH, value=view.state),
            button("Reset", Do.RESET, value=view.state),
        ),
    ]


def _rows(view: ListView) -> list[Block]:
    options = [ChoiceView(text=row.option, value=str(row.id)) for row in view.rows]
    return [
        *([table(view)] if view.layout == Layout.TABLE else task_cards(view)),
        actions(
            f"rows:{view.nonce}",
            select(Do.SELECT_TASKS, "Select tasks", options, many=True),
            button("Cancel execution", Do.CANCEL_SELECTED, value=view.state, style="danger"),
            button("Re-execute", Do.REPEAT_SELECTED, value=view.state),
            button("Edit…", Do.EDIT_SELECTED, value=view.state),
            button("Details", Do.DETAILS_SELECTED),
        ),
    ]


def table(view: ListView) -> Block:
    """The ten columns as Slack's ``data_table``, whole page visible."""
    rows = [[words(column) for column in COLUMNS], *(_row(row) for row in view.rows)]
    return data_table(f"table:{view.nonce}", "Tasks, newest first", rows, page_size=view.size)


def _row(row: RowView) -> list[Block]:
    cells = [words(text) for text in row.cells]
    cells[0] = {"type": "raw_number", "value": row.id, "text": row.cells[0]}
    status, *outcome = row.cells[_STATUS].split("\n")
    if outcome:  # by whose hand it can go on stands out: it was not done
        text = {"type": "text", "text": f"{status}\n"}
        cells[_STATUS] = rich(text, {"type": "text", "text": outcome[0], "style": {"bold": True}})
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
    """First, Previous, Next, Last: those that lead somewhere."""
    return [button(text, turn, value=view.turns[turn]) for turn, text in _TURNS if turn in view.turns]


def foot_buttons(view: ListView) -> list[Block]:
    """What can be done with the list itself."""
    return [button(text, entry, value=view.state) for entry, text in _foot(view)]


def _paging_area(view: ListView) -> list[Block]:
    """Two rows: where one is, and how the list is drawn. Menus have no room for the list's state: their block has it."""
    paging, foot = (
        list_state.block_id(kind, view.nonce, view.pages, view.state) for kind in ("page", "foot")
    )
    turns = turning(view)
    every = [button(f"Select all {view.total:,}", Do.SELECT_ALL, value=view.state)] if view.rows else []
    if paging and view.pages > 1:
        turns.append(live_select(Do.GO_TO_PAGE, "Go to page"))
    shape = _shape(view) if foot else []
    more = [menu(Do.LIST_MENU, _entries(view))] if foot else foot_buttons(view)
    return [
        context(view.paging),
        *([actions(paging or f"turn:{view.nonce}", *turns)] if turns else []),
        actions(
            foot or f"views:{view.nonce}", *every, *shape, live_select(Do.SAVED_VIEWS, "Saved views"), *more
        ),
    ]


def _shape(view: ListView) -> list[Block]:
    """Each menu says what it sets: once something is chosen, Slack shows no placeholder."""
    sizes = [ChoiceView(text=f"{size} rows per page", value=str(size)) for size in view.sizes]
    layouts = [ChoiceView(text=f"Layout: {layout}", value=layout) for layout in view.layouts]
    return [
        select(Do.ROWS_PER_PAGE, "Rows per page", sizes, chosen=str(view.size)),
        select(Do.LAYOUT, "Layout", layouts, chosen=view.layout),
    ]


def _entries(view: ListView) -> list[ChoiceView]:
    return [ChoiceView(text=text, value=entry) for entry, text in _foot(view)]


def _foot(view: ListView) -> list[tuple[Do, str]]:
    return [(entry, text) for entry, text in _FOOT if view.can_share or entry is not Do.SHARE]
