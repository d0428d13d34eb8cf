"""The table of everything Slack can send, and what answers it. Who may is in ``doors``."""

from collections.abc import Awaitable, Callable
from typing import Any

from handlers import commands
from handlers.access import audit, grants
from handlers.accounts import card as account_card
from handlers.accounts import csv_import, holds, listing
from handlers.alerts import rules
from handlers.batches import approve, operations
from handlers.exports import export
from handlers.lists import filter_form, saved_views, turn
from handlers.slack.ids import Do, Form, Shortcut
from handlers.slack.request import Request
from handlers.slack.services import Accept, Work
from handlers.stats import show
from handlers.tasks import card as task_card
from handlers.tasks import create, row_menu

Suggest = Callable[[Request], Awaitable[list[dict[str, Any]]]]

COMMANDS: dict[str, Work] = {"/tasks": commands.tasks, "/accounts": listing.accounts}

CLICKS: dict[str, Work] = {
    Do.TURN_FIRST: turn.turn,
    Do.TURN_PREVIOUS: turn.turn,
    Do.TURN_NEXT: turn.turn,
    Do.TURN_LAST: turn.turn,
    Do.REFRESH: turn.turn,
    Do.FILTER: filter_form.open_form,
    Do.RESET: turn.reset,
    Do.SHOW_WAITING: turn.waiting,
    Do.GO_TO_PAGE: turn.go_to_page,
    Do.ROWS_PER_PAGE: turn.rows_per_page,
    Do.LAYOUT: turn.lay_out,
    Do.ROW_MENU: row_menu.choose,
    Do.CANCEL_SELECTED: operations.ask_cancel,
    Do.REPEAT_SELECTED: operations.ask_repeat,
    Do.DETAILS_SELECTED: task_card.show_selected,
    Do.SELECT_ALL: operations.ask_all,
    Do.CANCEL_ALL: operations.ask_all_cancel,
    Do.REPEAT_ALL: operations.ask_all_repeat,
    Do.REPEAT_DRY: operations.ask_repeat_dry,
    Do.UNDO: operations.undo,
    Do.UNDO_ON_CARD: task_card.undo,
    Do.SHARE: turn.share,
    Do.SAVED_VIEWS: saved_views.choose,
    Do.SAVE_VIEW: saved_views.open_form,
    Do.VIEW_MENU: saved_views.act,
    Do.EXPORT: export.of_list,
    Do.EXPORT_BATCH: export.of_batch,
    Do.APPROVE: approve.approve,
    Do.REJECT: approve.reject,
    Do.ADD_ALERT: rules.open_empty_form,
    Do.RULE_MENU: rules.act,
    Do.ACKNOWLEDGE: rules.acknowledge,
    Do.SNOOZE: rules.snooze,
    Do.SHOW_ALERTED: rules.show_tasks,
    Do.REMOVE_GRANT: grants.remove,
    Do.OLDER_AUDIT: audit.older,
    f"{Do.SHOW_STATS}_other": show.turn,
    f"{Do.SHOW_STATS}_again": show.turn,
    Do.CANCEL_ONE: task_card.cancel,
    Do.RETRY_ONE: task_card.retry,
    Do.REFRESH_CARD: task_card.refresh,
    Do.RELEASE: holds.release,
    Do.RELEASE_ON_CARD: holds.release_on_card,
    Do.TURN_ACCOUNTS: listing.turn,
    f"{Do.TURN_ACCOUNTS}_back": listing.turn,
    f"{Do.TURN_ACCOUNTS}_on": listing.turn,
    Do.SHOW_HELD: listing.show_held,
    Do.SHOW_ALL_ACCOUNTS: listing.show_all,
    Do.SHOW_ACCOUNT: listing.details,
    Do.HOLD_ACCOUNTS: listing.hold,
    Do.RELEASE_ACCOUNTS: listing.release,
    Do.REFRESH_ACCOUNT: account_card.refresh,
    Do.HOLD_ON_ACCOUNT: account_card.hold,
    Do.RELEASE_ON_ACCOUNT: account_card.release,
    Do.ADD_ACCOUNT: account_card.open_empty_form,
    Do.EDIT_ACCOUNT: account_card.open_form,
    Do.IMPORT_ACCOUNTS: csv_import.open_form,
    Do.NEW_TASKS: create.open_form,
    Do.CHOOSE_TYPE: create.choose_type,
}

EVENTS: dict[str, Work] = {"app_home_opened": turn.open_home}

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
    Form.CONFIRM_RETRY: task_card.retry_confirmed,
}

CHECKED_FORMS: dict[str, Accept] = {
    Form.NEW_TASKS: create.accept,
    Form.FILTER: filter_form.accept,
    Form.SAVE_VIEW: saved_views.accept,
    Form.EDIT_ACCOUNT: account_card.accept,
    Form.ALERT: rules.accept,
}
"""Looked at before the acknowledgement, since that carries the refusals to their fields."""

READING_FORMS: dict[str, Work] = {
    Form.READ_ACCOUNTS: csv_import.preview,
    Form.IMPORT_ACCOUNTS: csv_import.save,
}
"""Acknowledged with a view that says that it takes a while; the work draws what came of it in that view's place."""

SHORTCUTS: dict[str, Work] = {
    Shortcut.NEW_TASKS: create.open_form,
    Shortcut.TASK_DETAILS: task_card.show_of_note,
}

SUGGESTIONS: dict[str, Suggest] = {
    Do.CHOOSE_ACCOUNTS: create.suggest_accounts,
    Do.CHOOSE_GROUP: create.suggest_groups,
    Do.GO_TO_PAGE: turn.suggest_pages,
    Do.SAVED_VIEWS: saved_views.suggest,
}
