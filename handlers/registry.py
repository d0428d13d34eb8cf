"""The table of everything Slack can send: what one must be allowed to do, and what answers it."""

from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from handlers import (
    account_card,
    account_import,
    account_list,
    auditing,
    cards,
    commands,
    creating,
    filtering,
    granting,
    holding,
    lists,
    operations,
    row_menu,
    saving,
)
from handlers.ids import Do, Form, Shortcut
from handlers.request import Request
from handlers.services import Accept, Work
from models.authority import Action

_T = TypeVar("_T")
Table = dict[str, tuple[Action, _T]]
Suggest = Callable[[Request], Awaitable[list[dict[str, Any]]]]

ASK, SEE, CREATE, CANCEL, REPEAT, UNDO = (
    Action.ASK, Action.SEE, Action.CREATE, Action.CANCEL, Action.REPEAT, Action.UNDO,
)  # fmt: skip
HOLD, RELEASE, EDIT_ACCOUNTS = Action.HOLD, Action.RELEASE, Action.EDIT_ACCOUNTS
GRANT, AUDIT = Action.GRANT, Action.AUDIT

COMMANDS: Table[Work] = {"/tasks": (ASK, commands.tasks), "/accounts": (ASK, account_list.accounts)}

CLICKS: Table[Work] = {
    Do.TURN_FIRST: (SEE, lists.turn),
    Do.TURN_PREVIOUS: (SEE, lists.turn),
    Do.TURN_NEXT: (SEE, lists.turn),
    Do.TURN_LAST: (SEE, lists.turn),
    Do.REFRESH: (SEE, lists.turn),
    Do.FILTER: (SEE, filtering.open_form),
    Do.RESET: (SEE, lists.reset),
    Do.SHOW_WAITING: (SEE, lists.waiting),
    Do.GO_TO_PAGE: (SEE, lists.go_to_page),
    Do.ROWS_PER_PAGE: (SEE, lists.rows_per_page),
    Do.LAYOUT: (SEE, lists.lay_out),
    Do.ROW_MENU: (SEE, row_menu.choose),
    Do.CANCEL_SELECTED: (CANCEL, operations.ask_cancel),
    Do.REPEAT_SELECTED: (REPEAT, operations.ask_repeat),
    Do.DETAILS_SELECTED: (SEE, cards.show_selected),
    Do.SELECT_ALL: (SEE, operations.ask_all),
    Do.CANCEL_ALL: (CANCEL, operations.ask_all_cancel),
    Do.REPEAT_ALL: (REPEAT, operations.ask_all_repeat),
    Do.REPEAT_DRY: (REPEAT, operations.ask_repeat_dry),
    Do.UNDO: (UNDO, operations.undo),
    Do.UNDO_ON_CARD: (UNDO, cards.undo),
    Do.SHARE: (SEE, lists.share),
    Do.SAVED_VIEWS: (SEE, saving.choose),
    Do.SAVE_VIEW: (SEE, saving.open_form),
    Do.VIEW_MENU: (SEE, saving.act),
    Do.REMOVE_GRANT: (GRANT, granting.remove),
    Do.OLDER_AUDIT: (AUDIT, auditing.older),
    Do.CANCEL_ONE: (CANCEL, cards.cancel),
    Do.RETRY_ONE: (REPEAT, cards.retry),
    Do.REFRESH_CARD: (SEE, cards.refresh),
    Do.RELEASE: (RELEASE, holding.release),
    Do.RELEASE_ON_CARD: (RELEASE, holding.release_on_card),
    Do.TURN_ACCOUNTS: (SEE, account_list.turn),
    f"{Do.TURN_ACCOUNTS}_back": (SEE, account_list.turn),
    f"{Do.TURN_ACCOUNTS}_on": (SEE, account_list.turn),
    Do.SHOW_HELD: (SEE, account_list.show_held),
    Do.SHOW_ALL_ACCOUNTS: (SEE, account_list.show_all),
    Do.SHOW_ACCOUNT: (SEE, account_list.details),
    Do.HOLD_ACCOUNTS: (HOLD, account_list.hold),
    Do.RELEASE_ACCOUNTS: (RELEASE, account_list.release),
    Do.REFRESH_ACCOUNT: (SEE, account_card.refresh),
    Do.HOLD_ON_ACCOUNT: (HOLD, account_card.hold),
    Do.RELEASE_ON_ACCOUNT: (RELEASE, account_card.release),
    Do.ADD_ACCOUNT: (EDIT_ACCOUNTS, account_card.open_empty_form),
    Do.EDIT_ACCOUNT: (EDIT_ACCOUNTS, account_card.open_form),
    Do.IMPORT_ACCOUNTS: (EDIT_ACCOUNTS, account_import.open_form),
    Do.NEW_TASKS: (CREATE, creating.open_form),
    Do.CHOOSE_TYPE: (CREATE, creating.choose_type),
}

EVENTS: Table[Work] = {"app_home_opened": (SEE, lists.open_home)}

SILENT = frozenset(
    {
        Do.SELECT_TASKS,
        Do.SELECT_ACCOUNTS,
        Do.CHOOSE_ACCOUNTS,
        Do.CHOOSE_GROUP,
        f"{Do.OPEN_LINK}_note",
        f"{Do.OPEN_LINK}_thread",
    }
)
"""Clicks that only Slack's client acts on: acknowledged, nothing more."""

FORMS: Table[Work] = {
    Form.CONFIRM_CANCEL: (CANCEL, operations.confirmed),
    Form.CONFIRM_REPEAT: (REPEAT, operations.confirmed),
    Form.CONFIRM_RETRY: (REPEAT, cards.retry_confirmed),
}

CHECKED_FORMS: Table[Accept] = {
    Form.NEW_TASKS: (CREATE, creating.accept),
    Form.FILTER: (SEE, filtering.accept),
    Form.SAVE_VIEW: (SEE, saving.accept),
    Form.EDIT_ACCOUNT: (EDIT_ACCOUNTS, account_card.accept),
}
"""Looked at before the acknowledgement, since that carries the refusals to their fields."""

READING_FORMS: Table[Work] = {
    Form.READ_ACCOUNTS: (EDIT_ACCOUNTS, account_import.preview),
    Form.IMPORT_ACCOUNTS: (EDIT_ACCOUNTS, account_import.save),
}
"""Acknowledged with a view that says that it takes a while; the work draws what came of it in that view's place."""

SHORTCUTS: Table[Work] = {
    Shortcut.NEW_TASKS: (CREATE, creating.open_form),
    Shortcut.TASK_DETAILS: (SEE, cards.show_of_note),
}

SUGGESTIONS: Table[Suggest] = {
    Do.CHOOSE_ACCOUNTS: (CREATE, creating.suggest_accounts),
    Do.CHOOSE_GROUP: (CREATE, creating.suggest_groups),
    Do.GO_TO_PAGE: (SEE, lists.suggest_pages),
    Do.SAVED_VIEWS: (SEE, saving.suggest),
}
