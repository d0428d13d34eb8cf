"""The batch or operation that a line of the audit is about, and the operations of a task: found by an index.

Lines that are there already, and those of an older program that still runs, have none: the database lets nobody change
a line. They are found where they name the task.
"""

from tortoise import fields, migrations
from tortoise.indexes import Index
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("models", "0024_hand_overs")]

    initial = False

    operations = [
        ops.AddField(model_name="Audit", name="batch_id", field=fields.IntField(null=True)),
        ops.AddIndex(model_name="Audit", index=Index(fields=["batch_id", "id"])),
        ops.AddIndex(model_name="BatchItem", index=Index(fields=["task_id", "batch_id"])),
    ]
