"""The tables of the kept counts: how many tasks have each status, and the changes not folded in yet."""

# pyright: reportIncompatibleVariableOverride=false
# (Tortoise itself asks for an inner class Meta that shadows the one of Model.)

from tortoise import fields
from tortoise.models import Model

from models.domain.text import SHORT


class Tally(Model):
    """How many tasks there are, for every day, group, type and status, and for "any" of each.

    "Any" is the empty text (0 for the group), so each question of a list is answered by one row per day. An operation
    user's are counted by group, type and status, or by day: all five together would be as many rows as tasks.
    """

    id = fields.IntField(primary_key=True)
    group_id = fields.IntField()
    type = fields.CharField(SHORT)
    status = fields.CharField(20)  # with the outcome behind it: see domain.triage.standings
    day = fields.CharField(10)  # of creation, UTC, ``2026-11-22``
    by = fields.CharField(SHORT, default="", db_default="")  # the operation user
    n = fields.IntField()

    class Meta:
        table = "tally"
        unique_together = (("group_id", "type", "status", "by", "day"),)


class TallyChange(Model):
    """A change of the kept counts that is not folded in yet. Append-only, so writers never wait for each other."""

    id = fields.IntField(primary_key=True)
    group_id = fields.IntField()
    type = fields.CharField(SHORT)
    status = fields.CharField(20)
    day = fields.CharField(10)
    by = fields.CharField(SHORT, default="", db_default="")
    n = fields.IntField()

    class Meta:
        table = "tally_change"
