"""Opening, closing and migrating the database: SQLite or PostgreSQL by URL, one set of migrations for both."""

import asyncio
import fcntl
import sqlite3
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import asyncpg
from tortoise import Tortoise, connections
from tortoise.exceptions import BaseORMException, DBConnectionError, OperationalError
from tortoise.migrations.api.migrate import migrate as run_migrations

from models import migrations
from models.domain.errors import NoDatabase
from models.tasks import counts_rebuild

AWAY = (BaseORMException, asyncpg.PostgresError, asyncpg.InterfaceError, OSError, TimeoutError)
"""What is raised while the database cannot be asked: the driver's own errors pass through Tortoise."""

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
            "models.batches.approvals",
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
    if url.startswith("sqlite:") and not file_of(url).parent.is_dir():
        raise NoDatabase(shown(url))  # found out by trying, it would leave SQLite's thread behind
    try:
        # The fallback makes it visible to tasks that were not started from this one (taskiq's, aiohttp's).
        await Tortoise.init(config=config(url), _enable_global_fallback=True)
        await connections.get("default").execute_query("SELECT 1")
    except (DBConnectionError, OperationalError, OSError, ValueError) as error:
        await Tortoise.close_connections()
        raise NoDatabase(shown(url)) from error


async def close_database() -> None:
    """Close it: a process that forgets this hangs on SQLite's thread."""
    await Tortoise.close_connections()


async def migrate(url: str) -> None:
    """Bring the schema to the newest form. Two processes may call it at once: one waits for the other."""
    async with database(url), _alone(url):
        await run_migrations(config=config(url))
        await counts_rebuild.count_anew_if_empty()


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
    """``url`` without its password."""
    parts = urlsplit(url)
    return url.replace(f":{parts.password}@", ":***@") if parts.password else url


def file_of(url: str) -> Path:
    """The file a ``sqlite://`` URL names."""
    return Path(url.removeprefix("sqlite://").split("?", 1)[0])


@asynccontextmanager
async def _alone(url: str) -> AsyncGenerator[None]:
    if not url.startswith("sqlite:"):
        # A connection of its own: a session lock taken in a pool may be released on another connection.
        connection = await asyncpg.connect(url)
        try:
            await connection.execute("SELECT pg_advisory_lock($1)", _ADVISORY)
            yield
        finally:
            await connection.close()
        return
    with file_of(url).with_suffix(".migrating").open("w") as lock:
        await asyncio.to_thread(fcntl.flock, lock, fcntl.LOCK_EX)
        yield
