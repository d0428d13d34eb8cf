"""PgBouncer in transaction mode before everything, migrations included: it is found out, and nothing is lost to it."""

import asyncio
import os
import sys
from asyncio.subprocess import PIPE, STDOUT
from collections.abc import AsyncIterator, Iterator

import pytest

from models.connections import postgres
from models.connections.database_url import PostgresURL, read
from models.database import database, is_migrated, migrate, open_database
from models.domain.errors import NoDatabase, NotMigrated
from models.secrets.sealing import Sealer
from models.sql import rows, transaction
from models.tables.tasks import Task
from tests.factories import waiting_tasks
from tests.pgbouncer import PgBouncer
from tests.postgres import PostgresServer


@pytest.fixture(scope="module")
def pooler(postgres_server: PostgresServer) -> Iterator[PgBouncer]:
    running = PgBouncer(postgres_server)
    yield running
    running.close()


@pytest.fixture
async def empty_url(postgres_server: PostgresServer) -> AsyncIterator[str]:
    url = await postgres_server.new_database()
    yield url
    await postgres_server.drop(url)


async def test_two_who_migrate_at_once_through_one_connection_make_it_once(
    postgres_server: PostgresServer, empty_url: str
) -> None:
    narrow = PgBouncer(postgres_server, connections=1)
    both = [
        await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", "migrate"),
            env={**os.environ, "DATABASE_URL": narrow.url(empty_url)},
            stdout=PIPE,
            stderr=STDOUT,
        )
        for _ in "12"
    ]
    said = [await process.communicate() for process in both]
    narrow.close()

    assert [out for out, _ in said] == [b"The database is up to date.\n"] * 2
    async with database(empty_url):
        assert await is_migrated()


async def test_work_through_few_changing_connections_meets_no_lost_statement(
    pooler: PgBouncer, postgres_url: str, sealer: Sealer
) -> None:
    url = pooler.url(postgres_url)

    async def some(number: int) -> int:
        async def body() -> int:
            await rows("SELECT COUNT(*) AS n FROM task WHERE id > :least", least=number)
            return (await rows("SELECT CAST(:n AS INTEGER) AS n", n=number))[0]["n"]

        return await transaction(body)

    async with database(url + "?minsize=5&maxsize=8"):
        ids = await waiting_tasks(3, sealer)
        assert await asyncio.gather(*(some(number) for number in range(60))) == list(range(60))
        assert await Task.filter(id__in=ids).count() == 3


async def test_a_pooler_is_known_from_a_server(pooler: PgBouncer, postgres_url: str) -> None:
    known = []
    for url in (postgres_url, pooler.url(postgres_url)):
        async with database(url):
            place = read(url)
            assert isinstance(place, PostgresURL)
            known.append(postgres.is_pooled(place))

    assert known == [False, True]


async def test_what_a_pooler_refuses_is_named_with_the_remedy(pooler: PgBouncer, postgres_url: str) -> None:
    with pytest.raises(NoDatabase, match="ignore_startup_parameters"):
        await open_database(pooler.url(postgres_url) + "?options=-c%20statement_timeout%3D5s")


async def test_a_pooler_that_takes_no_transactions_is_named(
    postgres_server: PostgresServer, empty_url: str
) -> None:
    strict = PgBouncer(postgres_server, mode="statement")
    try:
        with pytest.raises((NoDatabase, NotMigrated), match="is in statement mode; Bellhop needs"):
            await migrate(strict.url(empty_url))
    finally:
        strict.close()
