"""The table of everything Slack can send, and what answers it. Who may is in ``doors``."""

from collections.abc import Awaitable, Callable
from typing import Any

from handlers import (
    account_card,
    account_import,
    account_list,
    alerting,
    approving,
    auditing,
    cards,
    commands,
    creating,
    exporting,
    filtering,
    granting,
    holding,
    lists,
    operations,
    row_menu,
    saving,
    stats,
)
from handlers.ids import Do, Form, Shortcut
from handlers.request import Request
from handlers.services import Accept, Work

Suggest = Callable[[Request], Awaitable[list[dict[str, Any]]]]

COMMANDS: dict[str, Work] = {"/tasks": commands.tasks, "/accounts": account_list.accounts}

CLICKS: dict[str, Work] = {
    Do.TURN_FIRST: lists.turn,
    Do.TURN_PREVIOUS: lists.turn,
    Do.TURN_NEXT: lists.turn,
    Do.TURN_LAST: lists.turn,
    Do.REFRESH: lists.turn,
    Do.FILTER: filtering.open_form,
    Do.RESET: lists.reset,
    Do.SHOW_WAITING: lists.waiting,
    Do.GO_TO_PAGE: lists.go_to_page,
    Do.ROWS_PER_PAGE: lists.rows_per_page,
    Do.LAYOUT: lists.lay_out,
    Do.ROW_MENU: row_menu.choose,
    Do.CANCEL_SELECTED: operations.ask_cancel,
    Do.REPEAT_SELECTED: operations.ask_repeat,
    Do.DETAILS_SELECTED: cards.show_selected,
    Do.SELECT_ALL: operations.ask_all,
    Do.CANCEL_ALL: operations.ask_all_cancel,
    Do.REPEAT_ALL: operations.ask_all_repeat,
    Do.REPEAT_DRY: operations.ask_repeat_dry,
    Do.UNDO: operations.undo,
    Do.UNDO_ON_CARD: cards.undo,
    Do.SHARE: lists.share,
    Do.SAVED_VIEWS: saving.choose,
    Do.SAVE_VIEW: saving.open_form,
    Do.VIEW_MENU: saving.act,
    Do.EXPORT: exporting.of_list,
    Do.EXPORT_BATCH: exporting.of_batch,
    Do.APPROVE: approving.approve,
    Do.REJECT: approving.reject,
    Do.ADD_ALERT: alerting.open_empty_form,
    Do.RULE_MENU: alerting.act,
    Do.ACKNOWLEDGE: alerting.acknowledge,
    Do.SNOOZE: alerting.snooze,
    Do.SHOW_ALERTED: alerting.show_tasks,
    Do.REMOVE_GRANT: granting.remove,
    Do.OLDER_AUDIT: auditing.older,
    f"{Do.SHOW_STATS}_other": stats.turn,
    f"{Do.SHOW_STATS}_again": stats.turn,
    Do.CANCEL_ONE: cards.cancel,
    Do.RETRY_ONE: cards.retry,
    Do.REFRESH_CARD: cards.refresh,
    Do.RELEASE: holding.release,
    Do.RELEASE_ON_CARD: holding.release_on_card,
    Do.TURN_ACCOUNTS: account_list.turn,
    f"{Do.TURN_ACCOUNTS}_back": account_list.turn,
    f"{Do.TURN_ACCOUNTS}_on": account_list.turn,
    Do.SHOW_HELD: account_list.show_held,
    Do.SHOW_ALL_ACCOUNTS: account_list.show_all,
    Do.SHOW_ACCOUNT: account_list.details,
    Do.HOLD_ACCOUNTS: account_list.hold,
    Do.RELEASE_ACCOUNTS: account_list.release,
    Do.REFRESH_ACCOUNT: account_card.refresh,
    Do.HOLD_ON_ACCOUNT: account_card.hold,
    Do.RELEASE_ON_ACCOUNT: account_card.release,
    Do.ADD_ACCOUNT: account_card.open_empty_form,
    Do.EDIT_ACCOUNT: account_card.open_form,
    Do.IMPORT_ACCOUNTS: account_import.open_form,
    Do.NEW_TASKS: creating.open_form,
    Do.CHOOSE_TYPE: creating.choose_type,
}

EVENTS: dict[str, Work] = {"app_home_opened": lists.open_home}

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

FORMS: dict[str, Work] = {
    Form.CONFIRM_CANCEL: operations.confirmed,
    Form.CONFIRM_REPEAT: operations.confirmed,
    Form.CONFIRM_RETRY: cards.retry_confirmed,
}

CHECKED_FORMS: dict[str, Accept] = {
    Form.NEW_TASKS: creating.accept,
    Form.FILTER: filtering.accept,
    Form.SAVE_VIEW: saving.accept,
    Form.EDIT_ACCOUNT: account_card.accept,
    Form.ALERT: alerting.accept,
}
"""Looked at before the acknowledgement, since that carries the refusals to their fields."""

READING_FORMS: dict[str, Work] = {
    Form.READ_ACCOUNTS: account_import.preview,
    Form.IMPORT_ACCOUNTS: account_import.save,
}
"""Acknowledged with a view that says that it takes a while; the work draws what came of it in that view's place."""

SHORTCUTS: dict[str, Work] = {
    Shortcut.NEW_TASKS: creating.open_form,
    Shortcut.TASK_DETAILS: cards.show_of_note,
}

SUGGESTIONS: dict[str, Suggest] = {
    Do.CHOOSE_ACCOUNTS: creating.suggest_accounts,
    Do.CHOOSE_GROUP: creating.suggest_groups,
    Do.GO_TO_PAGE: lists.suggest_pages,
    Do.SAVED_VIEWS: saving.suggest,
}
