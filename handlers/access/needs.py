"""What one must be allowed to do to be let in: one table for everything Slack can send, and for every verb.

A name that is not here opens no door: the bot does not start with it. Pure.
"""

from collections.abc import Callable, Sequence
from typing import Any

from handlers.slack.blocks import Block
from handlers.slack.ids import Do, Entry, Form, Shortcut
from models.domain.permissions import Action

NEEDS: dict[str, Action] = {
    **dict.fromkeys(("/tasks", "/accounts"), Action.ASK),  # their verbs have needs of their own
    **dict.fromkeys(
        (
            "app_home_opened",
            Do.TURN_FIRST,
            Do.TURN_PREVIOUS,
            Do.TURN_NEXT,
            Do.TURN_LAST,
            Do.REFRESH,
            Do.FILTER,
            Do.RESET,
            Do.SHOW_WAITING,
            Do.GO_TO_PAGE,
            Do.ROWS_PER_PAGE,
            Do.LAYOUT,
            Do.ROW_MENU,
            Do.DETAILS_SELECTED,
            Do.SHARE,
            Do.SAVED_VIEWS,
            Do.SAVE_VIEW,
            Do.VIEW_MENU,
            Do.EXPORT,
            Do.EXPORT_BATCH,
            Do.REFRESH_CARD,
            Do.TURN_ACCOUNTS,
            f"{Do.TURN_ACCOUNTS}_back",
            f"{Do.TURN_ACCOUNTS}_on",
            Do.SHOW_HELD,
            Do.SHOW_ALL_ACCOUNTS,
            Do.SHOW_ACCOUNT,
            Do.SHOW_ALERTED,
            Do.REFRESH_ACCOUNT,
            f"{Do.SHOW_STATS}_other",
            f"{Do.SHOW_STATS}_again",
            Form.FILTER,
            Form.SAVE_VIEW,
            Shortcut.TASK_DETAILS,
        ),
        Action.SEE,
    ),
    **dict.fromkeys(
        (
            Do.NEW_TASKS,
            Do.CHOOSE_TYPE,
            Form.NEW_TASKS,
            Shortcut.NEW_TASKS,
            Do.CHOOSE_ACCOUNTS,
            Do.CHOOSE_GROUP,
        ),
        Action.CREATE,
    ),
    **dict.fromkeys(
        (
            Do.SELECT_ALL,
            Do.CANCEL_SELECTED,
            Do.CANCEL_ALL,
            Do.CANCEL_ONE,
            Form.CONFIRM_CANCEL,
        ),
        Action.CANCEL,
    ),
    **dict.fromkeys(
        (
            Do.REPEAT_SELECTED,
            Do.REPEAT_ALL,
            Do.REPEAT_DRY,
            Do.RETRY_ONE,
            Form.CONFIRM_REPEAT,
            Form.CONFIRM_RETRY,
        ),
        Action.REPEAT,
    ),
    **dict.fromkeys(
        (
            Do.UNDO,
            Do.UNDO_ON_CARD,
        ),
        Action.UNDO,
    ),
    **dict.fromkeys((Do.APPROVE, Do.REJECT), Action.APPROVE),
    **dict.fromkeys(
        (
            Do.HOLD_ACCOUNTS,
            Do.HOLD_ON_ACCOUNT,
        ),
        Action.HOLD,
    ),
    **dict.fromkeys(
        (
            Do.RELEASE,
            Do.RELEASE_ON_CARD,
            Do.RELEASE_ACCOUNTS,
            Do.RELEASE_ON_ACCOUNT,
        ),
        Action.RELEASE,
    ),
    **dict.fromkeys(
        (
            Do.ADD_ACCOUNT,
            Do.EDIT_ACCOUNT,
            Do.IMPORT_ACCOUNTS,
            Form.EDIT_ACCOUNT,
            Form.READ_ACCOUNTS,
            Form.IMPORT_ACCOUNTS,
        ),
        Action.EDIT_ACCOUNTS,
    ),
    **dict.fromkeys((Do.ACKNOWLEDGE, Do.SNOOZE), Action.ANSWER_ALERTS),
    **dict.fromkeys((Do.ADD_ALERT, Do.RULE_MENU, Form.ALERT), Action.EDIT_ALERTS),
    **dict.fromkeys(
        (Do.REMOVE_GRANT,),
        Action.GRANT,
    ),
    **dict.fromkeys(
        (Do.OLDER_AUDIT,),
        Action.AUDIT,
    ),
}

TASK_VERBS = {
    "list": Action.SEE,
    "new": Action.CREATE,
    "show": Action.SEE,
    "cancel": Action.CANCEL,
    "retry": Action.REPEAT,
    "views": Action.SEE,
    "view": Action.SEE,
    "alerts": Action.SEE,
    "digest": Action.SEE,
    "export": Action.SEE,
    "stats": Action.SEE,
    "access": Action.ASK,
    "audit": Action.AUDIT,
    "doctor": Action.EXAMINE,
    "help": Action.ASK,
}
"""After ``/tasks``."""

ACCOUNT_VERBS = {
    "list": Action.SEE,
    "show": Action.SEE,
    "hold": Action.HOLD,
    "release": Action.RELEASE,
    "import": Action.EDIT_ACCOUNTS,
    "add": Action.EDIT_ACCOUNTS,
    "help": Action.ASK,
}
"""After ``/accounts``."""

_ENTRIES = {Entry.CANCEL: Action.CANCEL, Entry.RETRY: Action.REPEAT}
"""Entries of a row's menu that are doors of their own."""

May = Callable[[Action], bool]


def permitted(blocks: Sequence[Block], may: May) -> list[Block]:
    """The blocks without the buttons and entries that would only be refused."""
    return [kept for block in blocks if (kept := _block(block, may))]


def _block(block: Block, may: May) -> Block | None:
    if block["type"] == "actions":
        left = [one for one in block["elements"] if _opens(one, may)]
        return {**block, "elements": left} if left else None
    accessory = block.get("accessory")
    if not accessory:
        return block
    if not _opens(accessory, may):
        return {name: value for name, value in block.items() if name != "accessory"}
    return {**block, "accessory": _menu(accessory, may)}


def _opens(element: dict[str, Any], may: May) -> bool:
    action = NEEDS.get(element.get("action_id", ""))
    return action is None or may(action)


def _menu(element: dict[str, Any], may: May) -> dict[str, Any]:
    if element.get("action_id") != Do.ROW_MENU:
        return element
    left = [one for one in element["options"] if may(_ENTRIES.get(one["value"], Action.SEE))]
    return {**element, "options": left}
