"""``python -m tests.models.killed``: migrates in a process that ends by SIGKILL just before its n-th statement.

Reads lines ``n URL`` and answers each with ``killed`` or with the process's exit status. The processes are forked from
this one, which has imported everything and has no threads, so that one takes milliseconds.
"""

import asyncio
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Awaitable, Callable
from itertools import count
from pathlib import Path
from typing import Any

import asyncpg

from models.database import migrate

ASKING = (
    "execute",
    "executemany",
    "fetch",
    "fetchrow",
    "fetchval",
)  # asyncpg's; BEGIN and COMMIT go by the first


def _kill_at(number: int) -> Callable[[], None]:
    statements = count(1)

    def count_one() -> None:
        if next(statements) == number:
            os.kill(os.getpid(), signal.SIGKILL)

    return count_one


def watch_sqlite(each: Callable[[], Any]) -> None:
    """Call ``each`` before every statement of the connections that are opened from now on."""
    connect = sqlite3.connect

    def connected(*args: Any, **options: Any) -> sqlite3.Connection:
        connection = connect(*args, **options)
        connection.set_trace_callback(lambda _: each())
        return connection

    sqlite3.connect = connected


def watch_postgres(each: Callable[[], Awaitable[None] | None]) -> None:
    """Call ``each`` before every statement of every connection from now on, and wait for what it returns."""

    def watched(ask: Callable[..., Any]) -> Callable[..., Any]:
        async def asked(*args: Any, **options: Any) -> Any:
            if looking := each():
                await looking
            return await ask(*args, **options)

        return asked

    for name in ASKING:
        setattr(asyncpg.Connection, name, watched(getattr(asyncpg.Connection, name)))


def _migrate(url: str, number: int) -> None:
    count_one = _kill_at(number)
    watch_sqlite(count_one)
    watch_postgres(count_one)
    asyncio.run(migrate(url))


class Killer:
    """Migrates, with a SIGKILL before the n-th statement."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.models.killed"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=Path(__file__).parents[2],
        )

    def migrate(self, url: str, number: int) -> bool:
        """Whether it was killed, rather than done before it came so far."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{number} {url}\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline().strip()
        assert answer in ("killed", "0"), answer
        return answer == "killed"

    def close(self) -> None:
        self._process.communicate(timeout=10)


def main() -> None:
    for line in sys.stdin:
        number, url = line.split()
        child = os.fork()
        if not child:
            _migrate(url, int(number))
            os._exit(0)
        _, status = os.waitpid(child, 0)
        print("killed" if os.WIFSIGNALED(status) else os.WEXITSTATUS(status), flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
