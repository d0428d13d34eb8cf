"""The tables of schedules."""

# pyright: reportIncompatibleVariableOverride=false
# (Tortoise itself asks for an inner class Meta that shadows the one of Model.)

from tortoise import fields
from tortoise.indexes import Index
from tortoise.models import Model

from models.domain.text import LONG, SHORT
from models.domain.values.schedules import RunStatus


class Schedule(Model):
    """Tasks that are created again and again. One that was deleted stays for the batches that name it."""

    id = fields.IntField(primary_key=True)
    owner = fields.CharField(SHORT)  # in whose name its batches are made: who changed last what it does
    type = fields.CharField(SHORT)
    params: dict[str, str] = fields.JSONField(default=dict)  # type: ignore[assignment]
    # Its accounts: a group, a list, those of a list of tasks, or those of a filter.
    group = fields.CharField(SHORT, default="")
    account_ids: list[int] = fields.JSONField(default=list)  # type: ignore[assignment]
    tasks = fields.CharField(LONG, default="")  # the words of the list of tasks
    accounts = fields.CharField(LONG, default="", db_default="")  # the words of the filter
    timing = fields.CharField(LONG)  # domain.schedules.timing
    zone = fields.CharField(SHORT)
    starts_at = fields.DatetimeField()
    ends_at = fields.DatetimeField(null=True)
    spread = fields.IntField(default=0)  # minutes over which its tasks become due
    overlap = fields.CharField(10)  # values.schedules.Overlap
    grace = fields.IntField()  # minutes
    channel = fields.CharField(SHORT)  # of its batches
    then_type = fields.CharField(SHORT, default="")
    then_params: dict[str, str] = fields.JSONField(default=dict)  # type: ignore[assignment]
    version = fields.IntField(default=1)
    next_at = fields.DatetimeField(null=True)  # the next due time; none: it is paused or over
    paused_by = fields.CharField(SHORT, default="")  # empty while it is paused: by Bellhop
    paused_why = fields.CharField(LONG, default="")
    paused_at = fields.DatetimeField(null=True)
    created_at = fields.DatetimeField()
    deleted_at = fields.DatetimeField(null=True)

    class Meta:
        table = "schedule"
        indexes = (Index(fields=["next_at", "id"]),)


class ScheduleRun(Model):
    """What became of one due time, or of several that were missed one after another. One row for each due time."""

    id = fields.IntField(primary_key=True)
    schedule_id = fields.IntField()
    due_at = fields.DatetimeField()
    last_at = fields.DatetimeField()  # of several: the last due time
    times = fields.IntField(default=1)
    status = fields.CharEnumField(RunStatus, max_length=10)
    is_late = fields.BooleanField(default=False)
    accounts = fields.IntField(default=0)  # of its batch
    held = fields.IntField(default=0)  # accounts on hold that were left out
    approval_id = fields.IntField(null=True)  # the question to a second person
    ran_at = fields.DatetimeField()

    class Meta:
        table = "schedule_run"
        unique_together = (("schedule_id", "due_at"),)


class ScheduleNotice(Model):
    """A run that made nothing, of which one person is told."""

    id = fields.IntField(primary_key=True)
    run_id = fields.IntField()
    person = fields.CharField(SHORT)

    class Meta:
        table = "schedule_notice"
