"""Databases the way these tests need them."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from tests.models.examples import ExampleDatabase
from tests.postgres import PostgresServer

_HASTE = "?synchronous=OFF"  # hundreds of examples are written: no waiting for the disk


@pytest.fixture
def examples(database_url: str) -> Iterator[ExampleDatabase]:
    """A database for tests that Hypothesis calls again and again; on both kinds."""
    database = ExampleDatabase(database_url + _HASTE if database_url.startswith("sqlite") else database_url)
    yield database
    database.close()


@pytest.fixture
def sqlite_examples(sqlite_url: str) -> Iterator[ExampleDatabase]:
    """The same where one kind is enough."""
    database = ExampleDatabase(sqlite_url + _HASTE)
    yield database
    database.close()


@pytest.fixture
def empty_sqlite(tmp_path: Path) -> str:
    return f"sqlite://{tmp_path}/b.sqlite3"


@pytest.fixture
async def empty_postgres(postgres_server: PostgresServer) -> AsyncIterator[str]:
    url = await postgres_server.new_database()
    yield url
    await postgres_server.drop(url)


@pytest.fixture(params=["sqlite", "postgres"])
def empty(request: pytest.FixtureRequest) -> str:
    """The URL of a database without tables."""
    return request.getfixturevalue(f"empty_{request.param}")
