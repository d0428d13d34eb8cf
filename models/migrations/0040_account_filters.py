"""Schedules on the accounts of a filter."""

from tortoise import fields, migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("models", "0039_traffic")]

    initial = False

    operations = [
        ops.AddField(
            model_name="Schedule",
            name="accounts",
            field=fields.CharField(default="", db_default="", max_length=2000),
        ),
    ]
