"""Each line of the audit carries the hash of the one before, those that are there already too."""

from typing import Any

from tortoise import fields, migrations
from tortoise.migrations import operations as ops

from models.domain.audit_chain import digest
from models.domain.values.audit import AuditRow
from models.schema import ChangeRows
from models.sql import as_moment

_AT_ONCE = 1000  # lines
_COLUMNS = "id, at, actor, action, about, groups, allowed, place"
_SQLITE_OPEN = "DROP TRIGGER audit_no_UPDATE"
_SQLITE_CLOSE = "CREATE TRIGGER audit_no_UPDATE BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the audit can only grow'); END"
_POSTGRES_OPEN = "ALTER TABLE audit DISABLE TRIGGER audit_only_grows"
_SQLITE_CHANGE = "UPDATE audit SET before = ?, hash = ? WHERE id = ?"
_POSTGRES_CHANGE = "UPDATE audit SET before = $1, hash = $2 WHERE id = $3"
_POSTGRES_CLOSE = "ALTER TABLE audit ENABLE TRIGGER audit_only_grows"


async def _chain(_apps: Any, editor: Any) -> None:
    """The database lets nobody change a line; this once it must, in the transaction that adds the columns."""
    client = editor.client
    is_sqlite = client.capabilities.dialect == "sqlite"
    await client.execute_query(_SQLITE_OPEN if is_sqlite else _POSTGRES_OPEN)
    change = _SQLITE_CHANGE if is_sqlite else _POSTGRES_CHANGE
    before, last = "", 0
    while lines := await client.execute_query_dict(
        f"SELECT {_COLUMNS} FROM audit WHERE id > {last} ORDER BY id LIMIT {_AT_ONCE}"  # noqa: S608 - a number
    ):
        changes: list[tuple[str, str, int]] = []
        for line in lines:
            told = dict(line) | {"at": as_moment(line["at"]), "allowed": bool(line["allowed"])}
            own = digest(AuditRow(**told), before)
            changes.append((before, own, line["id"]))
            before, last = own, line["id"]
        await client.execute_many(change, changes)
    await client.execute_query(_SQLITE_CLOSE if is_sqlite else _POSTGRES_CLOSE)


class Migration(migrations.Migration):
    dependencies = [("models", "0013_alerts")]

    initial = False

    operations = [
        ops.AddField(
            model_name="Audit",
            name="before",
            field=fields.CharField(default="", db_default="", max_length=64),
        ),
        ops.AddField(
            model_name="Audit",
            name="hash",
            field=fields.CharField(default="", db_default="", max_length=64),
        ),
        ChangeRows(_chain, ChangeRows.noop),
    ]
