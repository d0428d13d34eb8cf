"""Finds live markup: mentions, links and broadcasts in texts that Slack reads as markup."""

import re
from collections.abc import Iterator
from typing import Any

_MARKUP = re.compile(r"<[^<>]*>?")
_PERSON = re.compile(r"<@[UW][A-Z0-9]+>")
_DATE = r"\{time_secs\}\|[\d:]+|\{date_short_pretty\}, \{time\}\|[\w\u00a0,:]+"
_OURS = re.compile(rf"<!date\^\d+\^(?:{_DATE}) UTC>|<https://[^|<>]+\|Status note>")


def live(text: str) -> list[str]:
    """The live pieces of a markup text, except mentions of people and what the program itself writes."""
    return [
        piece for piece in _MARKUP.findall(text) if not (_PERSON.fullmatch(piece) or _OURS.fullmatch(piece))
    ]


def mentioned(text: str) -> set[str]:
    """The people a markup text mentions."""
    return {mention[2:-1] for mention in _PERSON.findall(text)}


def markups(drawn: Any) -> Iterator[str]:
    """Every markup text in blocks or a view."""
    if isinstance(drawn, list):
        for part in drawn:
            yield from markups(part)
    elif isinstance(drawn, dict):
        if drawn.get("type") == "mrkdwn":
            yield drawn["text"]
        for part in drawn.values():
            yield from markups(part)
