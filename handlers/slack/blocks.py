"""Slack's blocks as plain dicts, one small function each. Texts are clipped to Slack's limits here.

Limits: docs.slack.dev/reference/block-kit (section 3,000 characters, option 75, button 75 …).
"""

from collections.abc import Sequence
from typing import Any

from handlers.slack.texts import clip
from handlers.slack.views import MOST_CHOICES, ChoiceView

Block = dict[str, Any]

SECTION, OPTION, BUTTON, HEADER, TITLE = 3000, 75, 75, 150, 24


def plain(text: str, most: int = SECTION) -> Block:
    return {"type": "plain_text", "text": clip(text, most), "emoji": True}


def markup(text: str) -> Block:
    return {"type": "mrkdwn", "text": clip(text, SECTION)}


def header(text: str) -> Block:
    return {"type": "header", "text": plain(text, HEADER)}


def section(text: str, block_id: str = "", accessory: Block | None = None) -> Block:
    block: Block = {"type": "section", "text": markup(text)}
    extra = {"block_id": block_id, "accessory": accessory}
    return block | {name: given for name, given in extra.items() if given}


def fields(texts: Sequence[str]) -> Block:
    """Up to ten short texts in two columns."""
    return {
        "type": "section",
        "fields": [{"type": "mrkdwn", "text": clip(text, 2000)} for text in texts[:10]],
    }


def context(*texts: str) -> Block:
    return {"type": "context", "elements": [markup(text) for text in texts]}


def divider() -> Block:
    return {"type": "divider"}


def actions(block_id: str, *elements: Block) -> Block:
    return {"type": "actions", "block_id": block_id, "elements": list(elements)}


def button(
    text: str,
    action_id: str,
    *,
    value: str = "",
    style: str = "",
    url: str = "",
    confirm: Block | None = None,
) -> Block:
    block: Block = {"type": "button", "text": plain(text, BUTTON), "action_id": action_id}
    extra = {"value": value, "style": style, "url": url, "confirm": confirm}
    return block | {name: given for name, given in extra.items() if given}


def option(choice: ChoiceView) -> Block:
    return {"text": plain(choice.text, OPTION), "value": choice.value}


def select(
    action_id: str, placeholder: str, choices: Sequence[ChoiceView], *, chosen: str = "", many: bool = False
) -> Block:
    """A menu of at most ``MOST_CHOICES``."""
    options = [option(choice) for choice in choices[:MOST_CHOICES]]
    block: Block = {
        "type": "multi_static_select" if many else "static_select",
        "action_id": action_id,
        "placeholder": plain(placeholder, 150),
        "options": options,
    }
    initial = next((item for item in options if item["value"] == chosen), None)
    return block | ({"initial_option": initial} if initial and not many else {})


def menu(action_id: str, choices: Sequence[ChoiceView]) -> Block:
    """An overflow menu of at most five entries; an entry with a link opens it."""
    options = [option(choice) | ({"url": choice.url} if choice.url else {}) for choice in choices[:5]]
    return {"type": "overflow", "action_id": action_id, "options": options}


def live_select(
    action_id: str, placeholder: str, *, many: bool = False, chosen: ChoiceView | None = None
) -> Block:
    """A menu whose options are looked up as the person types."""
    block: Block = {
        "type": "multi_external_select" if many else "external_select",
        "action_id": action_id,
        "placeholder": plain(placeholder, 150),
        "min_query_length": 0,
    }
    return block | ({"initial_option": option(chosen)} if chosen else {})


def radio(action_id: str, choices: Sequence[ChoiceView], *, chosen: str) -> Block:
    """Radio buttons, at most ten."""
    options = [option(choice) for choice in choices[:10]]
    block: Block = {"type": "radio_buttons", "action_id": action_id, "options": options}
    initial = next((item for item in options if item["value"] == chosen), None)
    return block | ({"initial_option": initial} if initial else {})


def day(action_id: str, *, chosen: str) -> Block:
    """A day, ``YYYY-MM-DD``."""
    return {"type": "datepicker", "action_id": action_id} | ({"initial_date": chosen} if chosen else {})


def person(action_id: str, placeholder: str, *, chosen: str) -> Block:
    """A member of the workspace."""
    block: Block = {"type": "users_select", "action_id": action_id, "placeholder": plain(placeholder, 150)}
    return block | ({"initial_user": chosen} if chosen else {})


