"""One set of migrations makes the same tables on both databases, and exactly those the models speak of."""

import asyncio
import sys

import pytest
from tortoise import Tortoise, connections
from tortoise.migrations.autodetector import MigrationAutodetector

from models.access import audit
from models.database import close_database, config, database, is_migrated, migrate, open_database
from models.domain.errors import NoDatabase
from models.sql import rows
from tests.handlers.strategies import NOW
from tests.models.older import make
from tests.postgres import PostgresServer

Schema = dict[str, dict[str, bool]]  # table -> column -> may it be empty
_OWN = ("tortoise_migrations", "sqlite_sequence")  # the tools' tables, not the project's

_PG_COLUMNS = (
    "SELECT table_name AS t, column_name AS c, is_nullable = 'YES' AS empty FROM information_schema.columns "
    "WHERE table_schema = 'public'"
)
_PG_INDEXES = """
SELECT tablename AS t, indexdef AS words,
    ARRAY(SELECT a.attname::text FROM unnest(i.indkey) WITH ORDINALITY k(n, o)
          JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.n ORDER BY k.o) AS columns,
    i.indisunique AS is_unique, i.indisprimary AS is_primary
FROM pg_indexes p JOIN pg_index i ON i.indexrelid = p.indexname::regclass WHERE schemaname = 'public'
"""
_SQLITE_COLUMNS = (
    'SELECT m.name AS t, c.name AS c, NOT (c."notnull" OR c.pk) AS empty FROM sqlite_master m, pragma_table_info(m.name) c '
    "WHERE m.type = 'table'"
)
_SQLITE_INDEXES = """
SELECT m.name AS t, i.name AS name, i."unique" AS is_unique, i.origin = 'pk' AS is_primary, s.sql AS words,
    (SELECT group_concat(c.name) FROM (SELECT name FROM pragma_index_info(i.name) ORDER BY seqno) c) AS columns
FROM sqlite_master m, pragma_index_list(m.name) i LEFT JOIN sqlite_master s ON s.name = i.name WHERE m.type = 'table'
"""


async def _ask(statement: str) -> list[dict[str, object]]:
    rows = await connections.get("default").execute_query_dict(statement)
    return [row for row in rows if row["t"] not in _OWN]


async def _columns(url: str) -> Schema:
    await open_database(url)
    columns: Schema = {}
    for row in await _ask(_SQLITE_COLUMNS if url.startswith("sqlite") else _PG_COLUMNS):
        columns.setdefault(str(row["t"]), {})[str(row["c"])] = bool(row["empty"])
    await close_database()
    return columns


async def _indexes(url: str) -> set[tuple[str, str, bool, bool]]:
    """(table, columns, unique, partial) of every index but those of primary keys."""
    await open_database(url)
    rows = await _ask(_SQLITE_INDEXES if url.startswith("sqlite") else _PG_INDEXES)
    await close_database()
    return {
        (
            str(row["t"]),
            row["columns"] if isinstance(row["columns"], str) else ",".join(row["columns"]),  # type: ignore[arg-type]
            bool(row["is_unique"]),
            " WHERE " in str(row["words"]),
        )
        for row in rows
        if not row["is_primary"]
    }


async def test_both_databases_have_the_same_tables_and_columns(sqlite_url: str, postgres_url: str) -> None:
    assert await _columns(sqlite_url) == await _columns(postgres_url)


async def test_both_databases_have_the_same_indexes(sqlite_url: str, postgres_url: str) -> None:
    assert await _indexes(sqlite_url) == await _indexes(postgres_url)


async def test_the_guards_are_partial_unique_indexes(database_url: str) -> None:
    guards = {
        (table, columns)
        for table, columns, unique, partial in await _indexes(database_url)
        if unique and partial
    }

    assert guards == {
        ("task", "account_id"),
        ("outbox", "key"),
        ("hold", "account_id"),
        ("alert_episode", "rule_id"),
        ("approval", "operation_id"),
        ("export_run", "asked_by"),
        ("batch", "follows_id"),
        ("task", "follows_id,batch_id"),
    }


