"""Webhooks of alerts, and what each has taken of an incident."""

from tortoise import fields, migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("models", "0036_parameters")]

    initial = False

    operations = [
        ops.CreateModel(
            name="AlertWebhook",
            fields=[
                ("id", fields.IntField(primary_key=True, generated=False, unique=True, db_index=True)),
                ("shape", fields.CharField(max_length=20)),
                ("origin", fields.CharField(max_length=300)),
                ("address", fields.BinaryField(null=True)),
                ("key", fields.BinaryField(null=True)),
                ("failed_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("failure", fields.CharField(default="", max_length=100)),
            ],
            options={
                "table": "alert_webhook",
                "app": "models",
                "pk_attr": "id",
                "table_description": "The one webhook of a rule.",
            },
        ),
        ops.AddField(
            model_name="Incident",
            name="hooked",
            field=fields.CharField(default="", db_default="", max_length=20),
        ),
    ]
