"""Accounts are found by what two spellings of a login have in common; those that are there already get theirs."""

from collections import Counter
from typing import Any

from tortoise import fields, migrations
from tortoise.migrations import operations as ops

from models.domain.text import LONGEST_KEY, login_key
from models.schema import ChangeRows

_SQLITE_CHANGE = "UPDATE account SET login_key = ? WHERE id = ?"
_POSTGRES_CHANGE = "UPDATE account SET login_key = $1 WHERE id = $2"


async def _fill(_apps: Any, editor: Any) -> None:
    """Of logins that differ by case alone none gets a key: each is found by its own spelling, as before."""
    client = editor.client
    change = _SQLITE_CHANGE if client.capabilities.dialect == "sqlite" else _POSTGRES_CHANGE
    accounts = await client.execute_query_dict("SELECT id, login FROM account")
    keys = {account["id"]: login_key(account["login"]) for account in accounts}
    times = Counter(keys.values())
    changes = [(key, number) for number, key in keys.items() if times[key] == 1]
    if changes:
        await client.execute_many(change, changes)


class Migration(migrations.Migration):
    dependencies = [("models", "0016_whom_slack_does_not_say")]

    initial = False

    operations = [
        ops.AddField(
            model_name="Account",
            name="login_key",
            field=fields.CharField(null=True, unique=True, max_length=LONGEST_KEY),
        ),
        ChangeRows(_fill, ChangeRows.noop),
    ]
