"""A batch's second step: what follows on each account whose task ended done, in a batch of its own, once for each task."""

from tortoise import fields, migrations
from tortoise.migrations import operations as ops

_ONE_BATCH = "CREATE UNIQUE INDEX batch_follows ON batch (follows_id) WHERE follows_id IS NOT NULL"
_ONE_TASK = "CREATE UNIQUE INDEX task_follows ON task (follows_id, batch_id) WHERE follows_id IS NOT NULL"


def _text(longest: int) -> fields.CharField:
    return fields.CharField(default="", db_default="", max_length=longest)


class Migration(migrations.Migration):
    dependencies = [("models", "0032_alert_kinds")]

    initial = False

    operations = [
        ops.AddField(model_name="Batch", name="then_type", field=_text(100)),
        ops.AddField(model_name="Batch", name="then_params", field=fields.JSONField(null=True)),
        ops.AddField(model_name="Batch", name="then_by", field=_text(100)),
        ops.AddField(model_name="Batch", name="then_end", field=_text(10)),
        ops.AddField(model_name="Batch", name="then_ended_by", field=_text(100)),
        ops.AddField(model_name="Batch", name="follows_id", field=fields.IntField(null=True)),
        ops.AddField(model_name="Batch", name="link", field=_text(2000)),
        ops.AddField(model_name="Task", name="follows_id", field=fields.IntField(null=True)),
        ops.RunSQL(_ONE_BATCH, reverse_sql="DROP INDEX batch_follows"),
        ops.RunSQL(_ONE_TASK, reverse_sql="DROP INDEX task_follows"),
    ]
