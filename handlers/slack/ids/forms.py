"""``callback_id`` of every modal. Pure."""

from handlers.slack.ids.identifier import Identifier
from models.domain.permissions import Action


class Form(Identifier):
    """``callback_id`` of every modal."""

    NEW_TASKS = "new_tasks", Action.CREATE
    READ_LIST = "read_list", Action.CREATE
    CREATE_LIST = "create_list", Action.CREATE
    CARD = "card", Action.SEE
    WHICH_TASK = "which_task", Action.SEE
    COMPARED = "compared", Action.SEE
    ASKED_ACCOUNTS = "asked_accounts", Action.SEE
    SECOND_STEP = "second_step", Action.CREATE
    FILTER = "filter", Action.SEE
    CHOOSE_ALL = "choose_all", Action.CANCEL
    SAVE_VIEW = "save_view", Action.SEE
    ACCOUNT = "account", Action.SEE
    EDIT_ACCOUNT = "edit_account", Action.EDIT_ACCOUNTS
    READ_ACCOUNTS = "read_accounts", Action.EDIT_ACCOUNTS
    IMPORT_ACCOUNTS = "import_accounts", Action.EDIT_ACCOUNTS
    REPLACE_PROXY = "replace_proxy", Action.EDIT_ACCOUNTS
    IMPORT_PROXIES = "import_proxies", Action.EDIT_ACCOUNTS
    NEW_PASSWORD = "new_password", Action.HAND_OVER
    NEW_SESSION = "new_session", Action.HAND_OVER
    PASS_ON = "pass_on", Action.HAND_OVER
    GIVE_CODE = "give_code", Action.HAND_OVER
    ALERT = "alert", Action.EDIT_ALERTS
    ALERT_WEBHOOK = "alert_webhook", Action.EDIT_ALERTS
    ALERT_CALLS = "alert_calls", Action.EDIT_ALERTS
    SCHEDULE = "schedule", Action.SCHEDULE
    PAUSE_SCHEDULE = "pause_schedule", Action.SCHEDULE
    PAUSE = "pause", Action.PAUSE
    NOTICES = "notices", Action.SEE
    CONFIRM_CANCEL = "confirm_cancel", Action.CANCEL
    CONFIRM_REPEAT = "confirm_repeat", Action.REPEAT
    EDIT_TASKS = "edit_tasks", Action.REPEAT
    CONFIRM_RETRY = "confirm_retry", Action.REPEAT
