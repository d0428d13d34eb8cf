"""Opening, closing and migrating the database: SQLite or PostgreSQL by URL, one set of migrations for both."""

import asyncio
import fcntl
import re
import sqlite3
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import asyncpg
from tortoise import Tortoise, connections
from tortoise.exceptions import BaseORMException, DBConnectionError, OperationalError

from models import migrations, schema, sqlite_file
from models.domain.errors import NoDatabase, NotMigrated

AWAY = (
    BaseORMException, asyncpg.PostgresError, asyncpg.InterfaceError, sqlite3.Error, OSError, TimeoutError
)  # fmt: skip
"""What is raised while the database cannot be asked: the drivers' own errors pass through Tortoise."""

_OUTAGES = (
    DBConnectionError,
    OSError,
    TimeoutError,
    sqlite3.OperationalError,  # locked, full, an error of the disk
    asyncpg.InterfaceError,
    asyncpg.PostgresConnectionError,
    asyncpg.OperatorInterventionError,
    asyncpg.InsufficientResourcesError,
    asyncpg.TransactionRollbackError,
)
_ADVISORY = 4711_2026  # any number, the same in every process that migrates
_SQLITE_OPTIONS = (
    "synchronous=FULL&busy_timeout=15000"  # nothing acknowledged is lost; wait for the other writer
)


def config(url: str) -> dict[str, Any]:
    """The Tortoise configuration for a ``sqlite://`` or ``postgres://`` URL."""
    if url.startswith("sqlite:") and "?" not in url:
        url = f"{url}?{_SQLITE_OPTIONS}"
    if url.startswith("postgres"):
        url = url.replace("postgresql://", "postgres://", 1).replace("postgres://", "asyncpg://", 1)
    app = {
        "models": [
            "models.tables.accounts",
            "models.tables.tasks",
            "models.tables.counts",
            "models.tables.messages",
            "models.messages.boards",
            "models.messages.saved_views",
            "models.accounts.holds",
            "models.monitoring.processes",
            "models.access.grants",
            "models.access.refusals",
            "models.batches.approval_table",
            "models.alerts.rules",
            "models.alerts.incidents",
            "models.alerts.digests",
        ],
        "default_connection": "default",
        "migrations": "models.migrations",
    }
    return {
        "connections": {"default": url},
        "apps": {"models": app},
        "use_tz": True,
        "timezone": "UTC",
    }


@asynccontextmanager
async def database(url: str) -> AsyncGenerator[None]:
    """The database, open for as long as the block runs. Raise NoDatabase when it cannot be reached."""
    await open_database(url)
    try:
        yield
    finally:
        await close_database()


async def open_database(url: str) -> None:
    """Open the database for every coroutine of this process and ask it one question."""
    sqlite_file.check(url)
    sqlite_file.make(url)
    try:
        # The fallback makes it visible to tasks that were not started from this one (taskiq's, aiohttp's).
        await Tortoise.init(config=config(url), _enable_global_fallback=True)
        await connections.get("default").execute_query("SELECT 1")
        sqlite_file.narrow(url)
    except (*AWAY, ValueError) as error:
        with suppress(BaseORMException):  # a URL that cannot be read fails here again
            await Tortoise.close_connections()
        raise NoDatabase(f"{shown(url)}{_because(error)}") from error


async def close_database() -> None:
    """Close it: a process that forgets this hangs on SQLite's thread."""
    await Tortoise.close_connections()


async def migrate(url: str) -> set[str]:
    """Bring the schema to the newest form; return the migrations in it that only a newer program knows.

    Two processes may call it at once: one waits for the other. Raise NoDatabase, or NotMigrated where the database
    refuses; what was killed in the middle is continued by the next call.
    """
    sqlite_file.check_content(url)
    try:
        async with _alone(url), database(url):
            return await schema.bring_up(config(url)["apps"])
    except AWAY as error:
        raise NotMigrated(f"{shown(url)}{_because(error)}") from error


async def is_migrated() -> bool:
    """Whether every migration this program knows was made. A newer database is no trouble: columns are only added."""
    applied = await migrations_made()
    return bool(applied) and _known() <= applied


async def migrations_made() -> set[str]:
    """The names of the migrations the open database has seen; none where it has no tables yet."""
    try:
        _, applied = await connections.get("default").execute_query("SELECT name FROM tortoise_migrations")
    except OperationalError:
        return set()
    return {row["name"] for row in applied}


def _known() -> set[str]:
    return {path.stem for path in Path(migrations.__path__[0]).glob("0*.py")}


def is_outage(error: BaseException) -> bool:
    """Whether the database cannot be asked at the moment. False: it, or the driver, refuses what it was given."""
    if type(error) is OperationalError and error.__cause__ is not None:
        return is_outage(error.__cause__)
    if type(error) is OperationalError and error.args and isinstance(error.args[0], BaseException):
        return is_outage(error.args[0])
    return isinstance(error, _OUTAGES) and not isinstance(error, ValueError)


def shown(url: str) -> str:
    """``url`` without its passwords.

    >>> shown("postgres://ann:hunter2/@db.example/bellhop?password=hunter2")
    'postgres://ann:***@db.example/bellhop?password=***'
    """
    return re.sub(r"(?<=password=)[^&]*", "***", re.sub(r"(://[^:@/]*):.*@", r"\1:***@", url))


_SQLITE_SAYS = {
    "SQLITE_NOTADB": "that file is no SQLite database",
    "SQLITE_CORRUPT": "the file is damaged; restore the last backup",
    "SQLITE_CANTOPEN": "this user may not open the file, or make one in its folder",
    "SQLITE_PERM": "this user may not open the file",
    "SQLITE_READONLY": "this user may not write to it",
    "SQLITE_FULL": "the disk is full",
    "SQLITE_BUSY": "another program is using it; try again when that has ended",
}


def _because(error: BaseException) -> str:
    """Why the database refused, as the end of a sentence. A URL that cannot be read is not repeated."""
    cause = error.args[0] if error.args and isinstance(error.args[0], BaseException) else error
    if isinstance(cause, sqlite3.Error):
        name = "_".join(getattr(cause, "sqlite_errorname", "").split("_")[:2])  # without what extends it
        return f": {_SQLITE_SAYS.get(name, f'SQLite says: {cause}')}."
    if isinstance(cause, OSError) and cause.filename:
        return f": {cause.filename}: {cause.strerror}."
    if isinstance(cause, ValueError) or not str(cause):
        return "."
    return f": {str(cause).splitlines()[0]}."


@asynccontextmanager
async def _alone(url: str) -> AsyncGenerator[None]:
    if not url.startswith("sqlite:"):
        # A connection of its own: a session lock taken in a pool may be released on another connection.
        try:
            connection = await asyncpg.connect(url)
        except (*AWAY, ValueError) as error:
            raise NoDatabase(f"{shown(url)}{_because(error)}") from error
        try:
            await connection.execute("SELECT pg_advisory_lock($1)", _ADVISORY)
            yield
        finally:
            await connection.close()
        return
    with sqlite_file.locked(url) as lock:
        await asyncio.to_thread(fcntl.flock, lock, fcntl.LOCK_EX)
        yield
