"""What Slack fills in when it stores blocks: block_id, action_id, `emoji` and `verbatim`."""

from typing import Any

from bot.sandbox.slack.documents import Json, copied
from bot.sandbox.slack.identifiers import fresh_key

from .anatomy import blocks_in, elements_of


def filled(blocks: list[Json]) -> list[Json]:
    """A copy of the blocks as Slack hands them back."""
    stored: list[Json] = copied({"blocks": blocks})["blocks"]
    for _, block in blocks_in(stored):
        block.setdefault("block_id", fresh_key())
        for _, element in elements_of(block):
            element.setdefault("action_id", fresh_key())
        _fill_texts(block)
    return stored


def filled_text(text: Json) -> Json:
    stored = copied(text)
    _fill_texts(stored)
    return stored


def _fill_texts(value: Any) -> None:
    if isinstance(value, list):
        for part in value:
            _fill_texts(part)
    elif isinstance(value, dict):
        if value.get("type") == "plain_text":
            value.setdefault("emoji", True)
        elif value.get("type") == "mrkdwn":
            value.setdefault("verbatim", False)
        for name, part in value.items():
            # Cells hold no text objects, and a page of tasks has a thousand of them.
            if name not in ("rows", "text") or isinstance(part, dict):
                _fill_texts(part)
