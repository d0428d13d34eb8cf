"""The interactive elements, one shape each, and where each may stand."""

from bot.sandbox.slack.documents import Json

from . import limits
from .checks import (
    Check,
    Finding,
    Findings,
    also,
    among,
    exactly_one,
    flag,
    items,
    number,
    pattern,
    text,
    typed,
    whole,
)
from .composition import (
    CHOICE,
    CONFIRM,
    CONVERSATION_FILTER,
    DISPATCH,
    MENU_OPTION,
    OPTION,
    OPTION_LISTS,
    SLACK_FILE,
    initial_among_options,
    plain,
)
from .rich_text import RICH_TEXT

IDENTIFIER = text(limits.IDENTIFIER)
NAMED: dict[str, Check] = {"action_id": IDENTIFIER}
FOCUSED: dict[str, Check] = {**NAMED, "focus_on_load": flag}
CONFIRMED: dict[str, Check] = {**FOCUSED, "confirm": CONFIRM}
MENU: dict[str, Check] = {**CONFIRMED, "placeholder": plain(limits.PLACEHOLDER)}
MANY: dict[str, Check] = {**MENU, "max_selected_items": whole(1, limits.OPTIONS)}
TYPED: dict[str, Check] = {
    **FOCUSED,
    "placeholder": plain(limits.PLACEHOLDER),
    "dispatch_action_config": DISPATCH,
    "initial_value": text(limits.INPUT_TEXT, 0),
}
VIEWERS: dict[str, Check] = {"visible_to_user_ids": items(IDENTIFIER, limits.BUTTON_VIEWERS, 1)}
DECIMAL = pattern(r"-?\d+(\.\d+)?", "of a number")
DAY = pattern(r"\d{4}-\d{2}-\d{2}", "YYYY-MM-DD")
HOUR = pattern(r"\d{2}:\d{2}", "HH:mm")


def ordered_lengths(element: Json, pointer: str, findings: Findings) -> None:
    if element.get("min_length", 0) > element.get("max_length", limits.INPUT_TEXT):
        findings.append(Finding(pointer, "`min_length` must not be greater than `max_length`"))


BUTTON = typed(
    {"text": plain(limits.BUTTON_TEXT)},
    {
        **CONFIRMED,
        **VIEWERS,
        "value": text(limits.BUTTON_VALUE, 0),
        "url": text(limits.URL),
        "style": among("primary", "danger"),
        "accessibility_label": text(limits.BUTTON_LABEL),
        "agent_prompt": text(limits.AGENT_PROMPT),
        "agent_prompt_display": text(limits.AGENT_PROMPT),
    },
)
FEEDBACK = typed(
    {"text": plain(limits.BUTTON_TEXT), "value": text(limits.BUTTON_VALUE)},
    {"accessibility_label": text(limits.BUTTON_LABEL)},
)
STATIC = also(
    typed({}, {**MENU, **OPTION_LISTS, "initial_option": OPTION}),
    exactly_one(*OPTION_LISTS),
    initial_among_options,
)
MULTI_STATIC = also(
    typed({}, {**MANY, **OPTION_LISTS, "initial_options": items(OPTION, limits.OPTIONS, 1)}),
    exactly_one(*OPTION_LISTS),
    initial_among_options,
)
QUERY = {"min_query_length": whole(0, limits.PLACEHOLDER)}
CONVERSATIONS: dict[str, Check] = {"filter": CONVERSATION_FILTER, "default_to_current_conversation": flag}


def choices(initial: str, initial_check: Check) -> Check:
    """Checkboxes and radio buttons: ten options that may be formatted."""
    fields = {**CONFIRMED, initial: initial_check}
    return also(typed({"options": items(CHOICE, limits.CHOICES, 1)}, fields), initial_among_options)


