"""Files with secrets that people gave in Slack: whoever brought one is reminded until it is gone from there.

A row is written before such a file is read, so a preview that is closed, or a process that dies, leaves it there too.
"""

# pyright: reportIncompatibleVariableOverride=false
# (Tortoise itself asks for an inner class Meta that shadows the one of Model.)

from datetime import datetime, timedelta

from tortoise import fields
from tortoise.models import Model

from models.domain.text import SHORT
from models.messages import outbox
from models.messages.outbox import MessageKind
from models.sql import rows, transaction

PAUSES = (timedelta(minutes=10), timedelta(hours=2), timedelta(days=1), timedelta(days=3))
"""Before each reminder. There are no more: after these the person has read it, or reads none."""


class BroughtFile(Model):
    """A file with secrets that somebody gave in Slack. One that is gone from there has no row."""

    id = fields.IntField(primary_key=True)
    file_id = fields.CharField(SHORT, unique=True)
    brought_by = fields.CharField(SHORT)
    brought_at = fields.DatetimeField()
    reminders = fields.IntField(default=0)  # that were sent

    class Meta:
        table = "brought_file"


async def brought(file_id: str, *, by: str, now: datetime) -> None:
    """Somebody gave a file: it is looked after from now on. Given again, it is looked after anew."""

    async def body() -> None:
        begun = await rows(
            "INSERT INTO brought_file (file_id, brought_by, brought_at, reminders) VALUES (:file, :by, :now, 0) "
            "ON CONFLICT (file_id) DO UPDATE SET brought_by = :by, brought_at = :now, reminders = 0 RETURNING id",
            file=file_id,
            by=by,
            now=now,
        )
        await outbox.enqueue(MessageKind.FILE_LEFT, begun[0]["id"], now=now, after=PAUSES[0])

    await transaction(body)


async def get(number: int) -> BroughtFile | None:
    """The file of this number; None when it is known to be gone, or all reminders were sent."""
    return await BroughtFile.get_or_none(id=number, reminders__lt=len(PAUSES))


async def reminded(number: int, *, now: datetime) -> None:
    """A reminder was sent: the next one waits longer, and the last one is the last."""

    async def body() -> None:
        sent = await rows(
            "UPDATE brought_file SET reminders = reminders + 1 WHERE id = :id RETURNING reminders", id=number
        )
        if sent and sent[0]["reminders"] < len(PAUSES):
            pause = PAUSES[sent[0]["reminders"]]
            await outbox.enqueue(MessageKind.FILE_LEFT, number, now=now, after=pause)

    await transaction(body)


async def gone(file_id: str) -> None:
    """The file is no longer in Slack. A reminder that is queued finds nothing to say."""
    await BroughtFile.filter(file_id=file_id).delete()
