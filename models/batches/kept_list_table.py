"""The table of lists of tasks that somebody looks at before they are created."""

# pyright: reportIncompatibleVariableOverride=false
# (Tortoise itself asks for an inner class Meta that shadows the one of Model.)

from tortoise import fields
from tortoise.indexes import Index
from tortoise.models import Model

from models.domain.text import SHORT


class KeptList(Model):
    """A list of tasks that somebody looks at, or has asked for."""

    id = fields.IntField(primary_key=True)
    by = fields.CharField(SHORT)
    channel = fields.CharField(SHORT)  # of the batch's message
    why = fields.TextField(default="")
    lines = fields.TextField()  # the list as it was read, JSON
    asked = fields.TextField(default="")  # the batch as it was confirmed, JSON; empty until then
    chosen = fields.TextField(default="", db_default="")  # the lines of its tasks, JSON; as ``lists.rests``
    rest = fields.TextField(
        default="", db_default=""
    )  # the lines that are still to come back, JSON; empty: none
    approval_id = fields.IntField(null=True)  # the question to a second person, once it is asked
    state = fields.CharField(10, default="asked")  # asked, confirmed, created
    batch_id = fields.IntField(null=True)  # once it is confirmed; none: a second person is asked
    created_at = fields.DatetimeField()  # since it is confirmed: when that was

    class Meta:
        table = "kept_list"
        indexes = (Index(fields=["state", "created_at"]), Index(fields=["approval_id"]))
