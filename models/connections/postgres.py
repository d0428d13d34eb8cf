"""Connections to PostgreSQL, made in one way for the pool and for whoever else asks: hosts in turn, TLS as libpq
means it, and no prepared statement kept where a pooler stands before the server.
"""

import os
import ssl
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import asyncpg

from models.connections import session
from models.connections.database_url import PostgresURL
from models.domain.errors import NoDatabase

_PATIENCE = 60  # seconds for one host, unless the URL says otherwise; asyncpg's own
_FILES = ("sslrootcert", "sslcert", "sslkey", "sslcrl", "passfile")
_NEXT = (OSError, TimeoutError, asyncpg.CannotConnectNowError, asyncpg.TargetServerAttributeNotMatched)
_NO_POOLER = "SELECT WHERE pg_backend_pid() = {}"
_KEPT = "statement_cache_size"
_OTHER_LEVEL = (
    "its transactions are not read committed, and the pooler before it lets no process set that for itself. "
    "ALTER DATABASE … SET default_transaction_isolation = 'read committed', and the same for the role."
)
_pooled: dict[str, bool] = {}  # whether a pooler was seen behind a URL, by the URL without its passwords


def is_pooled(place: PostgresURL) -> bool:
    """Whether a pooler, such as PgBouncer, was seen before the server."""
    return _pooled.get(str(place), False)


def check(place: PostgresURL) -> None:
    """Raise NoDatabase where a file that the URL names is not there: asyncpg's own error does not say which."""
    driver = place.use.driver
    for name in _FILES:
        file = driver.get(name, "")
        if file and file != "system" and not os.access(file, os.R_OK):
            raise NoDatabase(
                f"{place}: {name} names a file that does not exist, or that this user may not read."
            )
    is_checked = driver.get("sslmode", os.environ.get("PGSSLMODE", "")).startswith("verify-")
    if is_checked and not any((driver.get("sslrootcert"), os.environ.get("PGSSLROOTCERT"), _own_root())):
        raise NoDatabase(
            f"{place}: nothing says which authority signs the server's certificate. Add sslrootcert=FILE, or "
            "sslrootcert=system for those of this machine."
        )


def credentials(place: PostgresURL, *, patient: bool = False) -> dict[str, Any]:
    """What Tortoise's client of asyncpg is made with: its pool calls ``connect``. ``patient``: no limit for a statement."""
    limit = None if patient else session.PATIENCE

    async def make(*_: Any, loop: Any, record_class: Any, **_unused: Any) -> Any:
        return await connect(place, loop=loop, record_class=record_class, command_timeout=limit)

    return {"connect": make, **place.use.pool}


async def connect(place: PostgresURL, **more: Any) -> session.Session:
    """A connection to the first host that takes one, in the order of the URL. Raise what asyncpg raises."""
    connection = await _greeted(place, more)
    try:
        await connection.set_up(is_pooled=is_pooled(place))
    except BaseException:
        connection.terminate()
        raise
    return connection


async def check_level(place: PostgresURL) -> None:
    """Raise NoDatabase where a pooler stands before a database whose isolation level is another one: no session is ours there."""
    if not is_pooled(place):
        return
    connection = await connect(place)
    try:
        is_other = await connection.has_other_level()
    finally:
        await connection.close()
    if is_other:
        raise NoDatabase(f"{place}: {_OTHER_LEVEL}")


async def _greeted(place: PostgresURL, more: Mapping[str, Any]) -> session.Session:
    """A pooler that changes the server's connection with each transaction loses prepared statements: where one is seen,
    and the URL says nothing of them, none is kept. It is known by the process id, which is not the one that was greeted with.
    """
    given = {name: value for name, value in place.use.connection.items() if name != "connect_timeout"}
    if _KEPT in given or is_pooled(place):
        connection = await _connect(place, {**more, _KEPT: 0, **given})
        if str(place) not in _pooled:
            _pooled[str(place)] = await _has_pooler(connection)
        return connection
    # asyncpg asks a host that must take writes by a prepared statement: not before it is known that it may.
    is_asked = "target_session_attrs" in place.use.driver and str(place) not in _pooled
    connection = await _connect(place, {**more, **given, **({_KEPT: 0} if is_asked else {})})
    _pooled[str(place)] = await _has_pooler(connection)
    if not is_asked and not is_pooled(place):
        return connection
    await connection.close()
    return await _greeted(place, more)


async def _has_pooler(connection: session.Session) -> bool:
    """Asked without a prepared statement."""
    try:
        return await connection.execute(_NO_POOLER.format(connection.get_server_pid())) != "SELECT 1"
    except BaseException:
        connection.terminate()
        raise


async def _connect(place: PostgresURL, given: Mapping[str, Any]) -> session.Session:
    use = place.use
    more: dict[str, Any] = {
        "connection_class": session.Session,
        **given,
        "timeout": use.connection.get("connect_timeout", _PATIENCE),
        "server_settings": use.server,
    }
    driver = dict(use.driver)
    if driver.get("sslrootcert") == "system":
        more["ssl"] = _system(driver)
    dsn = f"postgresql://?{urlencode(driver, quote_via=quote)}" if driver else "postgresql://"
    *others, last = use.hosts or (("", None),)
    for host, port in others:
        try:
            return await asyncpg.connect(dsn, host=host or None, port=port, **more)
        except _NEXT:
            continue
    return await asyncpg.connect(dsn, host=last[0] or None, port=last[1], **more)


def _system(driver: dict[str, str]) -> ssl.SSLContext:
    """TLS that trusts this machine's authorities, which asyncpg knows no name for."""
    context = ssl.create_default_context()
    if cert := driver.get("sslcert"):
        context.load_cert_chain(cert, driver.get("sslkey"), lambda: driver.get("sslpassword", ""))
    del driver["sslrootcert"], driver["sslmode"]
    return context


def _own_root() -> bool:
    try:
        return (Path.home() / ".postgresql/root.crt").exists()
    except (RuntimeError, KeyError):
        return False
