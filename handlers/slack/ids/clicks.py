"""``action_id`` of everything that can be clicked, and the values of menus. Pure."""

from handlers.slack.ids.identifier import Identifier
from models.domain.permissions import Action


class Do(Identifier):
    """``action_id`` of everything that can be clicked or chosen."""

    # the list
    TURN_FIRST = "turn_first", Action.SEE
    TURN_PREVIOUS = "turn_previous", Action.SEE
    TURN_NEXT = "turn_next", Action.SEE
    TURN_LAST = "turn_last", Action.SEE
    GO_TO_PAGE = "go_to_page", Action.SEE
    ROWS_PER_PAGE = "rows_per_page", Action.SEE
    LAYOUT = "layout", Action.SEE
    ROW_MENU = "row_menu", Action.SEE
    FILTER = "filter", Action.SEE
    REFRESH = "refresh", Action.SEE
    RESET = "reset", Action.SEE
    SHOW_WAITING = "show_waiting", Action.SEE
    SHOW_FAILED = "show_failed", Action.SEE
    SELECT_TASKS = "select_tasks", Action.SEE
    CANCEL_SELECTED = "cancel_selected", Action.CANCEL
    REPEAT_SELECTED = "repeat_selected", Action.REPEAT
    EDIT_SELECTED = "edit_selected", Action.REPEAT
    DETAILS_SELECTED = "details_selected", Action.SEE
    DETAILS_OF_NOTE = "details_of_note", Action.SEE
    SELECT_ALL = "select_all", Action.CANCEL
    SHARE = "share", Action.SEE
    LIST_MENU = "list_menu", Action.SEE
    SHOW_THESE = "show_these", Action.SEE
    SAVED_VIEWS = "saved_views", Action.SEE
    SAVE_VIEW = "save_view", Action.SEE
    VIEW_MENU = "view_menu", Action.SEE
    EXPORT = "export", Action.EXPORT
    CANCEL_ALL = "cancel_all", Action.CANCEL
    REPEAT_ALL = "repeat_all", Action.REPEAT
    LEAVE_OUT = "leave_out", Action.REPEAT
    UNDO = "undo", Action.UNDO
    UNDO_ON_CARD = "undo_on_card", Action.UNDO
    # a second person, access and audit
    APPROVE = "approve", Action.APPROVE
    REJECT = "reject", Action.APPROVE
    SHOW_ASKED = "show_asked", Action.SEE
    REMOVE_GRANT = "remove_grant", Action.GRANT
    TURN_GRANTS_BACK = "turn_grants_back", Action.GRANT
    TURN_GRANTS_ON = "turn_grants_on", Action.GRANT
    OLDER_AUDIT = "older_audit", Action.AUDIT
    # alerts
    ADD_ALERT = "add_alert", Action.EDIT_ALERTS
    RULE_MENU = "rule_menu", Action.EDIT_ALERTS
    TURN_ALERTS_BACK = "turn_alerts_back", Action.SEE
    TURN_ALERTS_ON = "turn_alerts_on", Action.SEE
    CHOOSE_ALERT_KIND = "choose_alert_kind", Action.EDIT_ALERTS
    FILL_ALERT = "fill_alert", Action.EDIT_ALERTS
    TEST_WEBHOOK = "test_webhook", Action.EDIT_ALERTS
    ACKNOWLEDGE = "acknowledge", Action.ANSWER_ALERTS
    SNOOZE = "snooze", Action.ANSWER_ALERTS
    SHOW_ALERTED = "show_alerted", Action.SEE
    # schedules, pauses, the order of what waits
    NEW_SCHEDULE = "new_schedule", Action.SCHEDULE
    SCHEDULE_BATCH = "schedule_batch", Action.SCHEDULE
    SCHEDULE_MENU = "schedule_menu", Action.SCHEDULE
    TURN_SCHEDULES_BACK = "turn_schedules_back", Action.SEE
    TURN_SCHEDULES_ON = "turn_schedules_on", Action.SEE
    SCHEDULE_TYPE = "schedule_type", Action.SCHEDULE
    SCHEDULE_THEN = "schedule_then", Action.SCHEDULE
    SCHEDULE_TIME = "schedule_time", Action.SCHEDULE
    FILL_SCHEDULE = "fill_schedule", Action.SCHEDULE
    PAUSE = "pause", Action.PAUSE
    RESUME = "resume", Action.PAUSE
    SHOW_PAUSES = "show_pauses", Action.SEE
    CHOOSE_PAUSE_GROUP = "choose_pause_group", Action.PAUSE
    FILL_PAUSE = "fill_pause", Action.PAUSE
    RUN_NEXT = "run_next", Action.ORDER
    RUN_NEXT_SELECTED = "run_next_selected", Action.ORDER
    RUN_BATCH_NEXT = "run_batch_next", Action.ORDER
    USUAL_ORDER = "usual_order", Action.ORDER
    FILL_NOTICES = "fill_notices", Action.SEE
    # the charts, and the failures by their causes
    SHOW_STATS_OTHER = "show_stats_other", Action.SEE
    SHOW_STATS_AGAIN = "show_stats_again", Action.SEE
    REFRESH_FAILED = "refresh_failed", Action.SEE
    SHOW_CAUSE = "show_cause", Action.SEE
    REPEAT_CAN_SUCCEED = "repeat_can_succeed", Action.REPEAT
    REPEAT_CAUSE = "repeat_cause", Action.REPEAT
    # the card
    CANCEL_ONE = "cancel_one", Action.CANCEL
    RETRY_ONE = "retry_one", Action.REPEAT
    EDIT_CAUSE = "edit_cause", Action.REPEAT
    EDIT_ONE = "edit_one", Action.REPEAT
    REFRESH_CARD = "refresh_card", Action.SEE
    OPEN_ACCOUNT = "open_account", Action.SEE
    COMPARE = "compare", Action.SEE
    OPEN_LINK_NOTE = "open_link_note", Action.SEE
    OPEN_LINK_THREAD = "open_link_thread", Action.SEE
    # the message of a batch
    REPEAT_DRY = "repeat_dry", Action.REPEAT
    EXPORT_BATCH = "export_batch", Action.EXPORT
    SHOW_BATCH = "show_batch", Action.SEE
    REFRESH_BATCH = "refresh_batch", Action.SEE
    CANCEL_REST = "cancel_rest", Action.CANCEL
    REPEAT_FAILED = "repeat_failed", Action.REPEAT
    UNDO_BATCH = "undo_batch", Action.UNDO
    CHOOSE_STEP = "choose_step", Action.CREATE
    CHOOSE_STEP_TYPE = "choose_step_type", Action.CREATE
    # an account on hold
    RELEASE = "release", Action.RELEASE
    RELEASE_ON_CARD = "release_on_card", Action.RELEASE
    CHECK_NOW = "check_now", Action.HAND_OVER
    NEW_PASSWORD = "new_password", Action.HAND_OVER
    NEW_SESSION = "new_session", Action.HAND_OVER
    PASS_ON = "pass_on", Action.HAND_OVER
    GIVE_CODE = "give_code", Action.HAND_OVER
    KEEP_ON_HOLD = "keep_on_hold", Action.HAND_OVER
    FILL_HAND_OVER = "fill_hand_over", Action.HAND_OVER
    REPEAT_MET = "repeat_met", Action.REPEAT
    # the accounts, the card and the form of one
    TURN_ACCOUNTS = "turn_accounts", Action.SEE
    TURN_ACCOUNTS_BACK = "turn_accounts_back", Action.SEE
    TURN_ACCOUNTS_ON = "turn_accounts_on", Action.SEE
    SHOW_HELD = "show_held", Action.SEE
    SHOW_ALL_ACCOUNTS = "show_all_accounts", Action.SEE
    SELECT_ACCOUNTS = "select_accounts", Action.SEE
    SHOW_ACCOUNT = "show_account", Action.SEE
    HOLD_ACCOUNTS = "hold_accounts", Action.HOLD
    RELEASE_ACCOUNTS = "release_accounts", Action.RELEASE
    REFRESH_ACCOUNT = "refresh_account", Action.SEE
    TASKS_OF_ACCOUNT = "tasks_of_account", Action.SEE
    NEW_TASK_ON = "new_task_on", Action.CREATE
    HOLD_ON_ACCOUNT = "hold_on_account", Action.HOLD
    RELEASE_ON_ACCOUNT = "release_on_account", Action.RELEASE
    ADD_ACCOUNT = "add_account", Action.EDIT_ACCOUNTS
    EDIT_ACCOUNT = "edit_account", Action.EDIT_ACCOUNTS
    IMPORT_ACCOUNTS = "import_accounts", Action.EDIT_ACCOUNTS
    FILL_ACCOUNT = "fill_account", Action.EDIT_ACCOUNTS
    # the proxies
    TURN_PROXIES = "turn_proxies", Action.SEE
    TURN_PROXIES_BACK = "turn_proxies_back", Action.SEE
    TURN_PROXIES_ON = "turn_proxies_on", Action.SEE
    SHOW_FAILING = "show_failing", Action.SEE
    SHOW_ALL_PROXIES = "show_all_proxies", Action.SEE
    SHOW_PROXIES = "show_proxies", Action.SEE
    SELECT_PROXIES = "select_proxies", Action.SEE
    TEST_PROXIES = "test_proxies", Action.TEST_PROXIES
    REPLACE_PROXY = "replace_proxy", Action.EDIT_ACCOUNTS
    IMPORT_PROXIES = "import_proxies", Action.EDIT_ACCOUNTS
    FILL_PROXY = "fill_proxy", Action.EDIT_ACCOUNTS
    REPEAT_READY = "repeat_ready", Action.REPEAT
    # the filter's form, and the one for a saved view
    FILL_FILTER = "fill_filter", Action.SEE
    FILL_VIEW = "fill_view", Action.SEE
    FILTER_GROUP = "filter_group", Action.SEE
    # the form for new tasks
    NEW_TASKS = "new_tasks", Action.CREATE
    NEW_TASK_LIST = "new_task_list", Action.CREATE
    FILL_LIST = "fill_list", Action.CREATE
    REST_OF_LIST = "rest_of_list", Action.CREATE
    CHOOSE_TYPE = "choose_type", Action.CREATE
    CHOOSE_ACCOUNTS = "choose_accounts", Action.CREATE
    CHOOSE_GROUP = "choose_group", Action.CREATE
    CHOOSE_CHANNEL = "choose_channel", Action.CREATE
    TYPE_WHY = "type_why", Action.CREATE
    CHOOSE_THEN = "choose_then", Action.CREATE
    TYPE_THEN = "type_then", Action.CREATE
    ALLOW_SECOND = "allow_second", Action.CREATE
    TYPE_PARAMETER = "type_parameter", Action.CREATE


class Entry(Identifier):
    """Values of the menu beside one task in the list."""

    RETRY = "retry", Action.REPEAT
    CANCEL = "cancel", Action.CANCEL
    DETAILS = "details", Action.SEE
    NOTE = "note", Action.SEE
