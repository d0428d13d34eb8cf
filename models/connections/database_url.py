"""``DATABASE_URL``, read once: what SQLite's file or PostgreSQL's servers are, and how they are used.

PostgreSQL's parameters mean what they mean to libpq; those of Tortoise and asyncpg (pool, statement cache) stand
beside them. What the driver cannot do is refused here, not left out.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from urllib.parse import unquote_to_bytes

from models.connections import postgres_parameters as postgres
from models.connections.url import BadURL, ServerURL, only_known, parameters, split

SQLITE, POSTGRES = "sqlite://", ("postgres://", "postgresql://")
_PRAGMAS: Mapping[str, str] = {
    "busy_timeout": r"\d{1,7}",
    "cache_size": r"-?\d{1,9}",
    "foreign_keys": r"(?i:on|1)",  # without them a row may name another that is not there
    "journal_mode": r"(?i:wal|delete|truncate|persist)",
    "journal_size_limit": r"-?\d{1,12}",
    "mmap_size": r"\d{1,12}",
    "synchronous": r"(?i:off|normal|full|extra|[0-3])",
    "temp_store": r"(?i:default|file|memory|[0-2])",
    "wal_autocheckpoint": r"\d{1,7}",
}
# Nothing acknowledged is lost; wait for the other writer; 16 MB, so that what is read again and again stays in memory.
_USUAL: Mapping[str, str] = {"synchronous": "FULL", "busy_timeout": "15000", "cache_size": "-16000"}


@dataclass(frozen=True, kw_only=True)
class SqliteURL:
    """A file."""

    file: Path
    written: str  # the path as it stands in the URL
    pragmas: Mapping[str, str] = field(default_factory=dict[str, str])
    secrets: frozenset[str] = frozenset()

    def __str__(self) -> str:
        return f"{SQLITE}{self.written}"


@dataclass(frozen=True, kw_only=True)
class PostgresURL:
    """One or several servers, and what a connection to them is given."""

    parts: ServerURL
    use: postgres.Use

    @property
    def secrets(self) -> frozenset[str]:
        return self.parts.secrets

    def __str__(self) -> str:
        return str(self.parts)


@cache
def read(url: str) -> SqliteURL | PostgresURL:
    """What a ``DATABASE_URL`` names. Raise BadURL with a sentence that repeats nothing of it."""
    if url.startswith(SQLITE):
        return _sqlite(url.removeprefix(SQLITE))
    if url.startswith(POSTGRES):
        parts = split(url)
        return PostgresURL(parts=parts, use=postgres.use(parts))
    raise BadURL(f"it must begin with {SQLITE}, {POSTGRES[0]} or {POSTGRES[1]}.")


def shown(url: str) -> str:
    """``url`` without its passwords; of one that can be read in two ways, only how it begins.

    >>> shown("postgres://ann:hunter2@db.example/bellhop?password=hunter2")
    'postgres://ann:***@db.example/bellhop?password=***'
    >>> shown("postgres://ann:hunter2/@db.example/bellhop")
    'postgres://***'
    """
    try:
        return str(read(url))
    except BadURL:
        begins = next((one for one in (SQLITE, *POSTGRES) if url.startswith(one)), "")
        return f"{begins}***"


def _sqlite(rest: str) -> SqliteURL:
    """A path may hold anything, a ``?`` as ``%3F``; a ``%`` that begins no sign is one."""
    written, has_pragmas, query = rest.partition("?")
    if not all(sign.isprintable() for sign in rest):
        raise BadURL("it has a line break or an invisible character.")
    try:
        name = unquote_to_bytes(written).decode()
        given = parameters(query)
        only_known(given, _PRAGMAS)
    except (UnicodeDecodeError, BadURL) as error:
        why = str(error) if isinstance(error, BadURL) and has_pragmas else "its path must be UTF-8."
        raise BadURL(f"{why} A ? in the name of a file is written %3F.") from None
    for pragma, value in given.items():
        if not re.fullmatch(_PRAGMAS[pragma], value):
            raise BadURL(f"{pragma} cannot have that value.")
    if ":memory:" in name or name.startswith("file:") or "\0" in name:
        raise BadURL(
            f"each process would have its own database in memory, and lose it when it ends. Name a file: {SQLITE}FILE."
        )
    if not Path(name).name:
        raise BadURL(f"it names no file: {SQLITE}FILE.")
    return SqliteURL(file=Path(name), written=written, pragmas={**_USUAL, **given})
