"""Since when a message waits for Slack to say who its reader is; who was asked about an account on hold."""

from tortoise import fields, migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("models", "0015_questions_and_refusals")]

    initial = False

    operations = [
        ops.AddField(
            model_name="Outbox",
            name="unsure_since",
            field=fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
        ops.AddField(
            model_name="Hold",
            name="asked",
            field=fields.CharField(default="", db_default="", max_length=100),
        ),
    ]
