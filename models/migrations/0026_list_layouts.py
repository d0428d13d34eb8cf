"""How each person likes their lists."""

from tortoise import fields, migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("models", "0025_audited_batches")]

    initial = False

    operations = [
        ops.CreateModel(
            name="ListLayout",
            fields=[
                ("person", fields.CharField(primary_key=True, unique=True, db_index=True, max_length=100)),
                ("layout", fields.CharField(max_length=10)),
                ("size", fields.IntField()),
            ],
            options={
                "table": "list_layout",
                "app": "models",
                "pk_attr": "person",
                "table_description": "One person's choice.",
            },
            bases=["Model"],
        ),
    ]
