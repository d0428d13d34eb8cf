"""Lists of tasks that somebody looks at, until they are created."""

from tortoise import fields, migrations
from tortoise.indexes import Index
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("models", "0030_order")]

    initial = False

    operations = [
        ops.CreateModel(
            name="KeptList",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("by", fields.CharField(max_length=100)),
                ("channel", fields.CharField(max_length=100)),
                ("why", fields.TextField(unique=False)),
                ("lines", fields.TextField(unique=False)),
                ("asked", fields.TextField(unique=False)),
                ("state", fields.CharField(default="asked", max_length=10)),
                ("batch_id", fields.IntField(null=True)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "kept_list",
                "app": "models",
                "indexes": [Index(fields=["state", "created_at"])],
                "pk_attr": "id",
                "table_description": "A list of tasks that somebody looks at, or has asked for.",
            },
            bases=["Model"],
        ),
    ]
