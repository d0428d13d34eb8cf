"""The tables beside the tasks: what Slack has to be told, what was heard, what is counted."""

# pyright: reportIncompatibleVariableOverride=false
# (Tortoise itself asks for an inner class Meta that shadows the one of Model.)

from tortoise import fields
from tortoise.indexes import Index
from tortoise.models import Model

from models.tables.tasks import LONG, SHORT


class Outbox(Model):
    """Something Slack has to be told. Written in the same transaction as the change it tells of."""

    id = fields.IntField(primary_key=True)
    kind = fields.CharField(20)  # batch, progress, note
    about = fields.IntField()  # id of the batch or attempt
    key = fields.CharField(SHORT)  # one pending row per key
    state = fields.CharField(10, default="pending")  # pending, sending, sent, dead
    due_at = fields.DatetimeField()
    lease_until = fields.DatetimeField(null=True)
    tries = fields.IntField(default=0)
    error = fields.CharField(LONG, default="")
    created_at = fields.DatetimeField()

    class Meta:
        table = "outbox"
        indexes = (Index(fields=["state", "due_at"]),)


class Tally(Model):
    """How many tasks there are, for every day, group, type and status, and for "any" of each.

    "Any" is the empty text (0 for the group), so each question of a list is answered by one row per day. An operation
    user's are counted by group, type and status, or by day: all five together would be as many rows as tasks.
    """

    id = fields.IntField(primary_key=True)
    group_id = fields.IntField()
    type = fields.CharField(SHORT)
    status = fields.CharField(20)
    day = fields.CharField(10)  # of creation, UTC, ``2026-11-22``
    by = fields.CharField(SHORT, default="", db_default="")  # the operation user
    n = fields.IntField()

    class Meta:
        table = "tally"
        unique_together = (("group_id", "type", "status", "by", "day"),)


class TallyChange(Model):
    """A change of the tally that is not folded into it yet. Append-only, so writers never wait for each other."""

    id = fields.IntField(primary_key=True)
    group_id = fields.IntField()
    type = fields.CharField(SHORT)
    status = fields.CharField(20)
    day = fields.CharField(10)
    by = fields.CharField(SHORT, default="", db_default="")
    n = fields.IntField()

    class Meta:
        table = "tally_change"


class Delivery(Model):
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
