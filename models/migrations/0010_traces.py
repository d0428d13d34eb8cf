"""The trace of an attempt that failed, sealed, beside its picture."""

from tortoise import fields, migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("models", "0009_retention")]

    initial = False

    operations = [
        ops.AddField(model_name="StatusNote", name="trace", field=fields.BinaryField(null=True)),
        ops.RunSQL(
            "CREATE INDEX status_note_traces ON status_note (created_at) WHERE trace IS NOT NULL",
            reverse_sql="DROP INDEX status_note_traces",
        ),
    ]
