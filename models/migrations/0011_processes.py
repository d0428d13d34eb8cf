"""The processes that run, and which one leads."""

from tortoise import fields, migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("models", "0010_traces")]

    initial = False

    operations = [
        ops.CreateModel(
            name="Process",
            fields=[
                ("name", fields.CharField(primary_key=True, unique=True, db_index=True, max_length=255)),
                ("kind", fields.CharField(max_length=100)),
                ("about", fields.CharField(default="", db_default="", max_length=2000)),
                ("started_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("seen_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "process",
                "app": "models",
                "pk_attr": "name",
                "table_description": "One running process. A row whose ``seen_at`` is old belongs to one that was lost.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Lead",
            fields=[
                ("what", fields.CharField(primary_key=True, unique=True, db_index=True, max_length=100)),
                ("holder", fields.CharField(max_length=255)),
                ("until", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "lead",
                "app": "models",
                "pk_attr": "what",
                "table_description": "Who does one thing that only one process should do, until when.",
            },
            bases=["Model"],
        ),
    ]
