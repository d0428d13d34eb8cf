"""Which messages about their own matters each person wants, and when their daily summary comes."""

from tortoise import fields, migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("models", "0033_follow")]

    initial = False

    operations = [
        ops.CreateModel(
            name="NoticeChoice",
            fields=[
                (
                    "id",
                    fields.IntField(generated=True, primary_key=True, unique=True, db_index=True),
                ),
                ("person", fields.CharField(unique=True, max_length=100)),
                ("batches", fields.BooleanField(default=True, db_default=True)),
                ("accounts", fields.BooleanField(default=True, db_default=True)),
                ("schedules", fields.BooleanField(default=True, db_default=True)),
                ("daily_at", fields.CharField(default="", db_default="", max_length=5)),
                ("zone", fields.CharField(default="UTC", db_default="UTC", max_length=100)),
                ("told_on", fields.CharField(default="", db_default="", max_length=10)),
            ],
            options={
                "table": "notice_choice",
                "app": "models",
                "pk_attr": "id",
                "table_description": "What one person wants.",
            },
            bases=["Model"],
        ),
    ]
