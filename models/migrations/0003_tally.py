from tortoise import fields, migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("models", "0002_guards")]

    initial = False

    operations = [
        ops.CreateModel(
            name="Tally",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("group_id", fields.IntField()),
                ("type", fields.CharField(max_length=100)),
                ("status", fields.CharField(max_length=20)),
                ("day", fields.CharField(max_length=10)),
                ("n", fields.IntField()),
            ],
            options={
                "table": "tally",
                "app": "models",
                "unique_together": (("group_id", "type", "status", "day"),),
                "pk_attr": "id",
                "table_description": 'How many tasks there are, for every day, group, type and status, and for "any" of each.',
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="TallyChange",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("group_id", fields.IntField()),
                ("type", fields.CharField(max_length=100)),
                ("status", fields.CharField(max_length=20)),
                ("day", fields.CharField(max_length=10)),
                ("n", fields.IntField()),
            ],
            options={
                "table": "tally_change",
                "app": "models",
                "pk_attr": "id",
                "table_description": "A change of the kept counts that is not folded in yet. Append-only, so writers never wait for each other.",
            },
            bases=["Model"],
        ),
    ]
