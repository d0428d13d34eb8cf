"""Indexes for what an owner of very many accounts is asked to look at: the accounts by their owner, whose rows SQLite reads past
a session of up to a megabyte to find, and the tasks of an account with an outcome.
"""

from tortoise import migrations
from tortoise.indexes import Index
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("models", "0037_webhooks")]

    initial = False

    operations = [
        ops.AddIndex(model_name="Account", index=Index(fields=["owner"])),
        ops.AddIndex(model_name="Task", index=Index(fields=["outcome", "account_id", "operation_user"])),
    ]
