"""The order in which waiting tasks begin. What waits already keeps the order it has."""

from typing import Any

from tortoise import fields, migrations
from tortoise.migrations import operations as ops

from models.schema import ChangeRows

_RANKED = (
    "UPDATE task SET rank = placed.place FROM (SELECT id, ROW_NUMBER() OVER (ORDER BY id) - 1 AS place FROM task "
    "WHERE status = 'waiting') AS placed WHERE placed.id = task.id"
)


async def _fill(_apps: Any, editor: Any) -> None:
    await editor.client.execute_query(_RANKED)


class Migration(migrations.Migration):
    dependencies = [("models", "0029_pauses")]

    initial = False

    operations = [
        ops.AddField(model_name="Task", name="rank", field=fields.BigIntField(default=0, db_default=0)),
        ChangeRows(_fill, ChangeRows.noop),
        # Where workers look for what is next, in all and of one account; small: only of what waits.
        ops.RunSQL(
            "CREATE INDEX task_waiting_rank ON task (rank, id) WHERE status = 'waiting'",
            reverse_sql="DROP INDEX task_waiting_rank",
        ),
        ops.RunSQL(
            "CREATE INDEX task_waiting_account ON task (account_id, rank, id) WHERE status = 'waiting'",
            reverse_sql="DROP INDEX task_waiting_account",
        ),
    ]
