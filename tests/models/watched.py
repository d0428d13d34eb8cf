"""A migration of an empty database that is looked at before each of its statements."""

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from models import schema
from models.database import migrate
from tests.models.killed import ASKING, watch_postgres, watch_sqlite
from tests.models.older import Rows, fill, rows_of

_CATALOG = (  # without any function that would wait for the lock of the migration that is looked at
    "SELECT c.relname, c.relkind::text, a.attname, a.attnotnull, a.atthasdef, a.atttypid::int FROM pg_class c "
    "JOIN pg_attribute a ON a.attrelid = c.oid WHERE c.relnamespace = 'public'::regnamespace AND a.attnum > 0 "
    "UNION ALL SELECT c.relname, 'trigger', t.tgname, false, false, 0 FROM pg_trigger t "
    "JOIN pg_class c ON c.oid = t.tgrelid WHERE c.relnamespace = 'public'::regnamespace ORDER BY 1, 2, 3"
)
_MADE = "SELECT name FROM tortoise_migrations ORDER BY name"
_connect = sqlite3.connect  # the real one, while a watched one is in its place


class Watched:
    """The migration of an empty database; whatever a version has tables for gets a row before the next one is made.

    ``left`` is what a process that is killed before a statement leaves, for each statement.
    """

    def __init__(self, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
        self.url = url
        self.left: list[Any] = []
        self.versions: list[Any] = []
        self.rows: list[dict[str, Rows]] = []
        self._is_ours = True  # the statement that is looked at is the migration's, not this test's
        self._undo = monkeypatch
        self._observer: Any = None

    async def run(self) -> None:
        self._watch()
        self._undo.setattr(schema, "_take", self._and_fill(schema._take))
        if not self.url.startswith("sqlite"):
            self._observer = await asyncpg.connect(self.url)
        await migrate(self.url)
        self._is_ours = False
        if self._observer:
            await self._observer.close()

    def _and_fill(self, take: Callable[..., Any]) -> Callable[..., Any]:
        async def take_and_fill(*step: Any, **more: Any) -> Any:
            state = await take(*step, **more)
            self._is_ours = False
            self.versions.append(await self._look())
            await fill(self.url)
            self.versions.append(await self._look())
            self.rows.append(await rows_of(self.url))
            self._is_ours = True
            return state

        return take_and_fill

    def _watch(self) -> None:
        if self.url.startswith("sqlite"):
            self._undo.setattr(sqlite3, "connect", sqlite3.connect)
            watch_sqlite(lambda: self.left.append(self._copied()) if self._is_ours else None)
            return
        for name in ASKING:
            self._undo.setattr(asyncpg.Connection, name, getattr(asyncpg.Connection, name))
        watch_postgres(lambda: self._note() if self._is_ours else None)

    async def _note(self) -> None:
        self._is_ours = False
        self.left.append(await self._look())
        self._is_ours = True

    async def _look(self) -> Any:
        return self._copied() if self.url.startswith("sqlite") else await self._committed()

    def _copied(self) -> Any:
        """All that is in SQLite's files now, as the next process will find it."""
        file = self.url.removeprefix("sqlite://")
        for end in ("", "-wal"):
            if Path(f"{file}{end}").exists():
                shutil.copyfile(f"{file}{end}", f"{file}.copy{end}")
        with closing(_connect(f"{file}.copy")) as found:
            return "\n".join(found.iterdump())

    async def _committed(self) -> Any:
        """All that PostgreSQL shows to others: what is not committed goes with its process."""
        found = [tuple(row) for row in await self._observer.fetch(_CATALOG)]
        has = any(row[0] == "tortoise_migrations" for row in found)
        return found, [row["name"] for row in await self._observer.fetch(_MADE)] if has else []