def channel(action_id: str, *, chosen: str) -> Block:
    """A channel picker, public or private; Slack leaves out channels the reader is not in."""
    block: Block = {
        "type": "conversations_select",
        "action_id": action_id,
        "placeholder": plain("Choose a channel", 150),
        "filter": {"include": ["public", "private"], "exclude_bot_users": True},
    }
    return block | ({"initial_conversation": chosen} if chosen else {})


def clock_time(action_id: str, *, chosen: str) -> Block:
    """A time of day, ``HH:MM``."""
    return {"type": "timepicker", "action_id": action_id} | ({"initial_time": chosen} if chosen else {})


def whole_number(action_id: str, *, chosen: str) -> Block:
    """A number from 0 on."""
    block: Block = {
        "type": "number_input",
        "action_id": action_id,
        "is_decimal_allowed": False,
        "min_value": "0",
        "max_value": "1000000",
    }
    return block | ({"initial_value": chosen} if chosen else {})


def text_input(
    action_id: str, *, longest: int, lines: bool = False, placeholder: str = "", chosen: str = ""
) -> Block:
    block: Block = {
        "type": "plain_text_input",
        "action_id": action_id,
        "max_length": longest,
        "multiline": lines,
    }
    extra = {"placeholder": plain(placeholder, 150) if placeholder else None, "initial_value": chosen}
    return block | {name: given for name, given in extra.items() if given}


def checkbox(action_id: str, text: str, value: str, *, ticked: bool) -> Block:
    """One box to tick."""
    box = option(ChoiceView(text=text, value=value))
    block: Block = {"type": "checkboxes", "action_id": action_id, "options": [box]}
    return block | ({"initial_options": [box]} if ticked else {})


def file_input(action_id: str, *kinds: str) -> Block:
    """One file of these kinds."""
    return {"type": "file_input", "action_id": action_id, "filetypes": list(kinds), "max_files": 1}


def words(text: str) -> Block:
    """The cell of a table that is plain text."""
    return {"type": "raw_text", "text": text}


def rich(*elements: Block) -> Block:
    """The cell of a table that is one paragraph of rich text."""
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": list(elements)}]}


def data_table(block_id: str, caption: str, rows: Sequence[Sequence[Block]], *, page_size: int) -> Block:
    """A table: the first row names the columns, the first column the rows."""
    return {
        "type": "data_table",
        "block_id": block_id,
        "caption": caption,
        "page_size": page_size,
        "row_header_column_index": 0,
        "rows": [list(row) for row in rows],
    }


def turns(block_id: str, *steps: tuple[str, str, str]) -> list[Block]:
    """Buttons to other pages: (label, action, the list it leads to; empty: nowhere). No block where none leads anywhere."""
    buttons = [button(text, action, value=state) for text, action, state in steps if state]
    return [actions(block_id, *buttons)] if buttons else []


def labelled(
    block_id: str,
    label: str,
    element: Block,
    *,
    hint: str = "",
    optional: bool = False,
    at_once: bool = False,
) -> Block:
    """An input with its label; ``at_once``: Slack also sends each choice, not only the submission."""
    block: Block = {"type": "input", "block_id": block_id, "label": plain(label, 2000), "element": element}
    extra = {"hint": plain(hint, 2000) if hint else None, "optional": optional, "dispatch_action": at_once}
    return block | {name: given for name, given in extra.items() if given}


def modal(
    callback_id: str,
    title: str,
    blocks: Sequence[Block],
    *,
    submit: str = "",
    close: str = "Close",
    private: str = "",
) -> Block:
    block: Block = {
        "type": "modal",
        "callback_id": callback_id,
        "title": plain(title, TITLE),
        "close": plain(close, TITLE),
        "blocks": list(blocks),
        "private_metadata": private,
    }
    return block | ({"submit": plain(submit, TITLE)} if submit else {})


def reading(title: str, words: str = "Reading the file …") -> Block:
    """The modal that replaces a form while its file is read."""
    stuck = "If nothing changes here for five minutes, it stopped. Look at the list: all was saved, or nothing. Import it again."
    return modal("reading", title, [section(words), context(stuck)])


def home_tab(blocks: Sequence[Block]) -> Block:
    """A Home tab; it holds a hundred blocks."""
    return {"type": "home", "blocks": list(blocks)}
