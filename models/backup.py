"""A copy of the SQLite database, taken while others read and write it, and read through before it counts as one."""

import sqlite3
from dataclasses import dataclass

from models.database import AWAY, database, migrations_made
from models.domain.errors import BadBackup
from models.sql import rows, run

_UNREADABLE = (*AWAY, sqlite3.DatabaseError)  # the last for a file that is spoilt: Tortoise passes it on


@dataclass(frozen=True, kw_only=True)
class Backup:
    """What a copy was found to hold."""

    migrations: int
    tasks: int


async def copy(url: str, file: str) -> Backup:
    """Copy the database, as of one moment, into an empty file, and examine the copy. Raise BadBackup."""
    try:
        async with database(url):
            migrations = await migrations_made()
            if not migrations:
                raise BadBackup("the database has no tables yet.")
            await run("VACUUM INTO ?", [file])
        async with database(f"sqlite://{file}"):
            return await _examined(migrations)
    except _UNREADABLE as error:
        raise BadBackup(f"SQLite says: {error}.") from error


async def _examined(migrations: set[str]) -> Backup:
    verdicts = [row["integrity_check"] for row in await rows("PRAGMA integrity_check")]
    if verdicts != ["ok"]:
        raise BadBackup(f"the copy is not sound: {verdicts[0]}.")
    if await rows("PRAGMA foreign_key_check"):
        raise BadBackup("the copy is not sound: a row names another that is not there.")
    if await migrations_made() != migrations:
        raise BadBackup("the tables were changed meanwhile; run it again.")
    tasks = (await rows("SELECT COUNT(*) AS tasks FROM task"))[0]["tasks"]
    return Backup(migrations=len(migrations), tasks=tasks)
