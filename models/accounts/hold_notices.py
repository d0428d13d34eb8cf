"""What single people are told about holds, beside the message that asks: that one ended, that some still wait for them."""

# pyright: reportIncompatibleVariableOverride=false
# (Tortoise itself asks for an inner class Meta that shadows the one of Model.)

from datetime import datetime, timedelta

from tortoise import fields
from tortoise.models import Model

from models.domain.lifecycle import OVER
from models.domain.text import SHORT
from models.messages import outbox
from models.messages.outbox import MessageKind
from models.sql import rows, transaction

ENDED = "ended"
REMINDER = "reminder"  # to who was asked
ESCALATION = "escalated"  # to who caused the task, where who was asked does nothing

_CONCERNED = """
SELECT h.asked, CASE WHEN h.asked = '' THEN '' ELSE a.owner END AS owner, t.operation_user
FROM hold h JOIN account a ON a.id = h.account_id LEFT JOIN task t ON t.id = h.task_id WHERE h.id = :hold
"""
# A reminder that comes late counts as one in time: whoever is told next waits as long after it.
_DUE = """
UPDATE hold SET reminders = reminders + 1, asked_at = CASE WHEN reminders = 0 THEN :first ELSE asked_at END WHERE released_at IS NULL AND by = '' AND kept_by = '' AND asked <> ''
AND ((reminders = 0 AND asked_at <= :first) OR (reminders = 1 AND asked_at <= :second))
AND (check_id IS NULL OR check_id IN (SELECT id FROM task WHERE status IN (:over)))
RETURNING id, asked, reminders, (SELECT operation_user FROM task WHERE task.id = hold.task_id) AS cause
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


async def remind(*, after: timedelta, now: datetime) -> None:
    """Remind of holds that nobody ended or keeps who was asked, and then tell who caused the task; each once, as one message."""

    async def body() -> None:
        due = await rows(
            _DUE,
            first=now - after,
            second=now - 2 * after,
            over=sorted(status.value for status in OVER),
        )
        owed: dict[tuple[str, str], int] = {}
        for hold in sorted(due, key=lambda hold: hold["id"]):
            cause = hold["cause"] or hold["asked"]
            escalates = hold["reminders"] > 1 and cause != hold["asked"]
            whom = (cause, ESCALATION) if escalates else (hold["asked"], REMINDER)
            owed.setdefault(whom, hold["id"])
        for (person, what), hold_id in owed.items():
            await tell(hold_id, person, what, now=now)

    await transaction(body)


async def still_open(notice: "HoldNotice") -> list[int]:
    """The holds that a reminder or an escalation is about, as they are now."""
    who = "h.asked = :person" if notice.what == REMINDER else "t.operation_user = :person AND h.reminders > 1"
    found = await rows(
        "SELECT h.id FROM hold h LEFT JOIN task t ON t.id = h.task_id WHERE h.released_at IS NULL AND h.kept_by = '' "  # noqa: S608 - fixed texts
        f"AND h.by = '' AND h.reminders > 0 AND {who} ORDER BY h.id",
        person=notice.person,
    )
    return [int(row["id"]) for row in found]


async def tell(hold_id: int, person: str, what: str, *, now: datetime) -> None:
    """Owe somebody a notice. Only inside a transaction."""
    notice = await HoldNotice.create(hold_id=hold_id, person=person, what=what)
    await outbox.enqueue(MessageKind.HOLD_NOTICE, notice.id, now=now)


async def get(notice_id: int) -> HoldNotice | None:
    """The notice of this number; None when it is gone."""
    return await HoldNotice.get_or_none(id=notice_id)
