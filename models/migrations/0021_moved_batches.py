"""Where a batch's message was meant to be, and why it went to its asker instead."""

from tortoise import fields, migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("models", "0020_codes_and_brought_files")]

    initial = False

    operations = [
        ops.AddField(
            model_name="Batch",
            name="left_channel",
            field=fields.CharField(default="", db_default="", max_length=100),
        ),
        ops.AddField(
            model_name="Batch",
            name="left_why",
            field=fields.CharField(default="", db_default="", max_length=100),
        ),
    ]
