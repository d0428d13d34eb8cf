"""Databases of older versions, with a row in each table; all of a database as a value."""

import asyncio
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

from tortoise import connections
from tortoise.migrations.api.migrate import migrate as migrate_as_before
from tortoise.migrations.graph import MigrationGraph, MigrationKey
from tortoise.migrations.schema_generator.state_apps import StateApps

from models import migrations, schema
from models.database import config, database, migrate
from models.tasks import counts_rebuild

VERSIONS = sorted(path.stem for path in Path(migrations.__path__[0]).glob("0*.py"))
_SQLITE = (
    "SELECT m.name AS t, i.name AS c, lower(i.type) AS kind FROM sqlite_master m, pragma_table_info(m.name) i "
    "WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%'",
    "SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' ORDER BY type, name",
)
_POSTGRES = (
    "SELECT table_name AS t, column_name AS c, data_type AS kind FROM information_schema.columns "
    "WHERE table_schema = 'public' ORDER BY table_name, ordinal_position",
    "SELECT table_name, column_name, data_type, is_nullable, column_default FROM information_schema.columns "
    "WHERE table_schema = 'public' UNION ALL SELECT tablename, indexname, indexdef, '', '' FROM pg_indexes "
    "WHERE schemaname = 'public' UNION ALL SELECT event_object_table, trigger_name, event_manipulation, '', '' "
    "FROM information_schema.triggers UNION ALL SELECT c.relname, k.conname, pg_get_constraintdef(k.oid), '', '' "
    "FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid ORDER BY 1, 2, 3",
)
COUNTED = ("tally", "tally_change")  # made anew by 0007
Rows = list[dict[str, Any]]


async def ask(statement: str) -> Rows:
    return [dict(row) for row in await connections.get("default").execute_query_dict(statement)]


def _on(url: str) -> tuple[str, str]:
    return _SQLITE if url.startswith("sqlite") else _POSTGRES


async def _columns(url: str) -> dict[str, list[tuple[str, str]]]:
    """Table -> (column, type) of each."""
    tables: dict[str, list[tuple[str, str]]] = {}
    for row in await ask(_on(url)[0]):
        tables.setdefault(row["t"], []).append((row["c"], row["kind"]))
    return tables


async def rows_of(url: str) -> dict[str, Rows]:
    """Every row of the open database; of the counts not by which id, and of a migration not when."""
    found = {table: await ask(f'SELECT * FROM "{table}"') for table in await _columns(url)}
    for table, unlike in (
        ("tally", "id"),
        ("tortoise_migrations", "applied_at"),
        ("tortoise_migrations", "id"),
    ):
        for row in found.get(table, ()):
            row.pop(unlike, None)
    return {table: sorted(rows, key=str) for table, rows in found.items()}


async def dump(url: str) -> tuple[Rows, dict[str, Rows]]:
    """The whole schema, and every row."""
    async with database(url):
        return await ask(_on(url)[1]), await rows_of(url)


def _value(column: str, kind: str) -> str:
    if column == "id" or (column.endswith("_id") and "int" in kind):
        return "1"
    for part, value in (
        ("int", "3"), ("bool", "false"), ("real", "1.5"), ("double", "1.5"), ("json", "'{}'"),
        ("time", "'2026-11-20 09:00:00+00:00'"), ("blob", "x'78'"), ("bytea", "'x'"),
    ):  # fmt: skip
        if part in kind:
            return value
    return "'waiting'" if column == "status" else "'x'"


async def fill(url: str) -> None:
    """A row in each table of the open database that has none; all have the id 1 and name each other by it."""
    off, on = (
        ("PRAGMA foreign_keys = OFF", "PRAGMA foreign_keys = ON")
        if url.startswith("sqlite")
        else ("SET session_replication_role = replica", "SET session_replication_role = DEFAULT")
    )
    statements = [off]
    for table, columns in (await _columns(url)).items():
        if table not in (*COUNTED, "tortoise_migrations") and not await ask(f'SELECT 1 FROM "{table}"'):
            names = ", ".join(f'"{column}"' for column, _ in columns)
            values = ", ".join(_value(column, kind) for column, kind in columns)
            statements.append(f'INSERT INTO "{table}" ({names}) VALUES ({values})')
    await connections.get("default").execute_script(";".join([*statements, on]))


@contextmanager
def _as_newest(version: str) -> Iterator[None]:
    """As the program that had no later one; tasks are counted by statements that only newer tables can take."""
    with ExitStack() as stack:
        leaf = lambda _, app: [MigrationKey(app, version)]  # noqa: E731
        stack.enter_context(patch.object(MigrationGraph, "leaf_nodes", leaf))
        if version < "0023":
            stack.enter_context(patch.object(counts_rebuild, "count_anew_if_empty", lambda: asyncio.sleep(0)))
        yield


async def make(version: str, url: str) -> None:
    """The tables of a version, made step by step with their record: in a third of the time of ``older``."""
    with _as_newest(version):
        await migrate(url)


async def older(version: str, url: str) -> None:
    """The database of an older version as that one made it itself, by Tortoise's executor; a row in each table.

    The queries that Tortoise prepares for each model after each operation are left out, as in ``models.schema``.
    """
    build = schema._Tables._build_initial_querysets
    async with database(url):
        with patch.object(StateApps, "_build_initial_querysets", build):
            await migrate_as_before(config=config(url), target=f"models.{version}")
        await fill(url)
