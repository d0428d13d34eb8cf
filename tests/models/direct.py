"""SQLite without a thread of its own, for tests that ask it a hundred thousand questions.

The driver hands each statement to a thread and waits for it: a third of a millisecond, most of it in passing the
interpreter from one thread to the other. Here the statement is executed where it is asked, after everybody else had
a turn, so that coroutines cross each other between two statements as they do with the thread, and with the same seed
always in the same way. Only for a database with one connection: who waits for another's lock keeps all others waiting.
"""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from aiosqlite.core import Connection


def without_thread(patch: pytest.MonkeyPatch) -> None:
    """Open every connection that way from now on."""
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
