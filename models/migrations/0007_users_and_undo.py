"""The tally of each operation user, who that was before the last move, and how far an undo is.

The tally is made anew: all of it can be counted again (``recount``, which ``migrate`` does for an empty one).
"""

from tortoise import fields, migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("models", "0006_boards")]

    initial = False

    operations = [
        ops.AddField(
            model_name="Task",
            name="former_user",
            field=fields.CharField(default="", db_default="", max_length=100),
        ),
        ops.AddField(
            model_name="Batch",
            name="undone_by",
            field=fields.CharField(default="", db_default="", max_length=100),
        ),
        ops.AddField(model_name="Batch", name="undone_to", field=fields.IntField(default=0, db_default=0)),
        ops.AddField(model_name="Batch", name="undone", field=fields.IntField(default=0, db_default=0)),
        ops.DeleteModel(name="TallyChange"),
        ops.DeleteModel(name="Tally"),
        ops.CreateModel(
            name="Tally",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("group_id", fields.IntField()),
                ("type", fields.CharField(max_length=100)),
                ("status", fields.CharField(max_length=20)),
                ("day", fields.CharField(max_length=10)),
                ("by", fields.CharField(default="", db_default="", max_length=100)),
                ("n", fields.IntField()),
            ],
            options={
                "table": "tally",
                "app": "models",
                "unique_together": (("group_id", "type", "status", "by", "day"),),
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
                ("by", fields.CharField(default="", db_default="", max_length=100)),
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
