"""Databases the way these tests need them."""

from collections.abc import Iterator

import pytest

from tests.models.examples import ExampleDatabase

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
