"""The origin of a click, stored in a modal's private metadata: ``pack`` and ``unpack`` are inverse. Pure."""

import json
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from handlers.slack.request import Request
from models.domain.errors import Outdated
from models.domain.text import MOST_ID, is_keepable, parsed_json


@dataclass(frozen=True, kw_only=True)
class Origin:
    """Where a click was made: a message or the Home tab, and the list on it. Field names are the stored keys."""

    url: str = ""  # the response URL of the click
    channel: str = ""
    ts: str = ""  # of the message
    home: bool = False
    sheet: str = ""  # the list's state, encoded
    operation: int = 0  # the id of the operation, alert rule or proxy that the modal is about


def of(request: Request, sheet: str = "") -> Origin:
    """The origin of a click; ``sheet`` is the encoded state of the list it was made on."""
    return Origin(
        url=request.response_url,
        channel=request.channel,
        ts=request.message_ts,
        home=request.home,
        sheet=sheet,
    )


def there(request: Request, origin: Origin) -> Request:
    """The request of a form as one from where its form was opened."""
    return replace(request, channel=origin.channel, response_url=origin.url)


def pack(origin: Origin) -> str:
    """The origin as private metadata. Not ASCII-only: six characters for each non-ASCII letter would not fit."""
    return json.dumps({name: given for name, given in asdict(origin).items() if given}, ensure_ascii=False)


def unpack(text: str) -> Origin:
    """The packed origin; fields of other versions are ignored. Raise Outdated when it cannot be read."""
    try:
        packed = parsed_json(text or "{}")
    except ValueError as error:
        raise Outdated from error
    given = {name: packed[name] for name in _KINDS if name in packed} if isinstance(packed, dict) else None
    if given is None or not all(_fits(name, value) for name, value in given.items()):
        raise Outdated
    return Origin(**given)


_KINDS = {field.name: type(field.default) for field in fields(Origin)}
_LONGEST = {"channel": 100, "ts": 100, "sheet": 2000}  # characters that fit into the database columns


def _fits(name: str, value: Any) -> bool:
    """Whether ``pack`` could have written this value for this field."""
    if type(value) is not _KINDS[name]:
        return False
    if isinstance(value, str):
        return is_keepable(value) and len(value) <= _LONGEST.get(name, len(value))
    return 0 <= value <= MOST_ID
