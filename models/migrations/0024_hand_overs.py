"""What ends a hold: its check, who has it in hand, the notices about it; and the codes that workers wait for."""

from tortoise import fields, migrations
from tortoise.indexes import Index
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("models", "0023_outcomes")]

    initial = False

    operations = [
        *(
            ops.AddField(model_name="Hold", name=name, field=field)
            for name, field in (
                ("check_id", fields.IntField(null=True)),
                ("check_by", fields.CharField(max_length=100, default="", db_default="")),
                ("given", fields.CharField(max_length=100, default="", db_default="")),
                ("again", fields.BooleanField(default=False, db_default=False)),
                ("checked", fields.CharField(max_length=2000, default="", db_default="")),
                ("freed", fields.IntField(default=0, db_default=0)),
                ("went_on", fields.BooleanField(default=False, db_default=False)),
                ("passed_to", fields.CharField(max_length=100, default="", db_default="")),
                ("passed_by", fields.CharField(max_length=100, default="", db_default="")),
                ("left_channel", fields.CharField(max_length=100, default="", db_default="")),
                ("left_ts", fields.CharField(max_length=100, default="", db_default="")),
                ("kept_by", fields.CharField(max_length=100, default="", db_default="")),
                ("asked_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("reminders", fields.IntField(default=0, db_default=0)),
            )
        ),
        ops.AddIndex(model_name="Hold", index=Index(fields=["channel", "ts"])),
        ops.CreateModel(
            name="HoldNotice",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("hold_id", fields.IntField(db_index=True)),
                ("person", fields.CharField(max_length=100)),
                ("what", fields.CharField(max_length=10)),
            ],
            options={
                "table": "hold_notice",
                "app": "models",
                "pk_attr": "id",
                "table_description": "Something about a hold that one person is told.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="CodeRequest",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("task_id", fields.IntField()),
                ("account_id", fields.IntField()),
                ("fence", fields.IntField()),
                ("asked_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("until", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("state", fields.CharField(max_length=10, default="open")),
                ("refused", fields.IntField(default=0)),
                ("code", fields.BinaryField(null=True)),
                ("given_by", fields.CharField(max_length=100, default="")),
                ("asked", fields.CharField(max_length=100, default="")),
                ("channel", fields.CharField(max_length=100, default="")),
                ("ts", fields.CharField(max_length=100, default="")),
            ],
            options={
                "table": "code_request",
                "app": "models",
                "indexes": [Index(fields=["account_id", "state"])],
                "pk_attr": "id",
                "table_description": "A worker waits at the site's code screen for a code that a person types.",
            },
            bases=["Model"],
        ),
    ]
