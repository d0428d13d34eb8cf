"""The table of pauses, and the condition that keeps paused tasks from being claimed."""

# pyright: reportIncompatibleVariableOverride=false
# (Tortoise itself asks for an inner class Meta that shadows the one of Model.)

from tortoise import fields
from tortoise.models import Model

from models.domain.text import LONG, SHORT

IN_FORCE = "(pause.ended_at IS NULL AND (pause.until IS NULL OR pause.until > :now))"
"""A condition on pauses; it needs ``now``. One whose time is over counts no more, whether or not somebody has noted it."""


def covers(task: str) -> str:
    """A condition on a pause and a task, by the name of that in the statement: the pause is about it."""
    return (
        f"((pause.group_id IS NULL OR pause.group_id = {task}.group_id) "
        f"AND (pause.type = '' OR pause.type = {task}.type) "
        f"AND (pause.account_id IS NULL OR pause.account_id = {task}.account_id))"
    )


COVERS = covers("task")

NOT_PAUSED = f"NOT EXISTS (SELECT 1 FROM pause WHERE {IN_FORCE} AND {COVERS})"  # noqa: S608 - fixed texts
"""A condition on tasks; it needs ``now``."""


class Pause(Model):
    """One time that tasks were paused: all, or those of a group, a type, an account."""

    id = fields.IntField(primary_key=True)
    group_id = fields.IntField(null=True)  # None: any
    type = fields.CharField(SHORT, default="")  # empty: any
    account_id = fields.IntField(null=True)  # None: any
    why = fields.CharField(LONG, default="")  # as its person wrote it
    by = fields.CharField(SHORT)
    since = fields.DatetimeField()
    until = fields.DatetimeField(null=True)  # None: until somebody resumes
    ended_by = fields.CharField(SHORT, default="")  # empty: its time was over
    ended_at = fields.DatetimeField(null=True)
    reminded_at = fields.DatetimeField(null=True)  # when its person was last reminded of it

    class Meta:
        table = "pause"
