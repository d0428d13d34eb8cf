"""What was ticked of a list of tasks, and its lines that are still owed to its person."""

from tortoise import fields, migrations
from tortoise.indexes import Index
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("models", "0040_account_filters")]

    initial = False

    operations = [
        ops.AddField(
            model_name="KeptList",
            name="chosen",
            field=fields.TextField(default="", db_default="", unique=False),
        ),
        ops.AddField(
            model_name="KeptList",
            name="rest",
            field=fields.TextField(default="", db_default="", unique=False),
        ),
        ops.AddField(model_name="KeptList", name="approval_id", field=fields.IntField(null=True)),
        ops.AddIndex(model_name="KeptList", index=Index(fields=["approval_id"])),
    ]
