"""The only spelling of every id Slack sends back to us."""

import re
from enum import StrEnum


class Do(StrEnum):
    """``action_id`` of everything that can be clicked or chosen."""

    # the list
    TURN_FIRST = "turn_first"
    TURN_PREVIOUS = "turn_previous"
    TURN_NEXT = "turn_next"
    TURN_LAST = "turn_last"
    GO_TO_PAGE = "go_to_page"
    ROWS_PER_PAGE = "rows_per_page"
    LAYOUT = "layout"
    ROW_MENU = "row_menu"
    FILTER = "filter"
    REFRESH = "refresh"
    RESET = "reset"
    SHOW_WAITING = "show_waiting"
    SELECT_TASKS = "select_tasks"
    CANCEL_SELECTED = "cancel_selected"
    REPEAT_SELECTED = "repeat_selected"
    DETAILS_SELECTED = "details_selected"
    SELECT_ALL = "select_all"
    SHARE = "share"
    SAVED_VIEWS = "saved_views"
    SAVE_VIEW = "save_view"
    VIEW_MENU = "view_menu"
    EXPORT = "export"
    CANCEL_ALL = "cancel_all"
    REPEAT_ALL = "repeat_all"
    UNDO = "undo"
    UNDO_ON_CARD = "undo_on_card"
    # a second person
    APPROVE = "approve"
    REJECT = "reject"
    # access and audit
    REMOVE_GRANT = "remove_grant"
    OLDER_AUDIT = "older_audit"
    # alerts
    ADD_ALERT = "add_alert"
    RULE_MENU = "rule_menu"
    FILL_ALERT = "fill_alert"
    ACKNOWLEDGE = "acknowledge"
    SNOOZE = "snooze"
    SHOW_ALERTED = "show_alerted"
    # the card
    CANCEL_ONE = "cancel_one"
    RETRY_ONE = "retry_one"
    REFRESH_CARD = "refresh_card"
    OPEN_LINK = "open_link"
    # the message of a batch
    REPEAT_DRY = "repeat_dry"
    EXPORT_BATCH = "export_batch"
    # the pictures
    SHOW_STATS = "show_stats"
    # an account on hold
    RELEASE = "release"
    RELEASE_ON_CARD = "release_on_card"
    # the accounts, the card and the form of one
    TURN_ACCOUNTS = "turn_accounts"
    SHOW_HELD = "show_held"
    SHOW_ALL_ACCOUNTS = "show_all_accounts"
    SELECT_ACCOUNTS = "select_accounts"
    SHOW_ACCOUNT = "show_account"
    HOLD_ACCOUNTS = "hold_accounts"
    RELEASE_ACCOUNTS = "release_accounts"
    REFRESH_ACCOUNT = "refresh_account"
    HOLD_ON_ACCOUNT = "hold_on_account"
    RELEASE_ON_ACCOUNT = "release_on_account"
    ADD_ACCOUNT = "add_account"
    EDIT_ACCOUNT = "edit_account"
    IMPORT_ACCOUNTS = "import_accounts"
    FILL_ACCOUNT = "fill_account"
    # the filter's form, and the one for a saved view
    FILL_FILTER = "fill_filter"
    FILL_VIEW = "fill_view"
    # the form for new tasks
    NEW_TASKS = "new_tasks"
    CHOOSE_TYPE = "choose_type"
    CHOOSE_ACCOUNTS = "choose_accounts"
    CHOOSE_GROUP = "choose_group"
    TYPE_WHY = "type_why"
    TYPE_PARAMETER = "type_parameter"


class Entry(StrEnum):
    """Values of the menu beside one task in the list."""

    RETRY = "retry"
    CANCEL = "cancel"
    DETAILS = "details"
    NOTE = "note"


class Form(StrEnum):
    """``callback_id`` of every modal."""

    NEW_TASKS = "new_tasks"
    CARD = "card"
    FILTER = "filter"
    CHOOSE_ALL = "choose_all"
    SAVE_VIEW = "save_view"
    ACCOUNT = "account"
    EDIT_ACCOUNT = "edit_account"
    READ_ACCOUNTS = "read_accounts"
    IMPORT_ACCOUNTS = "import_accounts"
    ALERT = "alert"
    CONFIRM_CANCEL = "confirm_cancel"
    CONFIRM_REPEAT = "confirm_repeat"
    CONFIRM_RETRY = "confirm_retry"


class Shortcut(StrEnum):
    """``callback_id`` of the app's shortcuts, as the manifest names them."""

    NEW_TASKS = "new_tasks"
    TASK_DETAILS = "task_details"


PERSON_ID = "[UW][A-Z0-9]+"
"""The form of a person's id; a bot's or an app's is another one."""


def is_person(name: str) -> bool:
    """Whether this is a person's id, and no other word for who did something."""
    return re.fullmatch(PERSON_ID, name) is not None


def is_channel(conversation: str) -> bool:
    """Whether a conversation's id is that of a channel, public or private: others than the two may read there."""
    return conversation.startswith(("C", "G"))
