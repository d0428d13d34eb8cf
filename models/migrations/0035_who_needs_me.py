"""Indexes for what is asked of very many tasks and was looked for in all of them: those with a log-in status, and those with
an outcome that are somebody's, as operation user or as owner of the account.
"""

from tortoise import migrations
from tortoise.indexes import Index
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("models", "0034_notices")]

    initial = False

    operations = [
        ops.AddIndex(model_name="Task", index=Index(fields=["login_status", "created_at", "id"])),
        ops.AddIndex(model_name="Task", index=Index(fields=["outcome", "operation_user", "account_id"])),
    ]
