"""The messages that ask about holds: several holds of one person share one, while one of them is open.

A message belongs to the hold with the lowest number in it: that one's row of the outbox draws it, so that two drawings of
one message never pass each other.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from models.accounts.holds import Hold
from models.messages import outbox
from models.messages.outbox import MessageKind
from models.sql import as_moment, rows

MOST = 8  # holds in one message: Slack takes 50 blocks
_SINCE = timedelta(days=1)  # an older message is too far up for a new hold


@dataclass(frozen=True, kw_only=True)
class Place:
    """A message, and when its person was last told of a hold in it."""

    channel: str
    ts: str
    asked_at: datetime


async def open_of(person: str, *, now: datetime) -> Place | None:
    """The newest message to this person that has an open hold, and room for another one; None: there is none."""
    found = await rows(
        "SELECT channel, ts, MAX(asked_at) AS newest FROM hold WHERE asked = :person AND ts <> '' AND asked_at > :since "
        "GROUP BY channel, ts HAVING COUNT(*) < :most AND SUM(CASE WHEN released_at IS NULL THEN 1 ELSE 0 END) > 0 "
        "ORDER BY MAX(asked_at) DESC LIMIT 1",
        person=person,
        since=now - _SINCE,
        most=MOST,
    )
    for row in found:
        return Place(channel=row["channel"], ts=row["ts"], asked_at=as_moment(row["newest"]))
    return None


async def holds_of(channel: str, ts: str) -> list[int]:
    """The holds of one message, the one it belongs to first."""
    found = await Hold.filter(channel=channel, ts=ts).order_by("id").values_list("id", flat=True)
    return [int(number) for number in found]  # pyright: ignore[reportArgumentType]


async def show(channel: str, ts: str, *, now: datetime) -> None:
    """Have a message drawn anew."""
    for first in (await holds_of(channel, ts))[:1]:
        await outbox.enqueue(MessageKind.HOLD, first, now=now)
