"""Two indexes more: a list of one group, or of one type, newest first, must not look at the others' tasks."""

from tortoise import migrations
from tortoise.indexes import Index
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("models", "0004_operations")]

    initial = False

    operations = [
        ops.AddIndex(model_name="Task", index=Index(fields=["type", "created_at", "id"])),
        ops.AddIndex(model_name="Task", index=Index(fields=["group_id", "created_at", "id"])),
    ]
