"""A proxy is told from another by its password too, which is sealed: no constraint of the table can compare it."""

from typing import Any

from tortoise import migrations
from tortoise.indexes import Index
from tortoise.migrations import operations as ops

# SQLite can drop no constraint, so the table is made anew. Accounts let go of their proxies meanwhile: with a table
# SQLite deletes what refers to its rows.
_SQLITE = (
    "CREATE TABLE proxy_of (account INTEGER PRIMARY KEY, proxy INT NOT NULL)",
    "INSERT INTO proxy_of SELECT id, proxy_id FROM account WHERE proxy_id IS NOT NULL",
    "UPDATE account SET proxy_id = NULL WHERE proxy_id IS NOT NULL",
    """CREATE TABLE "new_proxy" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "scheme" VARCHAR(10) NOT NULL,
    "host" VARCHAR(255) NOT NULL,
    "port" INT NOT NULL,
    "username" VARCHAR(255) NOT NULL,
    "password" BLOB
)""",
    "INSERT INTO new_proxy SELECT id, scheme, host, port, username, password FROM proxy",
    "DROP TABLE proxy",
    "ALTER TABLE new_proxy RENAME TO proxy",
    "UPDATE account SET proxy_id = (SELECT proxy FROM proxy_of WHERE proxy_of.account = account.id) "
    "WHERE id IN (SELECT account FROM proxy_of)",
    "DROP TABLE proxy_of",
)
_SQLITE_HAS = "SELECT name FROM pragma_index_list('proxy') WHERE origin = 'u'"
_POSTGRES = ('ALTER TABLE proxy DROP CONSTRAINT IF EXISTS "uid_proxy_scheme_603788"',)


class _RemoveConstraint(ops.RemoveConstraint):
    async def database_forward(self, *arguments: Any, **named: Any) -> None:
        client = (named.get("state_editor") or arguments[-1]).client
        statements = _POSTGRES
        if client.capabilities.dialect == "sqlite":
            statements = _SQLITE if await client.execute_query_dict(_SQLITE_HAS) else ()
        for statement in statements:
            await client.execute_query(statement)


class Migration(migrations.Migration):
    dependencies = [("models", "0018_exports")]

    initial = False

    operations = [
        _RemoveConstraint(model_name="Proxy", fields=["scheme", "host", "port", "username"]),
        ops.AddIndex(model_name="Proxy", index=Index(fields=["host"])),
    ]
