"""Composition objects: texts, options, confirm dialogs and what else the elements are made of."""

from bot.sandbox.slack.documents import Json, objects

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
    kinds,
    shape,
    text,
    typed,
)


def plain(longest: int) -> Check:
    return kinds({"plain_text": typed({"text": text(longest)}, {"emoji": flag})})


def written(longest: int) -> Check:
    """plain_text or mrkdwn."""
    return kinds(
        {
            "plain_text": typed({"text": text(longest)}, {"emoji": flag}),
            "mrkdwn": typed({"text": text(longest)}, {"verbatim": flag}),
        }
    )


OPTION = shape(
    {"text": plain(limits.OPTION_TEXT), "value": text(limits.OPTION_VALUE)},
    {"description": plain(limits.OPTION_DESCRIPTION)},
)
# Only radio buttons and checkboxes may format their options.
CHOICE = shape(
    {"text": written(limits.OPTION_TEXT), "value": text(limits.OPTION_VALUE)},
    {"description": written(limits.OPTION_DESCRIPTION)},
)
MENU_OPTION = shape(
    {"text": plain(limits.OPTION_TEXT), "value": text(limits.OPTION_VALUE)},
    {"description": plain(limits.OPTION_DESCRIPTION), "url": text(limits.URL)},
)
OPTION_GROUP = shape({"label": plain(limits.OPTION_TEXT), "options": items(OPTION, limits.OPTIONS, 1)})

OPTION_LISTS = {
    "options": items(OPTION, limits.OPTIONS, 1),
    "option_groups": items(OPTION_GROUP, limits.OPTION_GROUPS, 1),
}
# What a block_suggestion may be answered with: here an empty list says "no match".
SUGGESTIONS = also(
    shape(
        {},
        {
            "options": items(OPTION, limits.OPTIONS),
            "option_groups": items(OPTION_GROUP, limits.OPTION_GROUPS),
        },
    ),
    exactly_one("options", "option_groups"),
)

CONFIRM = shape(
    {
        "title": plain(limits.CONFIRM_TITLE),
        "text": written(limits.CONFIRM_TEXT),
        "confirm": plain(limits.CONFIRM_BUTTON),
        "deny": plain(limits.CONFIRM_BUTTON),
    },
    {"style": among("primary", "danger")},
)

CONVERSATION_FILTER = shape(
    {},
    {
        "include": items(among("im", "mpim", "private", "public"), 4, 1),
        "exclude_external_shared_channels": flag,
        "exclude_bot_users": flag,
    },
)
DISPATCH = shape({}, {"trigger_actions_on": items(among("on_enter_pressed", "on_character_entered"), 2, 1)})
SLACK_FILE = also(
    shape({}, {"id": text(limits.IDENTIFIER), "url": text(limits.URL)}), exactly_one("id", "url")
)


def options_of(element: Json) -> list[Json]:
    """Every option an element offers, grouped or not."""
    grouped = [
        option for group in objects(element.get("option_groups")) for option in objects(group.get("options"))
    ]
    return objects(element.get("options")) + grouped


def initial_among_options(element: Json, pointer: str, findings: Findings) -> None:
    """What is chosen at the start must be one of the options, letter for letter."""
    offered = options_of(element)
    chosen = objects(element.get("initial_options"))
    if "initial_option" in element:
        chosen = [*chosen, element["initial_option"]]
    field = "initial_option" if "initial_option" in element else "initial_options"
    if any(option not in offered for option in chosen):
        findings.append(Finding(f"{pointer}/{field}", "must exactly match one of the provided options"))
