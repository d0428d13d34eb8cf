"""Where a list stands, as it travels through a modal's private text: pack and unpack are inverse. Pure."""

import json
from dataclasses import asdict, dataclass, fields
from typing import Any

from handlers.slack.request import Request
from models.domain.errors import Outdated
from models.domain.text import MOST_ID, is_keepable


@dataclass(frozen=True, kw_only=True)
class Place:
    """The list a click was made on, or none: a message, or the Home tab."""

    url: str = ""  # where Slack takes the answer to the click
    channel: str = ""
    ts: str = ""  # of the message
    home: bool = False
    sheet: str = ""  # the list itself, encoded
    operation: int = 0  # what is asked about it


def of(request: Request, sheet: str = "") -> Place:
    """The place of a click; ``sheet`` is the list it was made on."""
    return Place(
        url=request.response_url,
        channel=request.channel,
        ts=request.message_ts,
        home=request.home,
        sheet=sheet,
    )


def pack(place: Place) -> str:
    """As a modal's private text. Not as ASCII: six characters for each of a foreign name's would not fit."""
    return json.dumps({name: given for name, given in asdict(place).items() if given}, ensure_ascii=False)


def unpack(text: str) -> Place:
    """What was packed; an earlier version's fields are left out. Raise Outdated where it is no place."""
    try:
        told = json.loads(text or "{}")
    except (ValueError, RecursionError) as error:
        raise Outdated from error
    given = {name: told[name] for name in _KINDS if name in told} if isinstance(told, dict) else None
    if given is None or not all(_fits(name, value) for name, value in given.items()):
        raise Outdated
    return Place(**given)


_KINDS = {field.name: type(field.default) for field in fields(Place)}
_LONGEST = {"channel": 100, "ts": 100, "sheet": 2000}  # characters the tables keep


def _fits(name: str, value: Any) -> bool:
    """Whether that is what ``pack`` writes under this name."""
    if type(value) is not _KINDS[name]:
        return False
    if isinstance(value, str):
        return is_keepable(value) and len(value) <= _LONGEST.get(name, len(value))
    return 0 <= value <= MOST_ID
