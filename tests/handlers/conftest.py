"""What the conversation's tests need beside the shared parts."""

from collections.abc import AsyncIterator

import pytest

from models.database import close_database, open_database


@pytest.fixture
async def sqlite(sqlite_url: str) -> AsyncIterator[str]:
    """An open, empty database where one kind is enough."""
    await open_database(sqlite_url)
    yield sqlite_url
    await close_database()
