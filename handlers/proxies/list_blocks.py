"""The blocks of the list of proxies: filter buttons, table, row picker, paging, and the offer above them."""

from handlers.proxies.views import OfferView, ProxyListView
from handlers.slack.blocks import (
    Block,
    actions,
    button,
    context,
    data_table,
    header,
    section,
    select,
    turns,
    words,
)
from handlers.slack.ids import Do

COLUMNS = ("Proxy", "State", "Accounts", "Last answer", "Last error", "Failed tasks")
_PAGE = 20  # rows, all of them visible


def proxy_list(view: ProxyListView) -> list[Block]:
    """All blocks of one page."""
    return [
        header("Proxies"),
        *([section(view.news)] if view.news else []),
        *(offer(view.offer) if view.offer else []),
        context(view.filter_line, view.fresh),
        *([section(view.wanting)] if view.wanting else []),
        _top(view),
        *(_rows(view) if view.rows else [section(view.empty)]),
        context(view.paging),
        *_turns(view),
    ]


def offer(view: OfferView) -> list[Block]:
    """What can run now, and the button that asks before it does."""
    again = button(view.button, Do.REPEAT_READY, value=view.operation, style="primary")
    return [section(view.words), actions(f"ready:{view.operation}", again)]


def _top(view: ProxyListView) -> Block:
    failing = f"{view.failing} failing"
    return actions(
        f"proxies:{view.nonce}",
        button(failing, Do.SHOW_FAILING, value=view.state, style="danger" if view.failing else ""),
        button("All", Do.SHOW_ALL_PROXIES, value=view.state),
        button("Refresh", Do.TURN_PROXIES, value=view.state),
        button("Import", Do.IMPORT_PROXIES, value=view.state),
    )


def _rows(view: ProxyListView) -> list[Block]:
    rows = [[words(text) for text in cells] for cells in (COLUMNS, *view.rows)]
    picker = select(Do.SELECT_PROXIES, "Select proxies", view.choices, many=True)
    return [
        data_table(
            f"proxies_table:{view.nonce}", "Proxies, those that do not answer first", rows, page_size=_PAGE
        ),
        actions(
            f"proxies_picked:{view.nonce}",
            picker,
            button("Test", Do.TEST_PROXIES, value=view.state),
            button("Replace", Do.REPLACE_PROXY, value=view.state),
        ),
    ]


def _turns(view: ProxyListView) -> list[Block]:
    return turns(
        f"proxies_turn:{view.nonce}",
        ("Previous", Do.TURN_PROXIES_BACK, view.previous),
        ("Next", Do.TURN_PROXIES_ON, view.next),
    )
