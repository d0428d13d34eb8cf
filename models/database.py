"""Opening, closing and migrating the database: SQLite or PostgreSQL by URL, one set of migrations for both."""

import asyncio
import fcntl
import sqlite3
import ssl
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import asyncpg
from tortoise import Tortoise, connections
from tortoise.exceptions import (
    BaseORMException,
    DBConnectionError,
    OperationalError,
    TransactionManagementError,
)

from models import disk, migrations, schema
from models.connections import postgres, sqlite_file
from models.connections.database_url import PostgresURL, read, shown
from models.domain.errors import NoDatabase, NotMigrated

AWAY = (
    BaseORMException, asyncpg.PostgresError, asyncpg.InterfaceError, sqlite3.Error, OSError, TimeoutError
)  # fmt: skip
"""What is raised while the database cannot be asked: the drivers' own errors pass through Tortoise."""


_SOON = 5.0  # seconds

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
    asyncpg.IdleInTransactionSessionTimeoutError,  # it was ended for its pause; nothing of it was done
    asyncpg.InvalidCachedStatementError,  # the tables were changed meanwhile: the same fits when it is prepared anew
    asyncpg.OutdatedSchemaCacheError,
)
_WRAPPED = (OperationalError, TransactionManagementError)  # Tortoise puts the driver's error into these

_TABLES = [
    "models.tables.accounts",
    "models.tables.tasks",
    "models.tables.counts",
    "models.tables.messages",
    "models.messages.boards",
    "models.messages.saved_views",
    "models.messages.list_layouts",
    "models.messages.notices",
    "models.accounts.holds",
    "models.accounts.code_requests",
    "models.accounts.hold_notices",
    "models.monitoring.processes",
    "models.access.grants",
    "models.access.refusals",
    "models.batches.approval_table",
    "models.batches.kept_list_table",
    "models.alerts.rules",
    "models.alerts.incidents",
    "models.alerts.webhooks",
    "models.alerts.digests",
    "models.messages.brought_files",
    "models.tasks.export_runs",
    "models.schedules.tables",
    "models.pauses.table",
]
"""The modules that define tables."""


def config(url: str, *, patient: bool = False) -> dict[str, Any]:
    """The Tortoise configuration for a ``sqlite://`` or ``postgres://`` URL. Raise BadURL.

    ``patient``: a statement may take as long as it needs.
    """
    place = read(url)
    if isinstance(place, PostgresURL):
        given = postgres.credentials(place, patient=patient)
        connection = {"engine": "models.connections.engine", "credentials": given}
    else:
        given = {"file_path": str(place.file), **place.pragmas}
        connection = {"engine": "tortoise.backends.sqlite", "credentials": given}
    app = {
        "models": _TABLES,
        "default_connection": "default",
        "migrations": "models.migrations",
    }
    return {
        "connections": {"default": connection},
        "apps": {"models": app},
        "use_tz": True,
        "timezone": "UTC",
    }


@asynccontextmanager
async def database(url: str, *, patient: bool = False) -> AsyncGenerator[None]:
    """The database, open for as long as the block runs. Raise NoDatabase when it cannot be reached."""
    await open_database(url, patient=patient)
    try:
        yield
    finally:
        await close_database()


async def open_database(url: str, *, patient: bool = False) -> None:
    """Open the database for every coroutine of this process and ask it one question."""
    sqlite_file.check(url)
    if isinstance(place := read(url), PostgresURL):
        postgres.check(place)
    sqlite_file.make(url)
    try:
        # The fallback makes it visible to tasks that were not started from this one (taskiq's, aiohttp's).
        await Tortoise.init(config=config(url, patient=patient), _enable_global_fallback=True)
        await connections.get("default").execute_query("SELECT 1")
        if isinstance(place, PostgresURL):
            await postgres.check_level(place)
        sqlite_file.narrow(url)
    except NoDatabase:
        await Tortoise.close_connections()
        raise
    except (*AWAY, ValueError) as error:
        with suppress(BaseORMException):  # it may never have come to be
            await Tortoise.close_connections()
        raise no_database(url, error) from error


def no_database(url: str, error: BaseException) -> NoDatabase:
    """What an error of the driver means to whoever set the URL."""
    return NoDatabase(f"{shown(url)}{_because(error)}")


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
        async with _alone(url), database(url, patient=True):
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
    if type(error) in _WRAPPED and error.__cause__ is not None:
        return is_outage(error.__cause__)
    if type(error) in _WRAPPED and error.args and isinstance(error.args[0], BaseException):
        return is_outage(error.args[0])
    return isinstance(error, _OUTAGES) and not isinstance(error, ValueError)


async def answers() -> bool:
    """Whether the database answers a question that waits for no lock, in time."""
    try:
        async with asyncio.timeout(_SOON):
            await connections.get("default").execute_query("SELECT 1")
    except AWAY:
        return False
    return True


_SQLITE_SAYS = {
    "SQLITE_NOTADB": "that file is not a SQLite database",
    "SQLITE_CORRUPT": "the file is damaged; restore the last backup",
    "SQLITE_CANTOPEN": "this user may not open the file, or make one in its folder",
    "SQLITE_PERM": "this user may not open the file",
    "SQLITE_READONLY": "this user may not write to it",
    "SQLITE_FULL": "the disk is full",
    "SQLITE_BUSY": "another program is using it; try again when that has ended",
}
_POOLER_SAYS = {
    "statement pooling mode": "the pooler before it is in statement mode; Bellhop needs transaction or session mode",
    "prepared statement": "a pooler before it loses prepared statements; set statement_cache_size=0 in the URL",
    "unsupported startup parameter": "the pooler before it refuses a parameter of the URL; take it out, or name it "
    "in PgBouncer's ignore_startup_parameters",
}


def _because(error: BaseException) -> str:
    """Why the database refused, as the end of a sentence. A URL that cannot be read is not repeated."""
    cause = error.args[0] if error.args and isinstance(error.args[0], BaseException) else error
    if isinstance(cause, sqlite3.Error):
        return f": {_SQLITE_SAYS.get(disk.sqlite_name(cause), f'SQLite says: {cause}')}."
    if isinstance(cause, ssl.SSLCertVerificationError):
        return f": the server's certificate is refused: {cause.verify_message.rstrip('.')}."
    if isinstance(cause, OSError) and cause.filename:
        return f": {cause.filename}: {cause.strerror}."
    for words, says in _POOLER_SAYS.items():
        if words in str(cause):
            return f": {says}."
    if isinstance(cause, ValueError) or not str(cause):
        return "."
    return f": {str(cause).splitlines()[0]}."


@asynccontextmanager
async def _alone(url: str) -> AsyncGenerator[None]:
    """PostgreSQL locks for each transaction of a migration itself: a pooler may give each another session."""
    if not sqlite_file.is_file(url):
        yield
        return
    with sqlite_file.locked(url) as lock:
        await asyncio.to_thread(fcntl.flock, lock, fcntl.LOCK_EX)
        yield
