"""The database is not what it was: a migration died between two statements, another file stands in its place."""

import asyncio
import random
import uuid
from collections.abc import Awaitable, Callable
from pathlib import Path

from models.connections.sqlite_file import files_of
from models.database import close_database, database, migrate, open_database
from tests.chaos.cluster import Cluster
from tests.models.killed import Killer
from tests.models.older import COUNTED, VERSIONS, dump, older, rows_of
from tests.postgres import PostgresServer

_chance = random.Random(4713)  # noqa: S311 - a seed, so that a run can be had again
_TIMES, _KILLS, _MOST = 4, 3, 150  # old databases; deaths in each; statements until one
_WAITS = 60.0  # seconds until all processes must have said what is wrong
_UP = ("bot", "worker", "scheduler")
_LETTER = b"This is a letter, and no database.\n" * 200
_NO_FILE, _NO_TABLES = "that file is not a SQLite database.", "Run `bellhop migrate` first."

PutBack = Callable[[], Awaitable[None]]


async def migrated(cluster: Cluster) -> None:
    """``bellhop migrate`` dies again and again on databases of older versions, while tasks run on another."""
    await cluster.ask("check", "create_page")
    killer = Killer()
    await close_database()
    try:
        whole = await _new_database(cluster)
        await migrate(whole)
        schema, _ = await dump(whole)
        for _ in range(_TIMES):
            await _kill_migration(_chance.choice(VERSIONS[:-1]), schema, cluster, killer)
    finally:
        killer.close()
        await open_database(cluster.database)


async def _kill_migration(version: str, schema: object, cluster: Cluster, killer: Killer) -> None:
    url = await _new_database(cluster)
    await older(version, url)
    async with database(url):
        before = await rows_of(url)
    for _ in range(_KILLS):
        cluster.killed += await asyncio.to_thread(killer.migrate, url, _chance.randint(1, _MOST))
    await migrate(url)
    became, rows = await dump(url)
    if became != schema or [row["name"] for row in rows["tortoise_migrations"]] != VERSIONS:
        cluster.wrong.append(f"tables of {version} are not whole after a killed migration")
    for table in before.keys() - {*COUNTED, "tortoise_migrations"}:
        if not before[table][0].items() <= rows[table][0].items():
            cluster.wrong.append(f"a row of {table} of {version} is not what it was after a killed migration")


async def is_none(cluster: Cluster) -> None:
    """At the next start of all processes the database is none: each says so and ends, until the right one is back."""
    await cluster.ask("check", "create_page")
    await asyncio.sleep(1)
    for name in _UP:
        await cluster.processes.end(name)
    await close_database()
    if cluster.postgres:
        put_back = await _empty_in_its_place(cluster.postgres, cluster.database)
    else:
        put_back = _letter_in_its_place(cluster.database, cluster)
    try:
        for name in _UP:
            cluster.processes.start(name)
        for name in _UP:
            await _until_said(name, _NO_TABLES if cluster.postgres else _NO_FILE, cluster)
    finally:
        await put_back()
        await open_database(cluster.database)
    await cluster.slack.connected(seconds=_WAITS)  # their supervisor has started them again


async def _until_said(name: str, sentence: str, cluster: Cluster) -> None:
    async with asyncio.timeout(_WAITS):
        while sentence not in cluster.processes.last_words(name):  # noqa: ASYNC110 - of another process
            await asyncio.sleep(0.2)


def _letter_in_its_place(url: str, cluster: Cluster) -> PutBack:
    moved = {file: file.with_name(f"{file.name}.aside") for file in files_of(url) if file.exists()}
    for file, aside in moved.items():
        file.rename(aside)
    letter = files_of(url)[0]
    letter.write_bytes(_LETTER)

    async def put_back() -> None:
        if letter.read_bytes() != _LETTER:
            cluster.wrong.append("what was no database was written to")
        for file in files_of(url):
            file.unlink(missing_ok=True)
        for file, aside in moved.items():
            aside.rename(file)

    return put_back


async def _empty_in_its_place(server: PostgresServer, url: str) -> PutBack:
    name = url.rpartition("/")[2]
    aside = await server.rename(url, f"{name}_aside")
    await server.rename(await server.new_database(), name)

    async def put_back() -> None:
        await server.drop(url)
        await server.rename(aside, name)

    return put_back


async def _new_database(cluster: Cluster) -> str:
    """An empty one of the same kind; it goes with the cluster."""
    if cluster.postgres:
        return await cluster.postgres.new_database()
    folder = Path(cluster.database.removeprefix("sqlite://")).parent
    return f"sqlite://{folder}/older-{uuid.uuid4().hex}.sqlite3"
