from tortoise import fields, migrations
from tortoise.indexes import Index
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("models", "0003_tally")]

    initial = False

    operations = [
        ops.CreateModel(
            name="BatchItem",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("batch_id", fields.IntField()),
                ("task_id", fields.IntField()),
                ("outcome", fields.CharField(default="", max_length=10)),
                ("status", fields.CharField(default="", max_length=20)),
                ("since", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "batch_item",
                "app": "models",
                "unique_together": (("batch_id", "task_id"),),
                "indexes": [Index(fields=["batch_id", "outcome", "task_id"])],
                "pk_attr": "id",
                "table_description": "One task of an operation, frozen when it was asked about, and what became of it.",
            },
            bases=["Model"],
        ),
        ops.AddField(
            model_name="Batch",
            name="done_at",
            field=fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
        ops.AddField(
            model_name="Batch",
            name="state",
            field=fields.CharField(default="", db_default="", max_length=10),  # for the rows that are there
        ),
        ops.AddField(
            model_name="Task",
            name="operation_id",
            field=fields.IntField(null=True),
        ),
    ]
