"""The origin of a click, stored in a modal's private metadata: ``pack`` and ``unpack`` are inverse. Pure."""

import json
from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime
from typing import Any

from handlers.slack.request import Request, number
from models.domain.errors import Outdated
from models.domain.text import MOST_ID, is_keepable, parsed_json
from models.domain.values.batches.standing import BatchDetail


@dataclass(frozen=True, kw_only=True)
class Origin:
    """Where a click was made: a message or the Home tab, and the list on it. Field names are the stored keys."""

    url: str = ""  # the response URL of the click
    channel: str = ""
    ts: str = ""  # of the message
    home: bool = False
    sheet: str = ""  # the list's state, encoded
    operation: int = 0  # the id of the operation, alert rule, account or proxy that the modal is about
    shown: str = ""  # what the form's fields were, see ``shown_fields``


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


def of_card(about: int, request: Request) -> str:
    """A card's private metadata: what it is of, and the channel it was opened in, where what it leads to is shown."""
    channel = request.channel or from_card(request)[1]
    return f"{about}:{channel}" if channel else str(about)


def from_card(request: Request) -> tuple[int, str]:
    """What a card is of (0: nothing), and the channel it was opened in."""
    about, _, channel = request.private.partition(":")
    return number(about), channel if len(channel) <= _LONGEST["channel"] else ""


def in_channel(request: Request) -> Request:
    """The request of a card's button as one from where the card was opened."""
    return replace(request, channel=request.channel or from_card(request)[1])


def on_card(about: int, request: Request, shown: str = "") -> str:
    """The private metadata of a form: what it is about, what it showed and, where it lies on a card, that card."""
    head = f"{about} {shown}".rstrip()
    return f"{head}|{request.callback}|{request.private}" if request.is_in_modal else head


def about(request: Request) -> int:
    """What a form is about; 0: nothing."""
    return number(request.private.partition("|")[0].partition(" ")[0])


def shown(request: Request) -> str:
    """What a form showed, as ``on_card`` was given it."""
    return request.private.partition("|")[0].partition(" ")[2]


def beneath(request: Request) -> Request | None:
    """The request of a form as one of the card that it lay on; None where it lay on none."""
    _, _, below = request.private.partition("|")
    callback, is_known, private = below.partition("|")
    if not is_known or not request.view_below:
        return None
    return replace(request, view_id=request.view_below, callback=callback, private=private, value="")


ELSEWHERE = (
    "This message does not stand for that any more, so nothing was done: it is older, or was sent a second time. "
    "Please answer in the newest message about it."
)


def is_on(request: Request, *, channel: str, ts: str, since: datetime) -> bool:
    """Whether a click was on the very message of something that came about at ``since``.

    A database that was restored may give a number out again, which the button of an old message carries too. Until Slack's
    answer is written down (``ts`` is empty) that is any message but one that is older than what it is about.
    """
    if ts:
        return (request.channel, request.message_ts) == (channel, ts)
    return not request.message_ts or is_younger(request, since)


def is_of(request: Request, batch: BatchDetail) -> bool:
    """Whether a click was on a message of this batch: its own, or one that it has left or that Slack got twice."""
    is_own = is_on(request, channel=batch.channel, ts=batch.ts, since=batch.created_at)
    return is_own or is_younger(request, batch.created_at)


def is_younger(request: Request, since: datetime) -> bool:
    """Whether a click was on a message that was posted at this moment or later."""
    seconds, _, _ = request.message_ts.partition(".")
    return seconds.isdecimal() and len(seconds) <= _LONGEST["ts"] and int(seconds) >= int(since.timestamp())


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
