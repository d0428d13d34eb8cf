"""Databases without detours, for tests that ask them a hundred thousand questions.

SQLite without a thread of its own: the driver passes each statement to a thread and waits for it: a third of a millisecond, most of it in passing the
interpreter from one thread to the other. Here the statement is executed where it is asked, after everybody else had
a turn, so that coroutines cross each other between two statements as they do with the thread, and with the same seed
always in the same way. Only for a database with one connection: who waits for another's lock keeps all others waiting.

PostgreSQL without the reset that its pool sends after each question: that is a second question, and nothing asked
there leaves a session other than it found it.
"""

import asyncio
from collections.abc import Callable
from typing import Any

import asyncpg
import pytest
from aiosqlite.core import Connection


def ask_directly(patch: pytest.MonkeyPatch) -> None:
    """Open every connection that way from now on."""
    patch.setattr(asyncpg.Connection, "get_reset_query", lambda self: "")
    patch.setattr(Connection, "__await__", lambda self: _connect(self).__await__())
    patch.setattr(Connection, "_execute", _execute)
    patch.setattr(Connection, "stop", lambda self: None)


async def _connect(connection: Any) -> Connection:
    connection._connection = connection._connector()
    return connection


async def _execute(connection: Any, function: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    if connection._connection is None:
        raise ValueError("Connection closed")
    await asyncio.sleep(0)
    return function(*args, **kwargs)
