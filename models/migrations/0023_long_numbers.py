"""Numbers of 64 bits for the kept counts: every change, and every fold, takes some, so that 32 bits last for a year or two.

SQLite's are as long already.
"""

from typing import Any

from tortoise import migrations

from models.schema import ChangeRows

_TABLES = ("tally", "tally_change")


async def _lengthen(_apps: Any, editor: Any) -> None:
    if editor.client.capabilities.dialect == "sqlite":
        return
    for table in _TABLES:
        await editor.client.execute_script(
            f"ALTER TABLE {table} ALTER COLUMN id TYPE bigint; ALTER SEQUENCE {table}_id_seq AS bigint"
        )


class Migration(migrations.Migration):
    dependencies = [("models", "0022_proxy_answers")]

    initial = False

    operations = [ChangeRows(_lengthen, ChangeRows.noop)]
