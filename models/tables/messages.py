"""The tables beside the tasks: what is to be sent to Slack, and what Slack sent."""

# pyright: reportIncompatibleVariableOverride=false
# (Tortoise itself asks for an inner class Meta that shadows the one of Model.)

from tortoise import fields
from tortoise.indexes import Index
from tortoise.models import Model

from models.domain.text import LONG, SHORT


class Outbox(Model):
    """A message to Slack. Written in the same transaction as the change it reports."""

    id = fields.IntField(primary_key=True)
    kind = fields.CharField(20)  # batch, progress, note
    about = fields.IntField()  # id of the batch or attempt
    key = fields.CharField(SHORT)  # one pending row per key
    state = fields.CharField(10, default="pending")  # pending, sending, sent, dead
    due_at = fields.DatetimeField()
    lease_until = fields.DatetimeField(null=True)
    tries = fields.IntField(default=0)
    error = fields.CharField(LONG, default="")
    unsure_since = fields.DatetimeField(null=True)  # that Slack has not said who its reader is
    created_at = fields.DatetimeField()

    class Meta:
        table = "outbox"
        indexes = (Index(fields=["state", "due_at"]),)


class InboundDelivery(Model):
    """A click, command or form already acted on. Its key makes a second delivery harmless."""

    key = fields.CharField(255, primary_key=True)
    at = fields.DatetimeField()

    class Meta:
        table = "delivery"


class Pace(Model):
    """The next free moment (UNIX seconds) for one kind of Slack call, shared by every process."""

    key = fields.CharField(255, primary_key=True)
    free_at = fields.FloatField()

    class Meta:
        table = "pace"
