"""Boards (lists that stay in Slack and repaint themselves) and saved views."""

from tortoise import fields, migrations
from tortoise.indexes import Index
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("models", "0005_list_indexes")]

    initial = False

    operations = [
        ops.CreateModel(
            name="Board",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("key", fields.CharField(unique=True, max_length=255)),
                ("owner", fields.CharField(max_length=100)),
                ("channel", fields.CharField(default="", max_length=100)),
                ("ts", fields.CharField(default="", max_length=100)),
                ("sheet", fields.CharField(default="", max_length=2000)),
                ("zone", fields.CharField(max_length=100)),
                ("live", fields.BooleanField(default=True)),
                ("used_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("digest", fields.CharField(default="", max_length=64)),
                ("news", fields.TextField(default="", unique=False)),
                ("news_until", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "board",
                "app": "models",
                "indexes": [Index(fields=["channel", "ts"])],
                "pk_attr": "id",
                "table_description": "One live list: where it is, what it shows, and when somebody used it.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="View",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("owner", fields.CharField(max_length=100)),
                ("name", fields.CharField(max_length=50)),
                ("folded", fields.CharField(max_length=100)),
                ("sheet", fields.CharField(max_length=2000)),
                ("by", fields.CharField(max_length=100)),
                ("saved_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "saved_view",
                "app": "models",
                "unique_together": (("owner", "folded"),),
                "pk_attr": "id",
                "table_description": "One saved view.",
            },
            bases=["Model"],
        ),
    ]
