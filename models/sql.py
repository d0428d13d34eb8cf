"""SQL that must be one statement, written once for SQLite and PostgreSQL.

Tortoise drops the rows of ``UPDATE … RETURNING`` on PostgreSQL unless ``execute_query_dict`` is used, and the two
drivers want different placeholders; both facts end here. Transactions end here too: Tortoise's own can leave its
lock held when the coroutine is cancelled on the way in, so the body runs in a task of its own, shielded.
"""

import asyncio
import re
from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import count
from typing import Any, TypeVar

import asyncpg
from tortoise import connections
from tortoise.exceptions import IntegrityError
from tortoise.transactions import in_transaction

T = TypeVar("T")
_STEP = 10_000  # values of one statement
_AGAIN = 3  # times a transaction is made again
_UNDONE = (  # PostgreSQL has undone it, and the next one may be whole
    asyncpg.DeadlockDetectedError,  # ended in favour of another
    asyncpg.InvalidCachedStatementError,  # the tables were changed since a statement was prepared: the next is prepared anew
    asyncpg.OutdatedSchemaCacheError,
)
_NAME = re.compile(r":(\w+)")
_bodies: set[asyncio.Task[Any]] = set()  # keeps shielded bodies alive until they end


async def rows(statement: str, **values: Any) -> list[dict[str, Any]]:
    """Run one statement with ``:name`` parameters; a list or tuple fills an ``IN (:name)``. Return its rows."""
    connection = connections.get("default")
    numbered = is_postgres()
    parameters: list[Any] = []

    def place(match: re.Match[str]) -> str:
        value = values[match[1]]
        many: list[Any] = list(value) if isinstance(value, list | tuple | frozenset | set) else [value]
        marks: list[str] = []
        for item in many:
            parameters.append(item if numbered else _plain(item))
            marks.append(f"${len(parameters)}" if numbered else "?")
        return ", ".join(marks) or "NULL"  # PostgreSQL refuses an empty list; nothing equals NULL

    return await connection.execute_query_dict(_NAME.sub(place, statement), parameters)


async def rows_of_many(statement: str, ids: Iterable[int | str], **values: Any) -> list[dict[str, Any]]:
    """The rows of a statement for any number of ``:ids``, in steps: PostgreSQL takes 32,767 values at once.

    For what each id has for itself; a row that several steps find comes several times.
    """
    return [row for some in batched(list(ids)) for row in await rows(statement, ids=some, **values)]


def batched(values: Sequence[T]) -> Iterator[Sequence[T]]:
    """The values in steps that one statement takes each."""
    return (values[at : at + _STEP] for at in range(0, len(values), _STEP))


async def run(statement: str, values: Sequence[object]) -> None:
    """Run one statement that has its driver's own placeholders already."""
    connection = connections.get("default")
    numbered = is_postgres()
    await connection.execute_query(statement, [value if numbered else _plain(value) for value in values])


async def fetch(statement: str, values: Sequence[object]) -> list[dict[str, Any]]:
    """The rows of one statement that has its driver's own placeholders already."""
    connection = connections.get("default")
    parameters = list(values) if is_postgres() else [_plain(value) for value in values]
    return await connection.execute_query_dict(statement, parameters)


async def run_each(statement: str, each: Iterable[Sequence[object]]) -> None:
    """Run one statement once for each of many rows of values, in few round trips; its places are ``?``."""
    connection = connections.get("default")
    numbered = is_postgres()
    places = count(1)
    if numbered:
        statement = re.sub(r"\?", lambda _: f"${next(places)}", statement)
    values = [[value if numbered else _plain(value) for value in row] for row in each]
    if values:
        await connection.execute_many(statement, values)


async def transaction(body: Callable[[], Awaitable[T]], *, is_anew_on_conflict: bool = False) -> T:
    """Run ``body`` in one transaction that a cancelled caller cannot leave half open.

    On SQLite the first statement of ``body`` must write: a read that turns into a write meets "database is locked".
    Of transactions that wait for each other PostgreSQL ends one, with nothing of it done: it is made again. So is one that
    began with tables which a migration has changed since.
    ``is_anew_on_conflict``: so is one that meets a row under the same unique key which it could not see, since that one
    was not committed when it looked.
    """

    async def once() -> T:
        async with in_transaction():
            return await body()

    async def whole() -> T:
        for _ in range(_AGAIN):
            try:
                return await once()
            except Exception as error:
                if not (_is_undone(error) or (is_anew_on_conflict and isinstance(error, IntegrityError))):
                    raise
        return await once()

    task = asyncio.create_task(whole())
    _bodies.add(task)
    task.add_done_callback(_bodies.discard)
    return await asyncio.shield(task)


def _is_undone(error: BaseException) -> bool:
    """Tortoise may have put the driver's error into its own."""
    inner = error.args[0] if error.args else None
    return isinstance(error, _UNDONE) or isinstance(inner, _UNDONE)


async def write_first() -> None:
    """Make the transaction a writing one before it reads: SQLite refuses a write after a read that has grown old."""
    if not is_postgres():
        await rows("UPDATE lead SET holder = holder WHERE what = '' RETURNING what")


def locks_rows() -> bool:
    """Whether the database locks rows. SQLite has one writer: a transaction's first write keeps all others away."""
    return is_postgres()


def utc_day(column: str) -> str:
    """An expression for the UTC day of a time column, as ``2026-11-22``."""
    if is_postgres():
        return f"to_char({column} AT TIME ZONE 'UTC', 'YYYY-MM-DD')"
    return f"substr({column}, 1, 10)"


def moment(at: datetime) -> str:
    """A moment as a literal, to be compared with a time column."""
    written = at.astimezone(UTC).isoformat(" ")
    return f"TIMESTAMPTZ '{written}'" if is_postgres() else f"'{written}'"


def seconds_between(start: str, end: str) -> str:
    """An expression for the seconds from one time column to another, to the millisecond."""
    if is_postgres():
        return f"CAST(EXTRACT(EPOCH FROM {end} - {start}) AS DOUBLE PRECISION)"
    return f"(julianday({end}) - julianday({start})) * 86400.0"


def epoch() -> str:
    """An expression for the database's own clock, in whole Unix seconds."""
    if is_postgres():
        return "CAST(FLOOR(EXTRACT(EPOCH FROM clock_timestamp())) AS BIGINT)"
    return "CAST(strftime('%s', 'now') AS INTEGER)"


async def server_time() -> datetime | None:
    """The time of the database's server; None where it is a file that this process reads by itself."""
    if not is_postgres():
        return None
    return (await rows("SELECT clock_timestamp() AS moment"))[0]["moment"]


def as_moment(value: datetime | str) -> datetime:
    """A time as a statement returned it: SQLite gives text."""
    return value if isinstance(value, datetime) else datetime.fromisoformat(value)


def is_postgres() -> bool:
    return connections.get("default").capabilities.dialect == "postgres"


def _plain(value: object) -> object:
    """SQLite keeps times as text, the way Tortoise writes them."""
    return value.astimezone(UTC).isoformat(" ") if isinstance(value, datetime) else value
