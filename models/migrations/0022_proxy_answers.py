"""How each proxy answered last, and the proxy by which an attempt went: whose failure it was."""

from typing import Any

from tortoise import fields, migrations
from tortoise.migrations import operations as ops

from models.domain.text import LONG
from models.schema import ChangeRows

# Nobody wrote down by which proxy an attempt went: the account's of now is the best there is.
_FAILED = """
UPDATE attempt SET proxy_id = (
    SELECT o.proxy_id FROM task t JOIN account o ON o.id = t.account_id WHERE t.id = attempt.task_id)
WHERE status = 'no_proxy' AND cause <> 'no_proxy_assigned'
"""


async def _fill(_apps: Any, editor: Any) -> None:
    await editor.client.execute_query(_FAILED)


class Migration(migrations.Migration):
    dependencies = [("models", "0021_moved_batches")]

    initial = False

    operations = [
        ops.AddField(model_name="Proxy", name="answers", field=fields.BooleanField(null=True)),
        ops.AddField(
            model_name="Proxy",
            name="answered_at",
            field=fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
        ops.AddField(model_name="Proxy", name="answer_ms", field=fields.IntField(null=True)),
        ops.AddField(
            model_name="Proxy",
            name="failed_at",
            field=fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
        ops.AddField(
            model_name="Proxy",
            name="failure",
            field=fields.CharField(default="", db_default="", max_length=LONG),
        ),
        ops.AddField(model_name="Attempt", name="proxy_id", field=fields.IntField(null=True)),
        ChangeRows(_fill, ChangeRows.noop),
    ]
