"""What Slack checks in a form before the app hears of it, in Slack's words."""

import re
from typing import Any

from .blockkit.stateful import STATEFUL
from .documents import Json

REQUIRED = "Please complete this required field."
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
LINK = re.compile(r"https?://\S+")
WHOLE = re.compile(r"-?\d+")
DECIMAL = re.compile(r"-?\d+(\.\d+)?")


def field_errors(blocks: list[Json], values: Json) -> dict[str, str]:
    """A sentence for each input that cannot be submitted, by block_id."""
    problems: dict[str, str] = {}
    for block in blocks:
        if block["type"] != "input":
            continue
        element = block["element"]
        entry = values[block["block_id"]][element["action_id"]]
        value = entry[STATEFUL[element["type"]].field]
        problem = _problem(block, element, value)
        if problem:
            problems[block["block_id"]] = problem
    return problems


def _problem(block: Json, element: Json, value: Any) -> str | None:
    if value in (None, "", []):
        return None if block.get("optional") else REQUIRED
    if element["type"] == "plain_text_input":
        return _length(element, value)
    if element["type"] == "number_input":
        return _number(element, value)
    if element["type"] == "email_text_input" and not EMAIL.fullmatch(value):
        return "Please enter a valid email address."
    if element["type"] == "url_text_input" and not LINK.fullmatch(value):
        return "Please enter a valid URL."
    return None


def _length(element: Json, value: str) -> str | None:
    least, most = element.get("min_length", 0), element.get("max_length", len(value))
    if len(value) < least:
        return f"This entry must be at least {least} characters."
    if len(value) > most:
        return f"This entry must be at most {most} characters."
    return None


def _number(element: Json, value: str) -> str | None:
    if not DECIMAL.fullmatch(value):
        return "Please enter a number."
    if not element["is_decimal_allowed"] and not WHOLE.fullmatch(value):
        return "Please enter a whole number."
    if "min_value" in element and float(value) < float(element["min_value"]):
        return f"Please enter a number of at least {element['min_value']}."
    if "max_value" in element and float(value) > float(element["max_value"]):
        return f"Please enter a number of at most {element['max_value']}."
    return None
