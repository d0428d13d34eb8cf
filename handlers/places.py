"""Where a list stands, as it travels through a modal's private text: pack and unpack are inverse. Pure."""

import json
from dataclasses import asdict, dataclass, fields

from handlers.request import Request


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
    """What was packed; an earlier version's fields are left out."""
    known = {field.name for field in fields(Place)}
    return Place(**{name: given for name, given in json.loads(text or "{}").items() if name in known})