SELECTS: dict[str, Check] = {
    "static_select": STATIC,
    "multi_static_select": MULTI_STATIC,
    "external_select": typed({}, {**MENU, **QUERY, "initial_option": OPTION}),
    "multi_external_select": typed(
        {}, {**MANY, **QUERY, "initial_options": items(OPTION, limits.OPTIONS, 1)}
    ),
    "users_select": typed({}, {**MENU, "initial_user": IDENTIFIER}),
    "multi_users_select": typed({}, {**MANY, "initial_users": items(IDENTIFIER, limits.OPTIONS, 1)}),
    "channels_select": typed({}, {**MENU, "initial_channel": IDENTIFIER, "response_url_enabled": flag}),
    "multi_channels_select": typed({}, {**MANY, "initial_channels": items(IDENTIFIER, limits.OPTIONS, 1)}),
    "conversations_select": typed(
        {}, {**MENU, **CONVERSATIONS, "initial_conversation": IDENTIFIER, "response_url_enabled": flag}
    ),
    "multi_conversations_select": typed(
        {}, {**MANY, **CONVERSATIONS, "initial_conversations": items(IDENTIFIER, limits.OPTIONS, 1)}
    ),
}
PICKERS: dict[str, Check] = {
    "checkboxes": choices("initial_options", items(CHOICE, limits.CHOICES, 1)),
    "radio_buttons": choices("initial_option", CHOICE),
    "datepicker": typed({}, {**MENU, "initial_date": DAY}),
    "timepicker": typed({}, {**MENU, "initial_time": HOUR, "timezone": IDENTIFIER}),
    "datetimepicker": typed({}, {**CONFIRMED, "initial_date_time": whole(10**9, 10**10 - 1)}),
    "rich_text_input": typed(
        {},
        {
            **TYPED,
            "initial_value": RICH_TEXT,
            "min_lines": whole(1, limits.INPUT_LINES),
            "max_lines": whole(1, limits.INPUT_LINES),
        },
    ),
}
FIELDS: dict[str, Check] = {
    "plain_text_input": also(
        typed(
            {},
            {
                **TYPED,
                "multiline": flag,
                "min_length": whole(0, limits.INPUT_TEXT),
                "max_length": whole(1, limits.INPUT_TEXT),
            },
        ),
        ordered_lengths,
    ),
    "number_input": typed(
        {"is_decimal_allowed": flag},
        {**TYPED, "initial_value": DECIMAL, "min_value": DECIMAL, "max_value": DECIMAL},
    ),
    "email_text_input": typed({}, TYPED),
    "url_text_input": typed({}, TYPED),
    "file_input": typed(
        {},
        {
            **NAMED,
            "filetypes": items(IDENTIFIER, limits.OPTIONS, 1),
            "max_files": whole(1, limits.INPUT_FILES),
        },
    ),
}
BUTTONS: dict[str, Check] = {
    "button": BUTTON,
    "overflow": typed(
        {"options": items(MENU_OPTION, limits.OVERFLOW_OPTIONS, 1)}, {**NAMED, "confirm": CONFIRM}
    ),
    "workflow_button": typed(
        {"text": plain(limits.BUTTON_TEXT), "workflow": number},
        {**NAMED, "style": among("primary", "danger")},
    ),
}
FEEDBACKS: dict[str, Check] = {
    "feedback_buttons": typed({"positive_button": FEEDBACK, "negative_button": FEEDBACK}, NAMED),
    "icon_button": typed(
        {"icon": among("trash"), "text": plain(limits.BUTTON_TEXT)},
        {
            **NAMED,
            **VIEWERS,
            "value": text(limits.BUTTON_VALUE, 0),
            "confirm": CONFIRM,
            "accessibility_label": text(limits.BUTTON_LABEL),
        },
    ),
}
IMAGE = also(
    typed(
        {"alt_text": text(limits.IMAGE_TEXT)},
        {"image_url": text(limits.URL), "slack_file": SLACK_FILE},
    ),
    exactly_one("image_url", "slack_file"),
)

IN_ACTIONS: dict[str, Check] = {**BUTTONS, **SELECTS, **PICKERS}
IN_SECTION: dict[str, Check] = {
    **BUTTONS,
    **SELECTS,
    **{kind: check for kind, check in PICKERS.items() if kind != "rich_text_input"},
    "image": IMAGE,
}
IN_INPUT: dict[str, Check] = {**SELECTS, **PICKERS, **FIELDS}
