"""The list of accounts: filter buttons, table, row picker, paging."""

from handlers.accounts.views import AccountListView, AccountRowView, NearView
from handlers.slack.blocks import (
    Block,
    actions,
    button,
    context,
    data_table,
    header,
    rich,
    section,
    select,
    turns,
    words,
)
from handlers.slack.ids import Do

COLUMNS = ("Account ID", "Group", "Login status", "Proxy", "Waiting", "On hold", "Responsible")
_OWNER = COLUMNS.index("Responsible")
_PAGE = 20  # rows, all of them visible


def account_list(view: AccountListView) -> list[Block]:
    """All blocks of one page."""
    return [
        header("Accounts"),
        *([section(view.news)] if view.news else []),
        context(view.filter_line, view.fresh),
        _top(view),
        *(_rows(view) if view.rows else [section(view.empty)]),
        context(view.paging),
        *_turns(view),
    ]


def near_names(view: NearView) -> list[Block]:
    """The near names as buttons, one below the other: Slack takes an action only once in a row."""
    rows = [actions(f"near:{one.value}", button(one.text, one.action, value=one.value)) for one in view.names]
    return [section(view.words), *rows]


def _top(view: AccountListView) -> Block:
    held = f"{view.held} on hold"
    return actions(
        f"accounts:{view.nonce}",
        button(held, Do.SHOW_HELD, value=view.state, style="danger" if view.held else ""),
        button("All", Do.SHOW_ALL_ACCOUNTS, value=view.state),
        button("Refresh", Do.TURN_ACCOUNTS, value=view.state),
        button("Import", Do.IMPORT_ACCOUNTS, value=view.state),
        button("Add account", Do.ADD_ACCOUNT, value=view.state, style="primary"),
    )


def _rows(view: AccountListView) -> list[Block]:
    rows = [[words(column) for column in COLUMNS], *(_row(row) for row in view.rows)]
    picker = select(Do.SELECT_ACCOUNTS, "Select accounts", [row.choice for row in view.rows], many=True)
    return [
        data_table(f"accounts_table:{view.nonce}", "Accounts by login", rows, page_size=_PAGE),
        actions(
            f"accounts_picked:{view.nonce}",
            picker,
            button("Details", Do.SHOW_ACCOUNT, value=view.state),
            button("Hold", Do.HOLD_ACCOUNTS, value=view.state),
            button("Release", Do.RELEASE_ACCOUNTS, value=view.state),
            button("New schedule", Do.NEW_SCHEDULE, value=view.state),
        ),
    ]


def _row(row: AccountRowView) -> list[Block]:
    cells = [words(text) for text in row.cells]
    if row.owner:
        cells[_OWNER] = rich({"type": "user", "user_id": row.owner})
    return cells


def _turns(view: AccountListView) -> list[Block]:
    return turns(
        f"accounts_turn:{view.nonce}",
        ("Previous", Do.TURN_ACCOUNTS_BACK, view.previous),
        ("Next", Do.TURN_ACCOUNTS_ON, view.next),
    )
