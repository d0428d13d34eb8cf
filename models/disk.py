"""What a write says when there is no room for it, or it is not allowed: of SQLite, PostgreSQL or a file."""

import errno
import sqlite3

import asyncpg

_FULL = "the disk is full"
_ONLY_READ = "the disk can only be read"
_BY_NUMBER = {
    errno.ENOSPC: _FULL,
    errno.EDQUOT: _FULL,
    errno.EFBIG: _FULL,  # a file may not grow any more
    errno.EROFS: _ONLY_READ,
}
_BY_NAME = {"SQLITE_FULL": _FULL, "SQLITE_READONLY": _ONLY_READ}


def sqlite_name(error: sqlite3.Error) -> str:
    """Which error of SQLite it is, such as ``SQLITE_FULL``, without what extends it; empty: Python's own."""
    return "_".join(str(getattr(error, "sqlite_errorname", "")).split("_")[:2])


def trouble(error: BaseException | None) -> str:
    """Why the disk did not take it, as a part of a sentence; empty: the error is of another kind."""
    match error:
        case None:
            return ""
        case OSError():
            said = _BY_NUMBER.get(error.errno or 0, "")
        case sqlite3.Error():
            said = _BY_NAME.get(sqlite_name(error), "")
        case asyncpg.DiskFullError():
            said = _FULL
        case asyncpg.ReadOnlySQLTransactionError():
            said = _ONLY_READ
        case _:
            said = ""
    inner = error.args[0] if error.args and isinstance(error.args[0], BaseException) else error.__cause__
    return said or trouble(inner)
