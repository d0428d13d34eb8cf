"""Accounts on hold."""

from tortoise import fields, migrations
from tortoise.indexes import Index
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("models", "0007_users_and_undo")]

    initial = False

    operations = [
        ops.CreateModel(
            name="Hold",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("account_id", fields.IntField()),
                ("task_id", fields.IntField(null=True)),
                ("why", fields.CharField(max_length=2000)),
                ("by", fields.CharField(default="", max_length=100)),
                ("at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("released_by", fields.CharField(default="", max_length=100)),
                ("released_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("channel", fields.CharField(default="", max_length=100)),
                ("ts", fields.CharField(default="", max_length=100)),
            ],
            options={
                "table": "hold",
                "app": "models",
                "indexes": [Index(fields=["account_id", "id"])],
                "pk_attr": "id",
                "table_description": "One time an account was held. At most one of an account is open (a partial unique index).",
            },
            bases=["Model"],
        ),
        ops.RunSQL(
            "CREATE UNIQUE INDEX hold_one_open_per_account ON hold (account_id) WHERE released_at IS NULL",
            reverse_sql="DROP INDEX hold_one_open_per_account",
        ),
    ]
