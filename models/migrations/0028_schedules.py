"""Schedules and their runs; the run of which a batch is; tasks that are not due yet."""

from typing import Any

from tortoise import fields, migrations
from tortoise.indexes import Index
from tortoise.migrations import operations as ops

from models.domain.values.schedules import RunStatus


def _id() -> tuple[str, Any]:
    return "id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)


def _short(default: str | None = None) -> Any:
    return (
        fields.CharField(max_length=100)
        if default is None
        else fields.CharField(default=default, max_length=100)
    )


def _moment(*, null: bool = False) -> Any:
    return fields.DatetimeField(null=null, auto_now=False, auto_now_add=False)


class Migration(migrations.Migration):
    dependencies = [("models", "0027_causes")]

    initial = False

    operations = [
        ops.CreateModel(
            name="Schedule",
            fields=[
                _id(),
                ("owner", _short()),
                ("type", _short()),
                ("params", fields.JSONField(default=dict)),
                ("group", _short("")),
                ("account_ids", fields.JSONField(default=list)),
                ("tasks", fields.CharField(default="", max_length=2000)),
                ("timing", fields.CharField(max_length=2000)),
                ("zone", _short()),
                ("starts_at", _moment()),
                ("ends_at", _moment(null=True)),
                ("spread", fields.IntField(default=0)),
                ("overlap", fields.CharField(max_length=10)),
                ("grace", fields.IntField()),
                ("channel", _short()),
                ("then_type", _short("")),
                ("then_params", fields.JSONField(default=dict)),
                ("version", fields.IntField(default=1)),
                ("next_at", _moment(null=True)),
                ("paused_by", _short("")),
                ("paused_why", fields.CharField(default="", max_length=2000)),
                ("paused_at", _moment(null=True)),
                ("created_at", _moment()),
                ("deleted_at", _moment(null=True)),
            ],
            options={
                "table": "schedule",
                "app": "models",
                "indexes": [Index(fields=["next_at", "id"])],
                "pk_attr": "id",
                "table_description": "Tasks that are created again and again. One that was deleted stays for the batches that name it.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="ScheduleRun",
            fields=[
                _id(),
                ("schedule_id", fields.IntField()),
                ("due_at", _moment()),
                ("last_at", _moment()),
                ("times", fields.IntField(default=1)),
                ("status", fields.CharEnumField(RunStatus, max_length=10)),
                ("is_late", fields.BooleanField(default=False)),
                ("accounts", fields.IntField(default=0)),
                ("held", fields.IntField(default=0)),
                ("approval_id", fields.IntField(null=True)),
                ("ran_at", _moment()),
            ],
            options={
                "table": "schedule_run",
                "app": "models",
                "unique_together": (("schedule_id", "due_at"),),
                "pk_attr": "id",
                "table_description": "What became of one due time, or of several that were missed one after another. One row for each due time.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="ScheduleNotice",
            fields=[_id(), ("run_id", fields.IntField()), ("person", _short())],
            options={
                "table": "schedule_notice",
                "app": "models",
                "pk_attr": "id",
                "table_description": "A run that made nothing, of which one person is told.",
            },
            bases=["Model"],
        ),
        ops.AddField(model_name="Task", name="not_before", field=_moment(null=True)),
        ops.AddField(model_name="Batch", name="run_id", field=fields.IntField(null=True)),
        # Few batches are of a schedule, and few runs wait.
        ops.RunSQL("CREATE INDEX batch_of_run ON batch (run_id) WHERE run_id IS NOT NULL", reverse_sql="DROP INDEX batch_of_run"),
        ops.RunSQL("CREATE INDEX schedule_run_queued ON schedule_run (schedule_id) WHERE status = 'queued'", reverse_sql="DROP INDEX schedule_run_queued"),
    ]  # fmt: skip
