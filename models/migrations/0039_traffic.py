"""What each attempt carried through its account's proxy."""

from tortoise import fields, migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("models", "0038_owners")]

    initial = False

    operations = [
        ops.AddField(model_name="Attempt", name="traffic", field=fields.BigIntField(null=True)),
    ]
