"""What an attempt ran with, where its task's parameters have been changed since."""

from tortoise import fields, migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("models", "0035_who_needs_me")]

    initial = False

    operations = [
        ops.AddField(model_name="Attempt", name="params", field=fields.JSONField(null=True)),
    ]
