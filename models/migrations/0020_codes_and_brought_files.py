"""The key of an account's one-time codes, sealed, with the window of the last one; files that lie in Slack and should not."""

from tortoise import fields, migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("models", "0019_proxy_identity")]

    initial = False

    operations = [
        ops.AddField(model_name="Account", name="totp", field=fields.BinaryField(null=True)),
        ops.AddField(model_name="Account", name="totp_window", field=fields.BigIntField(null=True)),
        ops.CreateModel(
            name="BroughtFile",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("file_id", fields.CharField(unique=True, max_length=100)),
                ("brought_by", fields.CharField(max_length=100)),
                ("brought_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("reminders", fields.IntField(default=0)),
            ],
            options={
                "table": "brought_file",
                "app": "models",
                "pk_attr": "id",
                "table_description": "A file with secrets that somebody gave in Slack. One that is gone from there has no row.",
            },
            bases=["Model"],
        ),
    ]
