"""Pauses: what no worker begins for a while."""

from tortoise import fields, migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("models", "0028_schedules")]

    initial = False

    operations = [
        ops.CreateModel(
            name="Pause",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("group_id", fields.IntField(null=True)),
                ("type", fields.CharField(max_length=100, default="")),
                ("account_id", fields.IntField(null=True)),
                ("why", fields.CharField(max_length=2000, default="")),
                ("by", fields.CharField(max_length=100)),
                ("since", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("until", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("ended_by", fields.CharField(max_length=100, default="")),
                ("ended_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("reminded_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "pause",
                "app": "models",
                "pk_attr": "id",
                "table_description": "One time that tasks were paused: all, or those of a group, a type, an account.",
            },
            bases=["Model"],
        ),
        # Every claim asks for the few that are open.
        ops.RunSQL(
            "CREATE INDEX pause_open ON pause (id) WHERE ended_at IS NULL",
            reverse_sql="DROP INDEX pause_open",
        ),
    ]
