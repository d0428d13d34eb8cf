"""The two rules of the store that are the database's: partial unique indexes, the same text on both databases."""

from tortoise import migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("models", "0001_initial")]

    initial = False

    operations = [
        ops.RunSQL(
            # At most one live task per account, ever.
            "CREATE UNIQUE INDEX task_one_live_per_account ON task (account_id) "
            "WHERE status IN ('starting', 'executing')",
            reverse_sql="DROP INDEX task_one_live_per_account",
        ),
        ops.RunSQL(
            # A burst of changes to one thing is one pending row.
            "CREATE UNIQUE INDEX outbox_one_pending_per_key ON outbox (key) WHERE state = 'pending'",
            reverse_sql="DROP INDEX outbox_one_pending_per_key",
        ),
    ]
