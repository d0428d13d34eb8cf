"""The secret of an account's one-time codes, sealed, and the window of the last code that was typed."""

from tortoise import fields, migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("models", "0019_proxy_identity")]

    initial = False

    operations = [
        ops.AddField(model_name="Account", name="totp", field=fields.BinaryField(null=True)),
        ops.AddField(model_name="Account", name="totp_window", field=fields.BigIntField(null=True)),
    ]