async def test_the_migrations_leave_nothing_of_the_models_out(sqlite: str) -> None:
    apps, wanted = Tortoise.apps, config(sqlite)["apps"]
    assert apps is not None

    changes = await MigrationAutodetector(apps, wanted).changes()

    assert [writer.operations for writer in changes] == []


async def test_two_processes_may_migrate_at_once(tmp_path: object, postgres_server: PostgresServer) -> None:
    for url in (f"sqlite://{tmp_path}/new.sqlite3", await postgres_server.new_database()):
        command = [
            "-c",
            "import asyncio, sys; from models.database import migrate; asyncio.run(migrate(sys.argv[1]))",
            url,
        ]
        both = [await asyncio.create_subprocess_exec(sys.executable, *command) for _ in range(2)]

        assert [await process.wait() for process in both] == [0, 0]


async def test_an_empty_database_is_seen_as_not_migrated(tmp_path: object) -> None:
    url = f"sqlite://{tmp_path}/new.sqlite3"
    await open_database(url)
    assert not await is_migrated()
    await close_database()

    await migrate(url)

    await open_database(url)
    assert await is_migrated()
    await close_database()


@pytest.mark.parametrize("url", ["sqlite:///nowhere/at/all.sqlite3", "postgres://u:hunter2@127.0.0.1:1/x"])
async def test_a_database_that_is_not_there_is_named_without_its_password(url: str) -> None:
    with pytest.raises(NoDatabase) as refused:
        await open_database(url)

    assert "hunter2" not in str(refused.value)
    assert url.split("//")[1][-5:] in str(refused.value)


async def test_lines_of_the_audit_that_are_there_already_are_chained(empty: str) -> None:
    await make("0013_alerts", empty)
    async with database(empty):
        for about in ("a", "„ü” 🦊"):
            await rows(
                "INSERT INTO audit (at, actor, action, about, groups, allowed, place) "
                "VALUES (:at, 'U0ANA', 'cancel', :about, '', :allowed, '') RETURNING id",
                at=NOW, about=about, allowed=True,
            )  # fmt: skip
    await migrate(empty)
    async with database(empty):
        assert (await audit.verify()).lines == 2
        with pytest.raises(Exception, match="the audit can only grow"):
            await rows("UPDATE audit SET actor = 'U0EVE' RETURNING id")


async def test_proxies_that_are_there_already_stay_with_their_accounts(empty: str) -> None:
    await make("0018_exports", empty)
    async with database(empty):
        await rows("INSERT INTO account_group (name) VALUES ('emea') RETURNING id")
        for name in ("a", "b"):
            await rows(
                "INSERT INTO proxy (scheme, host, port, username, password) VALUES ('http', 'h', 1, :name, :sealed) "
                "RETURNING id",
                name=name, sealed=name.encode(),
            )  # fmt: skip
        for number, login in ((2, "ann"), (1, "ben"), (None, "cem")):
            await rows(
                "INSERT INTO account (login, user_id, group_id, proxy_id, needs_proxy, login_status, owner, created_at) "
                "VALUES (:login, '', 1, :number, :needs, 'unknown', '', :at) RETURNING id",
                login=login, number=number, needs=False, at=NOW,
            )  # fmt: skip
    await migrate(empty)
    async with database(empty):
        bound = await rows(
            "SELECT login, username, proxy.password FROM account LEFT JOIN proxy ON proxy.id = proxy_id ORDER BY 1"
        )
        assert [tuple(row.values()) for row in bound] == [
            ("ann", "b", b"b"), ("ben", "a", b"a"), ("cem", None, None),
        ]  # fmt: skip
        await rows(
            "INSERT INTO proxy (scheme, host, port, username) VALUES ('http', 'h', 1, 'a') RETURNING id"
        )
