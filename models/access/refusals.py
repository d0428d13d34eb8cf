"""Refusals of one person and command fold: the first is a line of the audit at once, further ones within a minute are
counted here, and one more line says how many when the minute is over.

So lines are only ever added, and a stranger adds at most two a minute and command. What is counted is kept in a row:
a restart loses nothing, and the next refusal or the next sweep writes the line.
"""

# pyright: reportIncompatibleVariableOverride=false
# (Tortoise itself asks for an inner class Meta that shadows the one of Model.)

from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from tortoise import fields
from tortoise.models import Model

from models.domain.errors import Refused
from models.domain.permissions import Action, Actor, Deed
from models.domain.text import LONG, SHORT
from models.sql import as_moment, rows, transaction

Record = Callable[[Actor, Deed, datetime], Awaitable[None]]
"""Writes one refusal into the audit."""
_MINUTE = timedelta(minutes=1)
_MOST = 500  # rows in one sweep


class RefusedCommand(Model):
    """What one person was refused since its first line was written. One row for each person, command and action."""

    id = fields.IntField(primary_key=True)
    actor = fields.CharField(SHORT)
    command = fields.CharField(SHORT)  # the command, click or form; never what was typed after it
    action = fields.CharField(SHORT)
    about = fields.CharField(LONG)  # of the first
    groups = fields.CharField(LONG, default="")
    place = fields.CharField(SHORT, default="")
    began_at = fields.DatetimeField(db_index=True)
    last_at = fields.DatetimeField()
    more = fields.IntField(default=0)  # refusals after the first

    class Meta:
        table = "refused_command"
        unique_together = (("actor", "command", "action"),)


_COUNT = (
    "INSERT INTO refused_command (actor, command, action, about, groups, place, began_at, last_at, more) "
    "VALUES (:actor, :command, :action, :about, :groups, :place, :now, :now, 0) "
    "ON CONFLICT (actor, command, action) DO UPDATE SET more = refused_command.more + 1, last_at = :now RETURNING more"
)
_COLUMNS = "actor, action, about, groups, place, began_at, last_at, more"
_OVER_OF_ONE = (
    "DELETE FROM refused_command WHERE actor = :actor AND command = :command AND action = :action "  # noqa: S608 - fixed texts
    f"AND (began_at <= :over OR began_at > :ahead) RETURNING {_COLUMNS}"
)
_OVER_OF_ALL = (
    "DELETE FROM refused_command WHERE id IN (SELECT id FROM refused_command WHERE began_at <= :over OR began_at > :ahead "  # noqa: S608 - fixed texts
    f"ORDER BY began_at LIMIT :most) RETURNING {_COLUMNS}"
)


async def refuse(error: Refused, record: Record, *, now: datetime) -> None:
    """Write a refusal down, or count it to the one that was written within the last minute."""
    key = {
        "actor": error.actor.user[:SHORT],
        "command": error.deed.command[:SHORT],
        "action": error.deed.action.value,
    }

    async def body() -> None:
        over = await rows(
            _OVER_OF_ONE,
            **key,
            over=now - _MINUTE,
            ahead=now + _MINUTE,  # before the clock was set back
        )
        await _write(over, record, now=now)
        counted = await rows(
            _COUNT,
            **key,
            about=error.deed.about[:LONG],
            groups=", ".join(error.deed.groups)[:LONG],
            place=error.actor.place[:SHORT],
            now=now,
        )
        if not counted[0]["more"]:
            await record(error.actor, error.deed, now)

    await transaction(body)


async def write_over(record: Record, *, now: datetime) -> int:
    """Write the line of each count whose minute is over; return how many counts that were."""

    async def body() -> int:
        over = await rows(
            _OVER_OF_ALL,
            over=now - _MINUTE,
            ahead=now + _MINUTE,
            most=_MOST,
        )
        await _write(over, record, now=now)
        return len(over)

    return await transaction(body)


async def _write(over: list[dict[str, Any]], record: Record, *, now: datetime) -> None:
    for row in over:
        if row["more"]:
            deed = Deed(
                action=Action(row["action"]),
                about=_sum(row),
                groups=tuple(filter(None, row["groups"].split(", "))),
            )
            await record(Actor(user=row["actor"], subjects=(), place=row["place"]), deed, now)


def _sum(row: Mapping[str, Any]) -> str:
    since, until = (as_moment(row[at]).astimezone(UTC) for at in ("began_at", "last_at"))
    more = "once more" if row["more"] == 1 else f"{row['more']} more times"
    told = f" · refused {more} from {since:%H:%M:%S} to {until:%H:%M:%S} UTC"
    return row["about"][: LONG - len(told)] + told
