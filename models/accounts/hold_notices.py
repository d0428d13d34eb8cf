"""What single people are told about a hold, beside the message that asks: that it ended."""

# pyright: reportIncompatibleVariableOverride=false
# (Tortoise itself asks for an inner class Meta that shadows the one of Model.)

from datetime import datetime

from tortoise import fields
from tortoise.models import Model

from models.domain.text import SHORT
from models.messages import outbox
from models.messages.outbox import MessageKind
from models.sql import rows

ENDED = "ended"

_CONCERNED = """
SELECT h.asked, CASE WHEN h.asked = '' THEN '' ELSE a.owner END AS owner, t.operation_user
FROM hold h JOIN account a ON a.id = h.account_id LEFT JOIN task t ON t.id = h.task_id WHERE h.id = :hold
"""


class HoldNotice(Model):
    """Something about a hold that one person is told."""

    id = fields.IntField(primary_key=True)
    hold_id = fields.IntField(db_index=True)
    person = fields.CharField(SHORT)
    what = fields.CharField(10)

    class Meta:
        table = "hold_notice"


async def tell_end(hold_id: int, *, by: str, now: datetime) -> None:
    """Tell of a hold's end who was asked, the owner, and who caused the task that met it; not who ended it.

    Only inside a transaction.
    """
    for row in await rows(_CONCERNED, hold=hold_id):
        people = (row["asked"], row["owner"], row["operation_user"])
        for person in dict.fromkeys(person for person in people if person and person != by):
            await tell(hold_id, person, ENDED, now=now)


async def tell(hold_id: int, person: str, what: str, *, now: datetime) -> None:
    """Owe somebody a notice. Only inside a transaction."""
    notice = await HoldNotice.create(hold_id=hold_id, person=person, what=what)
    await outbox.enqueue(MessageKind.HOLD_NOTICE, notice.id, now=now)


async def get(notice_id: int) -> HoldNotice | None:
    """The notice of this number; None when it is gone."""
    return await HoldNotice.get_or_none(id=notice_id)
